from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import UnknownWork


class CustomerOrderWork(models.Model):
    """An entry of the work list: what waits for a role, how much of it, and since when it is too long.

    An addon adds an entry: a value of ``code`` with ``selection_add``, ``_get_work_<code>()`` that answers it, and a
    row that names the roles it is for.
    """

    _name = "customer.order.work"
    _description = "Work List Entry"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    explanation = fields.Text(translate=True, help="What to do about it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    code = fields.Selection(
        [
            ("to_decide", "Received, to decide"),
            ("unacknowledged", "Unacknowledged too long"),
            ("counters_expiring", "Counter-offers expiring"),
            ("counters_confirmed", "Confirmed, to carry out"),
            ("amendments_waiting", "Amendments waiting for us"),
            ("amendments_expiring", "Amendments expiring"),
            ("uninvoiced", "Delivered, not invoiced"),
            ("invoices_stuck", "Automatic invoices held, failed or not sent"),
            ("differences", "Payment differences to approve"),
            ("incidents", "Incidents open"),
            ("incoming", "Incoming, not read or not understood"),
        ],
        string="Looks For",
        required=True,
    )
    group_ids = fields.Many2many(
        "res.groups", string="For", help="Only these roles have the entry on their list. Empty: everybody."
    )
    count = fields.Integer(string="Waiting", compute="_compute_count")
    is_clear = fields.Boolean(compute="_compute_count")

    _one_entry_per_code = models.UniqueIndex("(code)", "This is on the work list already.")

    @api.depends("code")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_count(self):
        for work in self:
            work.count = work._count()
            work.is_clear = not work.count

    def _count(self, companies=None):
        """How much waits, in ``companies`` or those chosen. What the user may not see counts nothing."""
        records, domain = self._get_work()
        if not records.has_access("read"):
            return 0
        companies = companies or self.env.companies
        return records.search_count(domain & Domain("company_id", "in", companies.ids))

    def action_open(self):
        """Open what waits."""
        self.ensure_one()
        records, domain = self._get_work()
        # Without these views an action on no records opens the form of a new one.
        action = self._get_work_action() or records._get_records_action(views=[(False, "list"), (False, "form")])
        company = Domain("company_id", "in", self.env.companies.ids)
        return {**action, "name": self.name, "domain": list(domain & company), "context": {"create": False}}

    # The dispatcher

    def _get_work(self):
        """Return ``(model, Domain)`` of what waits: an empty recordset to search in, and for what.

        Each code has its ``_get_work_<code>()``, which returns the same.
        """
        self.ensure_one()
        method = getattr(self, f"_get_work_{self.code}", None)
        if method is None:
            raise UnknownWork(self.env._("Nothing answers for “%(code)s” on the work list.", code=self.code))
        return method()

    def _get_work_action(self):
        """The window that shows what waits, as a dict; None: the default one of its model."""
        return
