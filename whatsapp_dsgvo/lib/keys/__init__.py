"""Data keys per person and class, kept outside Odoo's database.

A database backup alone is unreadable, and stays so after an erasure.
Start reading at `store.py` (what a key store can do) and `envelope.py`.
"""
