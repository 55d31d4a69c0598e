import base64
import binascii
from dataclasses import replace

from odoo import models
from odoo.addons.evidence_ledger.logic.canonical import canonical_bytes, digest
from odoo.fields import Domain

from ...exceptions import SubmissionRefused
from ...logic.upload import MEGABYTE

MAX_NAME = 120
MAX_AGENT = 300
_PNG = b"\x89PNG\r\n\x1a\n"


class CustomerOrder(models.Model):
    """Review, sign and submit: the customer's draft becomes a received order, with the proof who ordered what."""

    _inherit = "customer.order"

    def _portal_review(self):
        """Bring the draft to today's prices and terms; return ``(faults, hash)``.

        The hash stands for what the customer is shown now. It is sent back with the signature, so nobody signs an order
        that was changed after it was read.
        """
        draft = self._portal_take()
        draft._refresh_terms()
        return draft._get_submission_faults(), draft._get_review_hash()

    def _portal_submit(self, reviewed_hash, signer, *, is_another_release=False):
        """Receive the draft as its customer signed it.

        ``signer`` has ``name`` and ``signature`` (a PNG in base64), and may have ``ip_address`` and ``user_agent``.
        ``is_another_release``: the customer says that an order under a number it used before is not that order again.
        """
        draft = self._portal_take()
        draft._begin_act("draft")
        draft._refresh_terms()
        faults = draft._get_submission_faults()
        if faults:
            raise SubmissionRefused("\n".join(faults))
        if draft._get_review_hash() != reviewed_hash:
            raise SubmissionRefused(
                self.env._(
                    "The order, a price or our terms changed since you read it. Please read it again, then sign."
                )
            )
        repeated = draft._get_repeated_orders()
        if repeated and not is_another_release:
            raise SubmissionRefused(draft._explain_repeated(repeated))
        signer = draft._read_signer(signer)
        draft._advance("draft", portal_submitted_at=self.env.cr.now())
        draft.action_receive()
        draft._keep_submission(signer)
        if repeated:
            draft.action_decide_duplicates("another_release", draft._get_repeated_reason())

    def _keep_submission(self, signer):
        self.env["customer.order.consent"]._record(self, self._prepare_submission_vals() | signer)
        # The one who answers has to learn of it, even if it was chosen long before.
        self.message_subscribe(partner_ids=self.user_id.partner_id.ids)
        self.message_post(
            body=self.env._("Submitted and signed in the portal by %(name)s.", name=signer["name"]),
            author_id=self.env.user.partner_id.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def _prepare_submission_vals(self):
        """What the customer agrees to by submitting: the content whose hash is sealed at receipt."""
        return {
            "party": "customer",
            "channel": "portal",
            "statement": self._get_submission_statement(),
            "content_hash": self.received_hash,
            "given_at": self.env.cr.now(),
            "given_date": self.received_date,
            "user_res_id": self.env.uid,
        }

    def _get_submission_statement(self):
        """What the customer ticks before it signs, in words."""
        return self.env._(
            "I order in the name of %(customer)s what is written here, on the terms that are shown.",
            customer=self.commercial_partner_id.name,
        )

    def _get_review_hash(self):
        content = replace(self._get_content(), order_name="", received_date=None)
        return digest(canonical_bytes(content.payload()))

    def _read_signer(self, signer):
        """Return the signer with the signature kept as a file; raise what is missing."""
        name = self._read_text((signer.get("name") or "")[:MAX_NAME], MAX_NAME)
        if not name:
            raise SubmissionRefused(self.env._("Please give your name."))
        image = self._read_signature(signer.get("signature"))
        attachment = self.env["ir.attachment"].create({"name": "signature.png", "raw": image})
        return {
            "name": name,
            "signature_id": attachment.id,
            "ip_address": signer.get("ip_address") or False,
            "user_agent": (signer.get("user_agent") or "")[:MAX_AGENT],
        }

    def _read_signature(self, signature):
        try:
            image = base64.b64decode(signature or "", validate=True)
        except (ValueError, TypeError, binascii.Error):
            image = b""
        if not image.startswith(_PNG) or len(image) > MEGABYTE:
            raise SubmissionRefused(self.env._("Please sign: the signature is missing or cannot be read."))
        return image

    # The same number again

    def _get_repeated_orders(self):
        """The customer's orders in force that have the number of this draft."""
        return self._find_duplicates().get(self, self.browse()).filtered(lambda order: order.state != "draft")

    def _explain_repeated(self, orders):
        return self.env._(
            "You sent us an order with the number %(number)s before: %(orders)s. Please tick that this is another one,"
            " or give it another number.",
            number=self.customer_reference,
            orders=", ".join(orders.mapped("name")),
        )

    def _get_repeated_reason(self):
        return self.env._("The customer said so in the portal when it submitted the order.")

    # Hooks

    def _get_submission_faults(self):
        """Return one sentence per fault that keeps the customer from submitting. Extend it with ``super()``."""
        self.ensure_one()
        if not self.line_ids:
            return [self.env._("There is nothing in this order yet.")]
        faults = self._get_receipt_faults()
        if self.company_id.customer_order_needs_reference and not self.customer_reference:
            faults.append(self.env._("Please give the number of your purchase order."))
        products = self.env["product.product"]
        own = Domain("id", "in", self.line_ids.product_id.ids)
        listed = products.search(products._get_customer_list_domain(self) & own)
        today = self._get_today()
        for position, line in enumerate(self.line_ids.sorted(), start=1):
            if line.product_id - listed:
                faults.append(
                    self.env._("Line %(position)s is not in our list any more: please remove it.", position=position)
                )
            if line.requested_date and line.requested_date < today:
                faults.append(self.env._("Line %(position)s asks for a day in the past.", position=position))
        return faults

    def _get_submission_warnings(self):
        """Return sentences that the customer should read before it signs; they do not keep it from submitting."""
        self.ensure_one()
        if self.line_ids.filtered("is_custom"):
            return [
                self.env._("We name the price of items made to your description in our answer; you then confirm it.")
            ]
        return []
