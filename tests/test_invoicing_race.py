"""Invoices of a plan and closings of the register, asked for twice at once or cut off, on committed data."""

import signal
import time
from datetime import date

import pytest
from odoo.exceptions import UserError

from .support import committed_database, in_parallel, odoo_process, record_figure, retrying, transaction

ORDERS = 6


@pytest.fixture(scope="module")
def database():
    with committed_database("invoicing-race") as name:
        yield name


def make_delivered(env, count):
    """Accept and deliver orders of a customer who is invoiced for each delivery; return the orders' ids."""
    plan = env["customer.order.invoicing.plan"].create({"name": "Race", "mode": "per_delivery", "is_sent": False})
    product = env["product.product"].create({"name": "Race pump", "type": "consu", "invoice_policy": "delivery"})
    partner = env["res.partner"].create({"name": "Race customer", "email": "race@example.com"})
    partner.customer_order_invoicing_plan_id = plan
    line = {"product_id": product.id, "quantity": 2, "price_unit": 10.0, "promised_date": "2030-01-15"}
    values = {"partner_id": partner.id, "customer_date": "2029-12-01", "line_ids": [(0, 0, line)]}
    orders = env["customer.order"].create([{**values, "customer_reference": f"R{number}"} for number in range(count)])
    orders.action_receive()
    orders.action_accept()
    moves = orders.sale_order_ids.picking_ids.move_ids
    for move in moves:
        move.write({"quantity": move.product_uom_qty, "picked": True})
    moves.picking_id.with_context(skip_backorder=True).button_validate()
    return orders.ids


def run_job(database):
    with transaction(database) as env:
        env["customer.order.invoicing.run"]._cron_invoice()


def assert_invoiced_once(database, ids):
    with transaction(database) as env:
        orders = env["customer.order"].browse(ids)
        for order in orders:
            invoices = order.sale_order_ids.invoice_ids
            assert [invoice.state for invoice in invoices] == ["posted"], order.name
            assert order.sale_order_ids.order_line.mapped("qty_invoiced") == [2.0]
        items = env["customer.order.invoicing.item"].search([("sale_order_ids", "in", orders.sale_order_ids.ids)])
        assert sorted(items.mapped("state")) == ["done"] * len(ids)


def test_two_jobs_at_once_invoice_each_delivery_once(database):
    with transaction(database) as env:
        ids = make_delivered(env, ORDERS)
    in_parallel(lambda: run_job(database), lambda: run_job(database), lambda: run_job(database))
    run_job(database)
    assert_invoiced_once(database, ids)
    record_figure("deliveries invoiced once by 3 jobs at once", ORDERS)


def test_person_and_job_invoice_the_same_delivery_once(database):
    with transaction(database) as env:
        ids = make_delivered(env, 1)
    refused = []

    def person(env):
        try:
            env["customer.order"].browse(ids).sale_order_ids._create_invoices(final=True).action_post()
        except UserError as error:
            refused.append(error)

    in_parallel(lambda: run_job(database), lambda: retrying(database, person))
    with transaction(database) as env:
        sales = env["customer.order"].browse(ids).sale_order_ids
        assert sales.order_line.mapped("qty_invoiced") == [2.0]
        assert len(sales.invoice_ids) == 1


def test_advance_of_an_order_is_deducted_once_from_invoices_of_two_dates(database):
    with transaction(database) as env:
        product = env["product.product"].create({"name": "Dated pump", "type": "consu", "invoice_policy": "order"})
        line = {"product_id": product.id, "quantity": 1, "price_unit": 100.0, "tax_ids": [(5,)]}
        lines = [(0, 0, {**line, "promised_date": day}) for day in ("2030-01-15", "2030-02-15")]
        partner = env["res.partner"].create({"name": "Dated customer"})
        values = {"partner_id": partner.id, "customer_date": "2029-12-01", "customer_reference": "D1"}
        rows = [(0, 0, {"kind": "deposit", "percent": 50.0}), (0, 0, {"kind": "open_credit"})]
        order = env["customer.order"].create({**values, "line_ids": lines, "arrangement_ids": rows})
        order.action_receive()
        order.action_accept()
        order.action_invoice_deposit()
        order.arrangement_ids.deposit_move_ids.action_post()
        order_id, sale_ids = order.id, order.sale_order_ids.ids
    assert len(sale_ids) == 2

    def invoice(sale_id):
        retrying(database, lambda env: env["sale.order"].browse(sale_id)._create_invoices().action_post())

    in_parallel(*(lambda sale_id=sale_id: invoice(sale_id) for sale_id in sale_ids))
    with transaction(database) as env:
        sales = env["customer.order"].browse(order_id).sale_order_ids
        assert sorted(sales.invoice_ids.mapped("amount_total")) == [0.0, 100.0, 100.0]
        advances = sales.order_line.filtered("is_downpayment").invoice_lines
        assert sum(advances.mapped(lambda line: line.price_total)) == 0.0


def test_killed_job_goes_on_where_it_was(database):
    with transaction(database) as env:
        ids = make_delivered(env, ORDERS)
        before = env["account.move"].search_count([("move_type", "=", "out_invoice"), ("state", "=", "posted")])
    process = odoo_process(database, "env['customer.order.invoicing.run']._cron_invoice()\n")
    try:
        for _tick in range(600):
            time.sleep(0.1)
            with transaction(database) as env:
                done = env["account.move"].search_count([("move_type", "=", "out_invoice"), ("state", "=", "posted")])
            if done > before:
                break
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert done > before
    run_job(database)
    assert_invoiced_once(database, ids)
    record_figure("deliveries invoiced once although the job was killed after", done - before)


def test_month_closed_by_two_is_closed_once(database):
    with transaction(database) as env:
        month = env["customer.order.register.closing"]._get_next_month(env.company) or date(2020, 1, 1)
        # What the other tests have entered today stands in that month then.
        env.cr.execute(
            "UPDATE customer_order SET registered_date = %s WHERE company_id = %s AND registered_date > %s",
            [month, env.company.id, month],
        )
    refused = []

    def close(env):
        env["customer.order.register.closing"]._close_month(env.company, month)

    def try_to_close():
        try:
            retrying(database, close)
        except UserError as error:
            refused.append(str(error))

    in_parallel(try_to_close, try_to_close)
    with transaction(database) as env:
        own = [("company_id", "=", env.company.id), ("month", "=", month)]
        [closing] = env["customer.order.register.closing"].search(own)
        sealed = [("event", "=", "customer_order_register.closed"), ("company_ref", "=", env.company.id)]
        assert env["evidence.entry"].search_count([*sealed, ("subject_key", "=", closing.name)]) == 1
        assert closing.order_count > 0
        assert closing.order_count + closing.change_count == len(closing.line_ids)
    assert len(refused) == 1, refused
