from odoo.addons.customer_credit_view.tools import stop_counting


def post_init_hook(env):
    """Count the accepted orders that are in the database already."""
    env["credit.counter"]._rebuild()


def uninstall_hook(env):
    stop_counting(env.cr, "customer_order_line", ["ordered"])
