from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.canonical import digest
from odoo.tools import format_date

from ...exceptions import ConsentIncomplete

CHANNELS = [
    ("portal", "Portal"),
    ("document", "Recorded document"),
    ("edi", "Electronic message"),
    ("silence", "Silence under our terms"),
    ("user", "In the system"),
]


class CustomerOrderConsent(models.Model):
    """A party agreed to exactly this content: who, when, by which act.

    One row answers the five questions of an electronic signature: intent (the statement that was agreed to), consent
    (the act itself), attribution (person, user, address), integrity (the hash of the content) and retention (the row
    and its seal stay).
    """

    _name = "customer.order.consent"
    _inherit = ["customer.order.sealed.row"]
    _description = "Consent of a Party"
    _order = "id desc"
    _rec_name = "statement"

    _sealing_event = "customer_order.consent_given"
    _author_column = "user_res_id"
    # Names and addresses of persons stay out: they must be erasable. The seal keeps their salted hashes.
    _contract_columns = (
        "order_id",
        "version_id",
        "amendment_id",
        "party",
        "channel",
        "statement",
        "content_hash",
        "agreed_content",
        "given_at",
        "given_date",
        "user_res_id",
    )

    order_id = fields.Many2one("customer.order", required=True, readonly=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    version_id = fields.Many2one("customer.order.version", readonly=True, ondelete="restrict", index="btree_not_null")
    amendment_id = fields.Many2one(
        "customer.order.amendment", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    party = fields.Selection([("customer", "Customer"), ("company", "We")], required=True, readonly=True)
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    statement = fields.Text(required=True, readonly=True, help="What was agreed to, in words.")
    content_hash = fields.Char(required=True, readonly=True, help="SHA-256 of the content that was agreed to.")
    agreed_content = fields.Text(
        string="Agreed Content",
        readonly=True,
        help="What was agreed to, in canonical form (RFC 8785). Versions keep theirs; what a customer asked for may be"
        " changed before we agree to it.",
    )
    given_at = fields.Datetime(string="Recorded at", required=True, readonly=True, help="Server time of the act.")
    given_date = fields.Date(string="Given on", required=True, readonly=True, help="The business day of the consent.")
    user_res_id = fields.Integer(string="User (id)", readonly=True, aggregator=False)
    name = fields.Char(string="Given by", readonly=True, help="The person who agreed.")
    ip_address = fields.Char(string="IP Address", readonly=True)
    user_agent = fields.Char(string="Browser", readonly=True)
    signature_id = fields.Many2one("ir.attachment", string="Signature", readonly=True, ondelete="restrict")
    document_id = fields.Many2one("ir.attachment", string="Document", readonly=True, ondelete="restrict")

    @api.model
    def _record(self, order, vals):
        """Keep and seal that a party agreed; ``vals`` as ``_prepare_consent_vals`` of the order returns them."""
        if vals["channel"] == "document" and not vals.get("document_id"):
            raise ConsentIncomplete(self.env._("Attach the document in which the customer agreed."))
        if vals["channel"] in ("document", "portal") and not (vals.get("name") or "").strip():
            raise ConsentIncomplete(self.env._("Please give the name of the person who agreed."))
        given_date = fields.Date.to_date(vals["given_date"])
        if given_date > order._get_today():
            raise ConsentIncomplete(self.env._("The customer cannot have agreed on a day to come."))
        # An amendment may be what the customer's letter asked for; a counter-offer is ours.
        offer = self.env["customer.order.version"].browse(vals.get("version_id") or ())
        if offer and given_date < offer.accepted_date:
            raise ConsentIncomplete(
                self.env._(
                    "%(offer)s was made on %(day)s: the customer cannot have agreed to it before.",
                    offer=offer.display_name,
                    day=format_date(self.env, offer.accepted_date),
                )
            )
        # sudo: consents come from acts only, so no role may create them.
        consent = self.sudo().create({"order_id": order.id, **vals}).with_env(self.env)
        consent.sudo()._adopt_files()
        order._seal("customer_order.consent_given", consent.sudo()._prepare_evidence_payload())
        return consent

    def _adopt_files(self):
        files = self.signature_id | self.document_id
        files.filtered(lambda file: not file.res_id).write({"res_model": "customer.order", "res_id": self.order_id.id})

    def _prepare_evidence_payload(self):
        self.ensure_one()
        return {
            "party": self.party,
            "channel": self.channel,
            "statement": self.statement,
            "content": self.content_hash,
            "given_date": self.given_date,
            "given_at": self.given_at,
            "version": self.version_id.number or None,
            "amendment": self.amendment_id.name or None,
            "name": self.name or None,
            "ip_address": self.ip_address or None,
            "user_agent": self.user_agent or None,
            "files": list(self.signature_id | self.document_id),
        }

    def _prepare_sealed_facts(self):
        facts = super()._prepare_sealed_facts()
        return {**facts, "content": digest(self.agreed_content.encode())} if self.agreed_content else facts
