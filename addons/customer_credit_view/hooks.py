from odoo.tools import sql

from .tools import drop_counters, forget

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
    # The last change of a cancelled delivery is its cancellation, as far as anybody knows.
    sql.create_column(env.cr, "stock_move", "credit_cancelled_at", "timestamp")
    env.cr.execute(
        "UPDATE stock_move SET credit_cancelled_at = write_date WHERE state = 'cancel' AND sale_line_id IS NOT NULL"
    )


def post_init_hook(env):
    """Count what is in the database already."""
    env["sale.order"]._note_past_cancellations()
    env["credit.counter"]._rebuild()


def uninstall_hook(env):
    drop_counters(env.cr, ["account_move_line", "sale_order_line"])
    for name in ("credit_totals", "credit_claim"):
        forget(env.cr, name)
