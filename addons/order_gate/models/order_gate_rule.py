from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..exceptions import UnknownGateRule
from .order_hold import CHECKPOINTS
from .order_hold_finding import SEVERITIES
from .res_partner import CAUSE_FIELDS


class OrderGateRule(models.Model):
    """A rule of our own: for whom, at which checkpoint, what it looks for, and whether it holds or only observes.

    Of the rules of one kind at one checkpoint, the first that matches a document judges it.
    """

    _name = "order.gate.rule"
    _inherit = ["mail.thread"]
    _description = "Gate Rule"
    _order = "checkpoint, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10, help="Of rules of the same kind, the first that matches a document counts.")
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", index=True, tracking=True, help="With its branches. Leave empty for a rule of all companies."
    )
    checkpoint = fields.Selection(CHECKPOINTS, required=True, default="confirm", tracking=True)
    kind = fields.Selection(
        [
            ("customer", "Customer archived or blocked"),
            ("value", "Value over a limit per author"),
            ("margin", "Margin under a floor"),
            ("address", "Delivery address missing"),
            ("first_order", "First order of a customer"),
        ],
        string="Looks For",
        required=True,
        tracking=True,
    )
    mode = fields.Selection(
        [("observe", "Observe"), ("enforce", "Enforce")],
        required=True,
        default="observe",
        tracking=True,
        help="Observe: nothing is held; you see what the rule would have held. Enforce: it counts from now on.",
    )
    severity = fields.Selection(
        SEVERITIES,
        required=True,
        default="block",
        tracking=True,
        help="Block: the document is held. Warning: it passes, and the warning stands in its chatter.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        domain="[('share', '=', False)]",
        help="Who must act when the rule holds a document. Empty: as the company says.",
    )
    author_ids = fields.Many2many(
        "res.users",
        string="Authors",
        domain="[('share', '=', False)]",
        help="Only for documents that one of these users wrote or answers for. Empty: for everybody.",
    )
    partner_tag_ids = fields.Many2many(
        "res.partner.category",
        string="Customer Tags",
        help="Only for customers with one of these tags. Empty: for all.",
    )
    amount_limit = fields.Monetary(
        string="Limit", tracking=True, help="The total, taxes included, up to which a document passes."
    )
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self.env.company.currency_id, help="Currency of the limit."
    )
    margin_floor = fields.Float(
        string="Lowest Margin",
        digits=(16, 2),
        tracking=True,
        help="In percent of the sales price before taxes; cost is the product's cost. Lines whose cost is not known"
        " do not count.",
    )
    use_internal_steps = fields.Boolean(
        string="Picking and Packing Too",
        help="Judge the movements inside the warehouse on the way to the customer, not only the shipment.",
    )

    _limit_not_negative = models.Constraint("CHECK(amount_limit >= 0)", "The limit cannot be below zero.")

    @api.constrains("kind", "checkpoint")
    def _check_kind_fits_checkpoint(self):
        for rule in self:
            if rule.kind == "first_order" and rule.checkpoint in ("ship", "invoice"):
                raise ValidationError(
                    self.env._("A first order is looked for when an order is accepted or confirmed: %s", rule.name)
                )

    # What a cache knows of the rules: their ids by company and checkpoint.

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._after_change()
        return rules

    def write(self, vals):
        result = super().write(vals)
        self._after_change()
        return result

    @api.model
    def _follow_currency(self, company, old):
        """Take rules along when ``company`` no longer works in the currency ``old``: those that came before it said in
        which one it works. An amount that holds documents already stays what it is."""
        companies = [company.id]
        # sudo: another company may be out of sight, and whoever sets one up need not manage its rules.
        if not self.env["res.company"].sudo().search_count([("currency_id", "=", old.id)], limit=1):
            companies.append(False)
        bound = Domain("mode", "=", "enforce") & Domain("amount_limit", "!=", 0)
        mine = Domain("currency_id", "=", old.id) & Domain("company_id", "in", companies)
        # sudo: as above.
        rules = self.sudo().with_context(active_test=False).search(mine & ~bound)
        if rules:
            rules.write({"currency_id": company.currency_id.id})

    def unlink(self):
        result = super().unlink()
        self._after_change()
        return result

    def _after_change(self):
        """Rules are cached, and what they held is judged again soon."""
        self.env.registry.clear_cache()
        # sudo: whoever may change rules may have the holds judged again.
        self.env.ref("order_gate.ir_cron_follow_holds").sudo()._trigger()

    @api.model
    def _get_enforced(self, company, checkpoint):
        """Return the rules that count in ``company`` at ``checkpoint``, in their order."""
        return self.browse(self._get_enforced_ids(company.id, checkpoint))

    @api.model
    @tools.ormcache("company_id", "checkpoint")
    def _get_enforced_ids(self, company_id, checkpoint):
        # sudo: the rules of a company count in its branches, whoever may see it.
        companies = self.env["res.company"].sudo().browse(company_id).parent_ids.ids
        domain = [("mode", "=", "enforce"), ("checkpoint", "=", checkpoint), ("company_id", "in", [*companies, False])]
        # sudo: rules count for everybody, whoever may read them.
        return tuple(self.sudo().with_context(active_test=True).search(domain).ids)

    @api.model
    def _has_internal_steps(self, company):
        """Whether an enforced rule of ``company`` judges movements inside the warehouse."""
        return self._has_internal_steps_in(company.id)

    @api.model
    @tools.ormcache("company_id")
    def _has_internal_steps_in(self, company_id):
        # sudo: as above.
        return any(self.sudo().browse(self._get_enforced_ids(company_id, "ship")).mapped("use_internal_steps"))

    def _find(self, records):
        """Return ``{record: [Finding]}`` of these rules about ``records``, documents of one company.

        Facts are gathered once, and only if there is a rule.
        """
        found = {record: [] for record in records}
        if not (self and records):
            return found
        facts = records._gate_facts()
        self._read_customers(facts)
        for _kind, rules in self.grouped("kind").items():
            waiting = dict(facts)
            for rule in rules:
                mine = {record: fact for record, fact in waiting.items() if rule._matches(fact)}
                for record, finding in rule._judge(mine).items():
                    found[record].append(finding)
                waiting = {record: fact for record, fact in waiting.items() if record not in mine}
        return found

    @api.model
    def _read_customers(self, facts):
        """Read the customers of ``facts`` together; rules look at them one by one, which would be a query for each."""
        ids = {
            partner_id
            for fact in facts.values()
            for partner_id in (fact.customer_id, fact.partner_id, fact.billed_id, fact.delivery_id)
        }
        self.env["res.partner"].browse(ids - {None})._with_parents().fetch(CAUSE_FIELDS)

    def _matches(self, facts):
        """Whether this rule is for a document with these ``facts``."""
        self.ensure_one()
        if facts.is_internal_step and not self.use_internal_steps:
            return False
        if self.author_ids and not set(self.author_ids.ids).intersection(facts.author_ids):
            return False
        customer = self.env["res.partner"].browse(facts.customer_id or ())
        return not self.partner_tag_ids or bool(self.partner_tag_ids & customer.category_id)

    def _judge(self, facts):
        """Return ``{record: Finding}`` for those of ``{record: Facts}`` in which this rule finds something.

        A kind ``acme`` is judged by ``_judge_acme(facts)``, which takes and returns the same.
        """
        self.ensure_one()
        judge = getattr(self, f"_judge_{self.kind}", None)
        if judge is None:
            raise UnknownGateRule(self.env._("No method judges rules of the kind “%s”.", self.kind))
        return judge(facts) if facts else {}
