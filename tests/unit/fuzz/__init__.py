"""Inputs nobody thought of, and those that were worth keeping."""

# lib/ without Odoo, also when it is started by hand
import tests.conftest
