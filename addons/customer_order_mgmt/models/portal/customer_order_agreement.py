from odoo import models
from odoo.fields import Command

from ...exceptions import DraftRefused, OrderStateRefused, SubmissionRefused

MAX_REASON = 2000


class CustomerOrder(models.Model):
    """The customer's answers in the portal: to counter-offers and amendments, and its own wish for a change.

    The controller decides who gets here and passes the order as superuser with the user who answers. Somebody without a
    login came by the link that the customer was sent; that is said in the consent.
    """

    _inherit = "customer.order"

    def _portal_confirm_counter(self, reviewed_hash, signer):
        """The customer signs the counter-offer that it read."""
        self.ensure_one()
        self._check_reviewed(self.counter_version_id, reviewed_hash)
        self._confirm_counter(self._prepare_answer_vals(self.counter_version_id, signer))

    def _portal_decline_counter(self, reason):
        """The customer does not take the counter-offer."""
        self._decline_counter(self._read_reason(reason))

    def _portal_confirm_amendment(self, amendment_id, reviewed_hash, signer):
        """The customer signs the amendment that it read."""
        amendment = self._get_portal_amendment(amendment_id)
        self._check_reviewed(amendment, reviewed_hash)
        amendment._record_customer_consent(self._prepare_answer_vals(amendment, signer))

    def _portal_decline_amendment(self, amendment_id, reason):
        """The customer does not agree to an amendment that we proposed."""
        self._get_portal_amendment(amendment_id)._decline_by_customer(self._read_reason(reason))

    def _portal_request_amendment(self, reason, changes, *, is_cancellation=False, **device):
        """Keep the customer's wish to change the accepted order, with its consent to exactly that; return it.

        ``changes`` is ``{line id: (new quantity, new day)}`` as entered; empty texts leave a value as it is.
        ``is_cancellation`` asks to take back everything that is neither delivered nor invoiced.
        """
        self.ensure_one()
        lines = [
            self._prepare_wish(line, *changes.get(str(line.id), ("", "")), is_cancellation)
            for line in self.line_ids.sorted()
        ]
        amendment = self.env["customer.order.amendment"].create(
            {
                "order_id": self.id,
                "reason": self._read_reason(reason),
                "line_ids": [Command.create(vals) for vals in lines],
            }
        )
        amendment._ask_by("portal")._request_by_customer({"channel": "portal", "name": self.env.user.name, **device})
        return amendment

    def _prepare_wish(self, line, quantity, day, is_cancellation):
        vals = {"order_line_id": line.id}
        if is_cancellation:
            return {**vals, "quantity": min(line.quantity, line._get_done_quantity())}
        if quantity:
            vals["quantity"] = self._read_wished_quantity(quantity)
        if day and (wished := self._read_day(day)) != line.requested_date:
            # What the customer asks for is what it wants promised; we may promise another day before we agree.
            vals |= {"requested_date": wished, "promised_date": wished}
        return vals

    def _read_wished_quantity(self, quantity):
        return 0.0 if str(quantity).strip() in ("0", "0.0") else self._read_quantity(quantity)

    def _get_portal_amendment(self, amendment_id):
        amendment = self.amendment_ids.filtered(lambda amendment: str(amendment.id) == str(amendment_id))
        if not amendment:
            raise OrderStateRefused(self.env._("This amendment is not open to you any more. Please reload the page."))
        return amendment

    def _get_portal_amendments(self):
        """The amendments that the customer may see: what was proposed, and what it asked for itself."""
        return self.amendment_ids.filtered(lambda a: a.state != "draft" or a.channel in ("portal", "edi"))

    def _get_amendment_to_answer(self):
        """The change that we proposed and that waits for the customer's answer."""
        # sudo: who agreed follows from consents, which customers may not read, and the list is read as the customer.
        return self.sudo().amendment_ids.filtered(
            lambda amendment: amendment.state == "proposed"
            and not amendment.is_customer_agreed
            and amendment.valid_until >= self._get_today()
        )[:1]

    def _get_amendment_word(self, amendment):
        """What has become of an amendment, for the customer."""
        if amendment.state == "draft":
            return self.env._("we are looking at it")
        if amendment.state == "proposed":
            return self.env._("waiting for your answer")
        return {
            "agreed": self.env._("agreed"),
            "applied": self.env._("in force"),
            "declined": self.env._("not agreed"),
            "withdrawn": self.env._("withdrawn"),
            "expired": self.env._("lapsed"),
        }[amendment.state]

    def _check_reviewed(self, document, reviewed_hash):
        if not document or document.content_hash != reviewed_hash:
            raise SubmissionRefused(self.env._("This offer is no longer the one that you read. Please read it again."))

    def _prepare_answer_vals(self, document, signer):
        vals = {"channel": "portal", **self._read_signer(signer)}
        if self.env.user._is_public():
            link = self.env._("Signed through the link that was sent, without a login.")
            vals["statement"] = f"{self._get_consent_statement(document)} {link}"
        return vals

    def _read_reason(self, reason):
        reason = self._read_text(reason, MAX_REASON)
        if not reason:
            raise DraftRefused(self.env._("Please give a reason."))
        return reason

    def _may_request_amendment(self):
        """Whether the user who asks may wish for a change now: a customer with a login, and an order in force."""
        return self.state in ("accepted", "fulfilled") and self.env.user.has_group("base.group_portal")
