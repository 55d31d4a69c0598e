from odoo import api, fields, models
from odoo.fields import Domain

from ...exceptions import UnknownCreditWork


class CreditWork(models.Model):
    """An entry of the morning list: what waits for a role.

    An addon adds an entry: a value of ``code`` with ``selection_add``, ``_get_work_<code>()`` that answers it, and a
    row that names the roles it is for.
    """

    _name = "credit.work"
    _description = "Morning List Entry"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    explanation = fields.Text(translate=True, help="What to do about it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    code = fields.Selection(
        [
            ("holds", "Documents held"),
            ("holds_ready", "Held documents that may go on"),
            ("conditions", "Conditions of releases"),
            ("collect", "Customers to collect from"),
            ("pledges_due", "Promises due today"),
            ("pledges_broken", "Promises broken this week"),
            ("disputes", "Disputes open"),
            ("disputes_late", "Disputes past their day"),
            ("warnings", "Early warnings"),
            ("reviews", "Reviews due"),
        ],
        string="Looks For",
        required=True,
    )
    group_ids = fields.Many2many(
        "res.groups", string="For", help="Only these roles have the entry on their list. Empty: all who see credit."
    )
    count = fields.Integer(string="Waiting", compute="_compute_count")
    is_clear = fields.Boolean(compute="_compute_count")

    _one_entry_per_code = models.UniqueIndex("(code)", "This is on the morning list already.")

    @api.depends("code")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_count(self):
        for work in self:
            work.count = work._count()
            work.is_clear = not work.count

    def _count(self):
        """How much waits in the chosen companies. What the user may not see counts nothing."""
        records, domain = self._get_work()
        if not records.has_access("read"):
            return 0
        return records.search_count(domain & self._get_company_domain())

    def action_open(self):
        """Open what waits."""
        self.ensure_one()
        records, domain = self._get_work()
        # Without these views an action on no records opens the form of a new one.
        action = self._get_work_action() or records._get_records_action(views=[(False, "list"), (False, "form")])
        found = domain & self._get_company_domain()
        return {**action, "name": self.name, "domain": list(found), "context": {"create": False}}

    @api.model
    def _get_company_domain(self):
        # What belongs to the main company is work of its branches, too.
        return Domain("company_id", "in", (self.env.companies | self.env.companies.root_id).ids)

    # The dispatcher

    def _get_work(self):
        """Return ``(model, Domain)`` of what waits: an empty recordset to search in, and for what. The model has a
        company.

        Each code has its ``_get_work_<code>()``, which returns the same.
        """
        self.ensure_one()
        method = getattr(self, f"_get_work_{self.code}", None)
        if method is None:
            raise UnknownCreditWork(self.env._("Nothing answers for “%(code)s” on the morning list.", code=self.code))
        return method()

    def _get_work_action(self):
        """The window that shows what waits, as a dict; None: the default one of its model."""
        return
