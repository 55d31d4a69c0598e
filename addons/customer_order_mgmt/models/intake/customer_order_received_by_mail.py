from markupsafe import Markup
from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema

COMPARE = "customer_order_mgmt.mail_activity_compare"


class CustomerOrder(models.Model):
    """An order that was read from a message: nothing of it counts before a person compared it with the document."""

    _inherit = "customer.order"

    intake_ids = fields.One2many("customer.order.intake", "order_id", string="Came In As", readonly=True)
    captured_field_ids = fields.One2many("customer.order.intake.field", "order_id", string="Read from the Document")
    has_capture = fields.Boolean(compute="_compute_capture", help="The order was read from a document.")
    capture_open_count = fields.Integer(
        string="To Compare", compute="_compute_capture", help="Values that nobody compared with the document yet."
    )

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "customer_order.captured": EventSchema(
                1,
                {
                    "message?": "text",
                    "sender?": "personal",
                    "came_in_at": "datetime",
                    "files": [{"name": "text", "sha256": "hash", "is_part": "boolean"}],
                    "values": [
                        {
                            "name": "text",
                            "read?": "text",
                            "order?": "text",
                            "document?": "text",
                            "confidence": "integer",
                            "confirmed_by?": "personal",
                            "confirmed_at?": "datetime",
                            "difference_reason?": "text",
                        }
                    ],
                },
            ),
        }

    @api.depends("captured_field_ids.is_confirmed", "captured_field_ids.is_sure")
    def _compute_capture(self):
        for order in self:
            rows = order.captured_field_ids
            order.has_capture = bool(rows)
            order.capture_open_count = len(rows.filtered(lambda row: row._must_be_confirmed() and not row.is_confirmed))

    def _get_receipt_faults(self):
        faults = super()._get_receipt_faults()
        # What was received was compared before; later corrections are sealed with the acceptance.
        if self.state == "draft" and self.captured_field_ids:
            faults += self.captured_field_ids._get_faults()
            faults += [
                self.env._("“%(file)s” is no longer the file that came in: its SHA-256 differs.", file=file.name)
                for file in self.intake_ids.file_ids.filtered(lambda file: file.is_part and not file._is_unchanged())
            ]
        return faults

    def _receive(self):
        result = super()._receive()
        for intake in self.intake_ids:
            self._seal("customer_order.captured", self._prepare_captured_payload(intake))
        self.activity_feedback([COMPARE])
        return result

    def _prepare_captured_payload(self, intake):
        return {
            "message": intake.message_ref or None,
            "sender": intake.email_from or None,
            "came_in_at": intake.received_at,
            "files": [
                {"name": file.name or "", "sha256": file.sha256, "is_part": file.is_part} for file in intake.file_ids
            ],
            "values": [
                {
                    "name": row.name,
                    "read": row.read_value or None,
                    "order": row.order_value or None,
                    "document": row.value or None,
                    "confidence": row.confidence,
                    "confirmed_by": row.confirmed_by_id.name or None,
                    "confirmed_at": row.confirmed_at or None,
                    "difference_reason": row.difference_reason or None,
                }
                for row in self.captured_field_ids
            ],
        }

    def action_confirm_sure(self):
        """Confirm with one click what was read for sure."""
        return self.captured_field_ids.action_confirm_sure()

    def action_view_intakes(self):
        """Open the message that this order came from."""
        return self.intake_ids._get_records_action(name=self.env._("Came In As"))

    def message_update(self, msg_dict, update_vals=None):
        result = super().message_update(msg_dict, update_vals)
        self._notice_mail()
        return result

    def _notice_mail(self):
        """Leave a to-do, once: what the customer writes about an order may change it."""
        summary = self.env._("The customer wrote about this order")
        for order in self.filtered("user_id"):
            if summary not in order.activity_ids.mapped("summary"):
                order.activity_schedule("mail.mail_activity_data_todo", summary=summary, user_id=order.user_id.id)

    def _ask_to_compare(self, notices):
        """Leave a to-do for the person who compares the draft with the document."""
        for order in self.filtered("user_id"):
            order.activity_schedule(
                COMPARE,
                summary=self.env._("Compare with the document"),
                note=Markup("<br/>").join(notices),
                user_id=order.user_id.id,
            )
