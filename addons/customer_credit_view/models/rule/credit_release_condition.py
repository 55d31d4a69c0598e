from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.evidence_ledger.exceptions import ActRefused
from odoo.exceptions import AccessError
from odoo.tools import float_repr, format_amount, format_date

from ...exceptions import ReleaseConditionRefused

CONTROLLERS = "customer_credit_view.group_credit_controller"


class CreditReleaseCondition(models.Model):
    """What a hold was released for: a share of the document, a deposit, a cover, or payments that come first.

    Made by the release alone. Until it is kept or waived, the goods of the document do not leave.
    """

    _name = "credit.release.condition"
    _description = "Condition of a Release"
    _order = "hold_id desc, id"

    hold_id = fields.Many2one("order.hold", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="hold_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="hold_id.partner_id", store=True, index=True)
    document_name = fields.Char(related="hold_id.document_name")
    released_by_id = fields.Many2one(related="hold_id.decided_by_id", string="Released By")
    kind = fields.Selection(
        [("share", "Part of the Document"), ("deposit", "Deposit"), ("cover", "Cover"), ("payment", "Payments First")],
        required=True,
        readonly=True,
        help="A deposit and a payment are kept by money: payments and lines of bank statements. A credit note, a"
        " write-off or a journal entry that settles an invoice does not keep the condition; a controller who agrees"
        " notes that it is kept, or waives it. An agreed cash discount may be deducted.",
    )
    name = fields.Char(string="Condition", required=True, readonly=True)
    share = fields.Float(digits=(16, 2), readonly=True, help="Percent of the document's value whose goods may leave.")
    amount = fields.Monetary(readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    until = fields.Date(string="Valid Until at Least", readonly=True)
    item_ids = fields.Many2many("account.move.line", string="Journal Items to Be Paid", readonly=True)
    items_text = fields.Text(string="Items to Be Paid", compute="_compute_items_text")
    state = fields.Selection(
        [("open", "Open"), ("met", "Kept"), ("waived", "Waived")],
        string="Status",
        required=True,
        readonly=True,
        default="open",
        index=True,
        help="Open: it is looked at whenever goods are to leave. Kept: it was when goods left, or somebody noted it.",
    )
    settled_at = fields.Datetime(string="Kept or Waived On", readonly=True)
    settled_by_id = fields.Many2one("res.users", string="Kept or Waived By", readonly=True, ondelete="restrict")

    @api.depends("item_ids.amount_residual")
    @api.depends_context("lang")
    def _compute_items_text(self):
        for condition in self:
            # sudo: whoever sees the condition may know what it waits for, without a right on accounting.
            lines = condition.sudo().item_ids
            condition.items_text = "\n".join(condition._tell_item(line) for line in lines)

    def _tell_item(self, line):
        return self.env._(
            "%(invoice)s, due on %(date)s: %(amount)s open",
            invoice=line.move_name,
            date=format_date(self.env, line.date_maturity or line.date),
            amount=format_amount(self.env, line.amount_residual, line.company_currency_id),
        )

    # Guard

    # Refusing is all that it does. pylint: disable-next=method-required-super
    @api.model_create_multi
    def create(self, vals_list):
        raise ActRefused(self.env._("Conditions are made by releasing a hold with conditions."))

    @api.model
    def _keep(self, vals_list):
        """Create what only a release may create."""
        # sudo: no role may create conditions; releasing does.
        return super(CreditReleaseCondition, self.sudo()).create(vals_list).with_env(self.env)

    # Refusing is all that it does. pylint: disable-next=method-required-super
    def write(self, vals):
        raise ActRefused(self.env._("A condition is kept or waived; it cannot be rewritten."))

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_never(self):
        raise ActRefused(self.env._("A condition is part of a release and is not deleted."))

    # Acts

    def action_waive(self, reason):
        """Let the goods leave all the same, because of ``reason``."""
        self._settle("waived", "order_hold.condition_waived", reason)

    def action_note_met(self, reason):
        """Note that these conditions were kept; ``reason`` says how."""
        self._settle("met", "order_hold.condition_met", reason)

    def _settle(self, state, event, reason):
        self.check_access("read")
        if not self.env.user.has_group(CONTROLLERS):
            raise AccessError(self.env._("Only a credit controller settles the conditions of a release."))
        if not (reason or "").strip():
            raise ReleaseConditionRefused(self.env._("Please give a reason: it is kept with the hold."))
        for condition in self:
            if condition.state != "open":
                raise ReleaseConditionRefused(self.env._("“%s” is settled already.", condition.name))
            condition._close(state)
            payload = {"text": condition.name, **({"how": "noted"} if state == "met" else {})}
            # sudo: a hold may be of documents that this person does not see.
            condition.hold_id.sudo()._seal(event, payload, reason=reason)

    def _note_found(self):
        """Goods leave: of these conditions, those that are kept as things are have been kept from now on. What came on
        account may be applied to the invoice of what left."""
        for condition in self:
            if condition.state == "open" and condition._is_met():
                condition._close("met")
                payload = {"text": condition.name, "how": "found"}
                condition.hold_id._seal("order_hold.condition_met", payload)

    def _close(self, state):
        vals = {"state": state, "settled_at": self.env.cr.now(), "settled_by_id": self.env.uid}
        # sudo: no role may write conditions; acts do.
        super(CreditReleaseCondition, self.sudo()).write(vals)

    def _prepare_payload(self):
        values = {"share": self.share, "amount": self.amount}
        payload = {"kind": self.kind, "text": self.name}
        payload |= {name: f"{value:.2f}" for name, value in values.items() if value}
        return payload | ({"until": self.until} if self.until else {})

    # Whether it is kept

    @api.model
    def _get_open(self, groups):
        """Return ``{(model, id): conditions}``: the open ones of the documents in ``groups``, lists of (model, id)."""
        documents = {document for group in groups for document in group}
        if not documents:
            return {}
        ids = list({record_id for _model, record_id in documents})
        # sudo: conditions count whoever ships.
        found = self.sudo().search([("state", "=", "open"), ("hold_id.res_id", "in", ids)])
        return found.grouped(lambda condition: (condition.hold_id.res_model, condition.hold_id.res_id))

    def _is_met(self):
        """Whether this condition is kept as things are; a share never is, since it limits each shipment."""
        self.ensure_one()
        return getattr(self, f"_is_{self.kind}_met")()

    def _is_share_met(self):
        return False

    def _is_cover_met(self):
        profile = self.env["credit.profile"]._find_for(self.partner_id, self.company_id)
        covers = self.env["credit.cover"].search([("profile_id", "in", profile.ids), ("state", "=", "in_force")])
        today = fields.Date.context_today(self)
        return any(
            cover.create_date >= self.create_date
            and cover._to_company(cover._get_remaining(), today) >= self._decimal(self.amount)
            and (not self.until or not cover.valid_to or cover.valid_to >= self.until)
            and cover.percent >= self.share
            and not cover.order_ids
            for cover in covers
        )

    def _decimal(self, amount):
        return Decimal(float_repr(amount, self.currency_id.decimal_places))

    # In words

    @api.model
    def _tell(self, vals, company):
        """Return the sentence of a condition with these ``vals``: it is sealed, and has no names of persons in it."""
        amount = format_amount(self.env, vals.get("amount", 0.0), company.currency_id)
        if vals["kind"] == "share":
            return self.env._("No more than %(share)s %% of it leaves.", share=f"{vals['share']:g}")
        if vals["kind"] == "deposit":
            return self.env._("A deposit of %(amount)s comes before the goods leave.", amount=amount)
        if vals["kind"] == "cover":
            if vals.get("until"):
                date = format_date(self.env, vals["until"])
                return self.env._(
                    "A cover of %(amount)s until %(date)s comes before the goods leave.", amount=amount, date=date
                )
            return self.env._("A cover of %(amount)s comes before the goods leave.", amount=amount)
        return self.env._("%(items)s is paid before the goods leave.", items=vals.pop("items"))
