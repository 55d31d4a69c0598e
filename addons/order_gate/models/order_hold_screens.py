import json

from odoo import api, fields, models
from odoo.tools import float_repr, format_date, formatLang

from ..exceptions import HoldStateRefused
from .order_hold import OPEN_STATES


class OrderHold(models.Model):
    """What people who work on holds see and press."""

    _inherit = "order.hold"

    cause = fields.Char(
        string="Kind of Cause",
        compute="_compute_cause",
        store=True,
        help="The first finding without its figures, to count by.",
    )
    found = fields.Text(compute="_compute_found", help="Everything that was found, a line each.")
    asked_for = fields.Html(
        compute="_compute_asked_for",
        sanitize=False,
        help="What the document asked for when it was held: a release is bound to it.",
    )

    @api.depends("finding_ids")
    def _compute_cause(self):
        for hold in self:
            hold.cause = (hold.finding_ids[:1].code or "").replace("_", " ").capitalize()

    @api.depends("finding_ids.message")
    def _compute_found(self):
        for hold in self:
            hold.found = "\n".join(hold.finding_ids.mapped("message"))

    @api.depends_context("lang")
    def _compute_asked_for(self):
        for hold in self:
            hold.asked_for = self.env["ir.qweb"]._render("order_gate.hold_content", hold._prepare_asked_for())

    def write(self, vals):
        before = {hold: hold.user_id for hold in self} if "user_id" in vals else {}
        result = super().write(vals)
        for hold, user in before.items():
            hold._hand_over(user)
        return result

    def _hand_over(self, user):
        """The task of an open hold goes from ``user`` to the person who must act now."""
        self.ensure_one()
        if self.state not in OPEN_STATES or user == self.user_id:
            return
        if user:
            self.activity_unlink(["mail.mail_activity_data_todo"], user_id=user.id)
        if self.user_id:
            self._schedule(self.user_id, self._get_note(self.user_id.lang))

    # Content in words

    def _prepare_asked_for(self):
        """Return the content of this hold in words, for the template that shows it."""
        self.ensure_one()
        content = json.loads(self.content or "{}")
        lines = content.get("lines", {}).values()
        products = self._get_names("product.product", {line["product"] for line in lines})
        units = self._get_names("uom.uom", {line["unit"] for line in lines})
        return {
            "customer": self._get_name_of("res.partner", content.get("partner_id")),
            "delivery": self._get_name_of("res.partner", content.get("delivery_id")),
            "terms": self._get_name_of("account.payment.term", content.get("term_id")),
            "dates": [format_date(self.env, day) for day in content.get("dates", {}).values() if day],
            "lines": [self._prepare_asked_line(line, products, units) for line in lines],
            "total": formatLang(self.env, self.amount, currency_obj=self.currency_id),
        }

    def _prepare_asked_line(self, line, products, units):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        return {
            "product": products.get(line["product"], ""),
            "quantity": formatLang(self.env, float(float_repr(float(line["quantity"]), digits)), digits=digits),
            "unit": units.get(line["unit"], ""),
            "amount": formatLang(self.env, float(line["amount"]), currency_obj=self.currency_id),
            "date": format_date(self.env, line["date"]) if line["date"] else "",
        }

    def _get_name_of(self, model, record_id):
        return self._get_names(model, {record_id}).get(record_id, "")

    def _get_names(self, model, record_ids):
        """Return ``{id: name}``; what was deleted since then has no name any more."""
        # sudo: who sees the hold reads what it is about.
        records = self.env[model].sudo().browse(record_ids - {None, False}).exists()
        return {record.id: record.display_name for record in records}

    # Actions

    def action_take_over(self):
        """Become the one who must act on these holds."""
        self._check_controller()
        self.write({"user_id": self.env.uid})
        return True

    def action_view_document(self):
        """Open the document."""
        self.ensure_one()
        document = self._get_document()
        if not document:
            raise HoldStateRefused(self.env._("%(document)s does not exist any more.", document=self.document_name))
        return document._get_records_action()

    def action_view_partner(self):
        """Open the customer."""
        self.ensure_one()
        return self.partner_id._get_records_action()

    def action_view_evidence(self):
        """Open what was sealed about this hold."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Evidence of %s", self.name),
            "res_model": "evidence.entry",
            "view_mode": "list,form",
            "domain": [
                ("company_ref", "=", self.company_id.id),
                ("subject_model", "=", self._name),
                ("subject_key", "=", self.name),
            ],
        }
