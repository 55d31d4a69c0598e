from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema

from ...exceptions import OrderStateRefused
from .customer_order_acknowledgement_mail import MAIL_LAYOUT

CODES = [
    ("AB", "AB: received"),
    ("AP", "AP: accepted"),
    ("CA", "CA: with changes"),
    ("RE", "RE: rejected"),
]


class CustomerOrder(models.Model):
    """Acknowledging: the customer gets our answer, and the order remembers that it did."""

    _inherit = "customer.order"

    acknowledgement_ids = fields.One2many("customer.order.acknowledgement", "order_id", string="Acknowledgements")
    acknowledged_at = fields.Datetime(
        string="Acknowledged on",
        compute="_compute_acknowledgement_state",
        store=True,
        help="When the customer was sent the acknowledgement of the version in force.",
    )
    acknowledgement_state = fields.Selection(
        [("to_acknowledge", "To acknowledge"), ("acknowledged", "Acknowledged")],
        string="Acknowledgement",
        compute="_compute_acknowledgement_state",
        store=True,
        help="Whether the customer was sent our answer as it stands: again when a promise changes. A received order"
        " asks for nothing yet; when its receipt was acknowledged, it says so.",
    )
    acknowledgement_code = fields.Selection(
        CODES,
        string="Last Told",
        compute="_compute_acknowledgement_state",
        store=True,
        help="What the customer was sent last.",
    )

    @api.model
    def _get_act_fields(self):
        return super()._get_act_fields() | {"acknowledgement_code", "acknowledgement_ids"}

    @api.depends("state", "current_version_id", "acknowledgement_ids.sent_at", "acknowledgement_ids.version_id")
    def _compute_acknowledgement_state(self):
        for order in self:
            sent = order.acknowledgement_ids.filtered("sent_at").sorted("id")
            current = sent.filtered(lambda acknowledgement: acknowledgement._tells_now())
            in_force = current.filtered(
                lambda acknowledgement: not acknowledgement.is_offer and acknowledgement.version_id
            )
            order.acknowledgement_code = sent[-1:].code
            order.acknowledged_at = min(in_force.mapped("sent_at"), default=False)
            order.acknowledgement_state = "acknowledged" if current else order._is_answer_owed() and "to_acknowledge"

    def _is_answer_owed(self):
        """Whether the customer waits for an answer of ours. A mere receipt need not be acknowledged."""
        return self.state in ("countered", "rejected") or bool(self.current_version_id)

    def action_acknowledge(self):
        """Make the acknowledgement if there is none to send yet, and open the mail that carries it."""
        self.ensure_one()
        acknowledgement = self._provide_acknowledgement()
        return {
            **self._prepare_mail_action(acknowledgement._get_mail_template()),
            "name": self.env._("Send acknowledgement"),
        }

    def _prepare_mail_action(self, template):
        """The dialog that mails ``template`` about this order to its customer."""
        return {
            "type": "ir.actions.act_window",
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_template_id": template.id,
                "default_email_layout_xmlid": MAIL_LAYOUT,
                "email_notification_allow_footer": True,
                "hide_mail_template_management_options": True,
                "force_email": True,
            },
        }

    def action_view_told_lines(self):
        """Open what the customer was told when, line by line."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "customer_order_mgmt.customer_order_acknowledgement_line_action"
        )
        return {**action, "domain": [("order_id", "=", self.id)], "context": {"group_by": "sequence"}}

    def _provide_acknowledgement(self):
        """The acknowledgement that says what a new one would say, made now if there is none."""
        self.ensure_one()
        self.check_access("write")
        self._claim()
        answer = self._get_answer()
        if not answer:
            raise OrderStateRefused(
                self.env._("%s is a draft or withdrawn: there is nothing to acknowledge.", self.name)
            )
        last = self._get_last_acknowledgement()
        if last and last._says(answer):
            return last
        # sudo: acknowledgements are made by this act only, no role may create them; access was checked above.
        return last.sudo()._make(self, answer).sudo(False)

    def _get_last_acknowledgement(self):
        # Sorted: within a transaction a new row stands at the end of the cached lines.
        return self.acknowledgement_ids.sorted("id")[-1:]

    @api.model
    def _get_evidence_events(self):
        return super()._get_evidence_events() | {
            # Version 1 told acceptances only: it had neither code nor lines.
            "customer_order.acknowledged": EventSchema(
                2,
                {
                    "number": "text",
                    "code": "text",
                    "offer": "boolean",
                    "version?": "integer",
                    "content_hash": "hash",
                    "date": "date",
                    "confirm_until?": "date",
                    "language": "text",
                    "recipient": "personal",
                    "document": "file",
                    "told": "hash",
                    "lines": [
                        {
                            "position": "integer",
                            "status": "text",
                            "quantity": "quantity",
                            "price_unit": "money",
                            "discount": "quantity",
                            "promised_date?": "date",
                        }
                    ],
                },
            ),
            "customer_order.acknowledgement_sent": EventSchema(
                1, {"number": "text", "message": "text", "recipients": ["personal"]}
            ),
            "customer_order.response_exported": EventSchema(
                1, {"number": "text", "code": "text", "profile": "text", "document": "file"}
            ),
        }

    def _get_public_event_labels(self):
        return super()._get_public_event_labels() | {
            "customer_order.response_exported": self.env._("Acknowledgement exported as electronic message"),
            "customer_order.change_received": self.env._("Change asked for by electronic message"),
        }

    # Hooks

    def _get_acknowledgement_recipient(self):
        """The partner to whom the acknowledgement is addressed and mailed."""
        return self.contact_id or self.partner_id

    def _get_acknowledgement_lang(self):
        """The code of the language in which the acknowledgement is written."""
        return self._get_acknowledged_version().language or self._get_document_language()
