from odoo import api, fields, models

from ...exceptions import AcceptedOrderIsBinding, AcknowledgementRefused
from ...logic.acknowledgement import Code, broken_rule
from .customer_order_acknowledge import CODES
from .customer_order_acknowledgement_mail import MAIL_TEMPLATE, MAIL_TEMPLATES


class CustomerOrderAcknowledgement(models.Model):
    """What the customer was told: an answer of a code, line by line, with the very bytes that were sent."""

    _name = "customer.order.acknowledgement"
    _inherit = ["customer.order.contract"]
    _description = "Order Acknowledgement"
    _order = "id desc"

    # The recipient stays out: a merge of partners moves that link. Document and trace of sending come after the row.
    _contract_columns = (
        "name",
        "order_id",
        "code",
        "is_offer",
        "version_id",
        "content_hash",
        "confirm_until",
        "head_changes",
        "acknowledgement_date",
        "lang",
        "checkpoint_number",
        "checkpoint_hash",
        "checkpoint_at",
        "checkpoint_is_signed",
        "key_fingerprint",
    )

    name = fields.Char(string="Number", required=True, readonly=True)
    order_id = fields.Many2one("customer.order", required=True, readonly=True, index=True, ondelete="restrict")
    code = fields.Selection(
        CODES,
        required=True,
        readonly=True,
        # Before there were codes, only acceptances were acknowledged.
        default="AP",
        help="What the customer is told, by the codes of Peppol's order response.",
    )
    is_offer = fields.Boolean(
        string="To be Confirmed",
        readonly=True,
        help="The changes are our offer: nothing is promised until the customer confirms them.",
    )
    version_id = fields.Many2one(
        "customer.order.version",
        readonly=True,
        index=True,
        ondelete="restrict",
        help="The frozen content that the document shows. Empty where nothing is promised.",
    )
    content_hash = fields.Char(
        readonly=True, help="SHA-256 of the content that this answers: of the version, else of what was received."
    )
    confirm_until = fields.Date(readonly=True, help="The last day on which the customer may confirm the changes.")
    head_changes = fields.Text(
        string="Changed Terms", readonly=True, help="What changed beside the lines, in the customer's language."
    )
    line_ids = fields.One2many("customer.order.acknowledgement.line", "acknowledgement_id", readonly=True)
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="order_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner",
        string="Recipient",
        required=True,
        readonly=True,
        ondelete="restrict",
        help="The person at the customer to whom the document is addressed.",
    )
    acknowledgement_date = fields.Date(string="Date", required=True, readonly=True)
    lang = fields.Char(string="Language", required=True, readonly=True, help="The language the document is written in.")
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="Document",
        readonly=True,
        ondelete="restrict",
        help="The PDF as it was made. It is sealed: nobody can replace it.",
    )
    checkpoint_number = fields.Integer(readonly=True, help="The last checkpoint of the evidence ledger at that time.")
    checkpoint_hash = fields.Char(readonly=True)
    checkpoint_at = fields.Datetime(string="Checkpoint Time", readonly=True)
    checkpoint_is_signed = fields.Boolean(string="Checkpoint Signed", readonly=True)
    key_fingerprint = fields.Char(readonly=True, help="Fingerprint of the public key that signs the checkpoints.")
    sent_at = fields.Datetime(string="Sent on", readonly=True, help="When it was mailed. Empty: made, not sent yet.")
    message_id = fields.Many2one("mail.message", string="Mail", readonly=True, ondelete="set null")

    _one_number_per_company = models.UniqueIndex("(company_id, name)", "This acknowledgement number is already used.")

    @api.constrains("code", "line_ids")
    def _check_lines_fit_code(self):
        for acknowledgement in self:
            rule = broken_rule(acknowledgement.code, len(acknowledgement.line_ids))
            if rule:
                raise AcknowledgementRefused(
                    self.env._(
                        "%(name)s cannot be made with code %(code)s and %(count)s lines: rule %(rule)s.",
                        name=acknowledgement.name,
                        code=acknowledgement.code,
                        count=len(acknowledgement.line_ids),
                        rule=rule,
                    )
                )

    def _prepare_refusal(self):
        return AcceptedOrderIsBinding(
            self.env._("Acknowledgement %s was made and stays as it is. Make a new one from the order.", self[0].name)
        )

    def action_open_document(self):
        """Open the PDF exactly as it was sealed."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/web/content/{self.attachment_id.id}", "target": "new"}

    def _says(self, answer):
        """Whether a new print would say the same to the same person in the same language."""
        order = self.order_id
        here = (self.code, self.is_offer, self.version_id, self.content_hash, self.partner_id, self.lang)
        there = (answer.code, answer.is_offer, answer.version, answer.content_hash)
        recipient = (order._get_acknowledgement_recipient(), order._get_acknowledgement_lang())
        if here != (*there, *recipient) or (self.confirm_until or False) != order._get_confirm_until():
            return False
        return self.line_ids._get_promises() == [line.now for line in answer.told if line.now.quantity]

    def _tells_now(self):
        """Whether this is our answer as it stands, whoever got it; cheap, since lists of orders depend on it."""
        order = self.order_id
        if order.state in ("received", "rejected"):
            fitting = Code.RECEIVED if order.state == "received" else Code.REJECTED
            return self.code == fitting and self.content_hash == order.received_hash
        version = order._get_acknowledged_version()
        if not version or self.version_id != version or self.is_offer != order._is_offered():
            return False
        moved = order._get_promised_dates(version)
        return all(line.promised_date == moved.get(line.sequence, line.promised_date) for line in self.line_ids)

    def _mark_sent(self, message):
        """Record, and seal, that ``message`` carries these acknowledgements to the customer."""
        self.write({"sent_at": fields.Datetime.now(), "message_id": message.id})
        for acknowledgement in self:
            acknowledgement.order_id._seal(
                "customer_order.acknowledgement_sent",
                {
                    "number": acknowledgement.name,
                    "message": message.message_id,
                    "recipients": message.partner_ids.mapped("email_formatted"),
                },
            )

    # Hooks

    def _get_mail_template(self):
        """The template of the mail that carries this acknowledgement: one per code."""
        template = self.env.ref(MAIL_TEMPLATES[self.code], raise_if_not_found=False)
        return template or self.env.ref(MAIL_TEMPLATE)
