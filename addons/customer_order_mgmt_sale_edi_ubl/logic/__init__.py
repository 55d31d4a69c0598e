"""Plain Python that decides; nothing here knows Odoo."""
