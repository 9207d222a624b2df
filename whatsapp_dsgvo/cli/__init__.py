"""A package only so that the wheel has it: Odoo loads commands by their path."""
