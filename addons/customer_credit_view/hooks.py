from odoo.tools import sql

from .tools import drop_counters

COLUMNS = {
    "credit_debtor_id": "int4",
    "credit_promised_date": "date",
    "credit_undelivered": "numeric",
    "credit_delivered": "numeric",
}


def pre_init_hook(env):
    """Create the columns of order lines: as new fields, Odoo would compute them for each line ever sold."""
    for name, kind in COLUMNS.items():
        sql.create_column(env.cr, "sale_order_line", name, kind)
    env.cr.execute(
        """
        UPDATE sale_order_line SET credit_debtor_id = sale_order.partner_invoice_id
          FROM sale_order WHERE sale_order.id = sale_order_line.order_id
        """
    )


def post_init_hook(env):
    """Count what is in the database already."""
    env["credit.counter"]._rebuild()


def uninstall_hook(env):
    drop_counters(env.cr, ["account_move_line", "sale_order_line"])
