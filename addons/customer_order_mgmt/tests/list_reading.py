"""Many rows for lists, copied by SQL from one that went through the acts; lists read as the web client reads them."""

from odoo.tools import SQL


def copy_rows(env, record, count, **changed):
    """Copy the row of ``record`` ``count`` times; return the ids.

    ``changed`` holds SQL for columns, in which ``n`` is the number of the copy.
    """
    env.flush_all()
    query = "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name != 'id'"
    columns = [name for (name,) in env.execute_query(SQL(query, record._table))]
    values = [changed.get(column, SQL.identifier("source", column)) for column in columns]
    rows = env.execute_query(
        SQL(
            "INSERT INTO %(table)s (%(columns)s) SELECT %(values)s"
            " FROM %(table)s source, generate_series(1, %(count)s) n WHERE source.id = %(id)s RETURNING id",
            table=SQL.identifier(record._table),
            columns=SQL(", ").join(map(SQL.identifier, columns)),
            values=SQL(", ").join(values),
            count=count,
            id=record.id,
        )
    )
    env.invalidate_all()
    return [row_id for (row_id,) in rows]


def copy_orders(env, order, count, **changed):
    """Copy ``order`` with its lines and the version in force, each copy with its own; return the ids."""
    number = SQL("'COPY' || n")
    changed |= {"name": number, "access_token": SQL("NULL"), "register_number": SQL("NULL")}
    orders = copy_rows(env, order, count, **changed)
    version = order.current_version_id
    versions = copy_rows(env, version, count, order_id=nth(orders), verification_token=number)
    for line in order.line_ids:
        copy_rows(env, line, count, order_id=nth(orders))
    for line in version.line_ids:
        copy_rows(env, line, count, version_id=nth(versions))
    env.cr.execute(
        SQL(
            "UPDATE customer_order SET current_version_id = version.id FROM customer_order_version version"
            " WHERE version.order_id = customer_order.id AND version.id = ANY(%s)",
            versions,
        )
    )
    env.invalidate_all()
    return orders


def nth(ids):
    """SQL for the id of the parent of the copy ``n``."""
    return SQL("(%s::int[])[n]", ids)


def list_fields(env, model, view):
    """The fields of the list as the web client asks for them."""
    arch = env[model].get_views([(env.ref(view).id, "list")])["models"][model]["fields"]
    fields = env[model].fields_get(list(arch))
    return {
        name: {"fields": {"display_name": {}}} if spec["type"] == "many2one" else {} for name, spec in fields.items()
    }


class ListSample:
    """One row for each list beside the main one, and its copies with orders, invoices and quotations of their own."""

    def __init__(self, env, order, invoice):
        self.env, self.order, self.invoice, self.partners = env, order, invoice, []

    def multiply(self, count):
        """Return ``{view: model}`` of the lists that now have ``count`` rows more."""
        number = SQL("'COPY' || n")
        self.partners = copy_rows(self.env, self.order.partner_id, count, complete_name=number)
        customer = {"partner_id": nth(self.partners), "commercial_partner_id": nth(self.partners)}
        orders = copy_orders(self.env, self.order, count, **customer)
        invoices = copy_rows(self.env, self.invoice, count, name=number, payment_reference=number)
        vals = {"order_id": self.order.id, "reason": "Scratched"}
        amendment = self.env["customer.order.amendment"].create(vals)
        copy_rows(
            self.env, amendment, count, order_id=nth(orders), name=number, commercial_partner_id=nth(self.partners)
        )
        vals |= {"invoice_id": self.invoice.id, "amount": 1.0, "code": "dispute"}
        difference = self.env["customer.order.difference"].create(vals)
        copy_rows(self.env, difference, count, order_id=nth(orders), invoice_id=nth(invoices))
        intake = self.env["customer.order.intake"].create({"company_id": self.order.company_id.id})
        captured = SQL("'captured'")
        copy_rows(self.env, intake, count, order_id=nth(orders), message_ref=number, state=captured, **customer)
        self._copy_items(orders, number)
        return {
            "customer_order_mgmt.customer_order_view_list": "customer.order",
            "customer_order_mgmt.customer_order_amendment_view_list": "customer.order.amendment",
            "customer_order_mgmt.customer_order_difference_view_list": "customer.order.difference",
            "customer_order_mgmt.customer_order_intake_view_list": "customer.order.intake",
            "customer_order_mgmt.customer_order_invoicing_item_view_list": "customer.order.invoicing.item",
        }

    def _copy_items(self, orders, number):
        count, today = len(orders), self.order._get_today()
        vals = {"key": "COPY", "business_date": today, "date": today, "currency_id": self.order.currency_id.id}
        vals |= {"company_id": self.order.company_id.id, "partner_id": self.order.partner_id.id}
        # sudo: items are made by runs.
        item = self.env["customer.order.invoicing.item"].sudo().create(vals)
        items = copy_rows(self.env, item, count, key=number)
        sale, own = self.order.sudo().sale_order_ids[:1], {"customer_order_id": nth(orders)}
        sales = copy_rows(self.env, sale, count, name=number, access_token=SQL("NULL"), **own)
        self.env.cr.execute(
            SQL(
                "INSERT INTO customer_order_invoicing_item_sale_order_rel"
                " (customer_order_invoicing_item_id, sale_order_id) SELECT * FROM unnest(%s::int[], %s::int[])",
                items,
                sales,
            )
        )
        self.env.invalidate_all()
