from odoo import api, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import float_repr

from ...exceptions import PledgeRefused


class CreditPledge(models.Model):
    """Taking down and withdrawing a promise: sealed acts."""

    _inherit = "credit.pledge"

    def _take_down(self):
        """Complete, number and seal new promises."""
        sequence = self.env["ir.sequence"].sudo()  # sudo: analysts do not read sequences
        for pledge in self:
            if not pledge.item_ids:
                pledge._choose_items()
            elif not pledge.amount:
                pledge._act({"amount": sum(pledge.item_ids.mapped("amount"))})
            pledge._check_amount()
            pledge._act({"name": sequence.next_by_code("credit.pledge")})
        self._seal_batch("credit.pledge_given", {pledge: pledge._prepare_given_payload() for pledge in self})

    def _choose_items(self):
        """All that is due by the promised day, neither contested nor promised yet, in the promise's currency."""
        # sudo: who takes down promises sees open items by the view of their own companies.
        items = self.env["credit.open.item"].sudo()
        items.invalidate_model()
        found = items.search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("company_id", "child_of", self.company_id.id),
                ("currency_id", "=", self.currency_id.id),
                ("due_date", "<=", self.promised_date),
                ("amount", ">", 0),
                ("is_disputed", "=", False),
                ("pledge_id", "=", False),
            ]
        )
        vals = {"item_ids": [Command.create({"line_id": line.id}) for line in found.line_id]}
        if not self.amount:
            vals["amount"] = sum(found.mapped("amount_currency"))
        self._act(vals)

    def _check_amount(self):
        self.ensure_one()
        total = sum(self.item_ids.mapped("amount"))
        if not self.item_ids or self.currency_id.compare_amounts(self.amount, 0) <= 0:
            raise ValidationError(
                self.env._(
                    "Nothing in %(currency)s is due by %(day)s that %(customer)s has not promised or contested.",
                    currency=self.currency_id.name,
                    day=self.promised_date,
                    customer=self.partner_id.display_name,
                )
            )
        if self.currency_id.compare_amounts(self.amount, total) > 0:
            raise ValidationError(
                self.env._(
                    "The promise is over %(amount)s, but its items over %(total)s only.",
                    amount=self.currency_id.format(self.amount),
                    total=self.currency_id.format(total),
                )
            )

    def _prepare_given_payload(self):
        digits = self.currency_id.decimal_places
        return {
            "customer": self.profile_id.name,
            "amount": float_repr(self.amount, digits),
            "currency": self.currency_id.name,
            "given": self.given_date,
            "promised": self.promised_date,
            "contact": self.contact_id.name or None,
            "items": [
                {"item": item.move_name, "due": item.due_date, "amount": float_repr(item.amount, digits)}
                for item in self.item_ids
            ],
        }

    def action_withdraw(self, reason=None):
        """The promise does not stand any more: taken down wrongly, or replaced by another. Its note says why."""
        self.check_access("write")
        for pledge in self:
            if pledge.state != "open":
                raise PledgeRefused(self.env._("%s has ended already.", pledge.name))
            why = (reason or pledge.note or "").strip()
            if not why:
                raise PledgeRefused(self.env._("Please say in the note of %s why it is withdrawn.", pledge.name))
            pledge._end("void", None)
            pledge._seal("credit.pledge_withdrawn", {}, reason=why)
        return True

    def _end(self, state, paid):
        """Write how the promise ended; its items can be promised again."""
        self.ensure_one()
        self._act({"state": state, "ended_date": self.company_id._get_credit_today(), "kept_amount": float(paid or 0)})
        # sudo: items are written by acts alone.
        self.sudo().item_ids._end()

    @api.model
    def _get_evidence_events(self):
        item = {"item": "text", "due": "date", "amount": "money"}
        given = {
            "customer": "text",
            "amount": "money",
            "currency": "text",
            "given": "date",
            "promised": "date",
            "contact?": "personal",
            "items": [item],
        }
        return {
            **super()._get_evidence_events(),
            "credit.pledge_given": EventSchema(1, given),
            "credit.pledge_ended": EventSchema(1, {"outcome": "text", "paid": "money"}),
            "credit.pledge_withdrawn": EventSchema(1, {}),
        }
