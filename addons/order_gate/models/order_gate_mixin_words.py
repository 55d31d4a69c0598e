from odoo import models

from ..logic.findings import Severity


class OrderGateMixin(models.AbstractModel):
    """What the gate says to people."""

    _inherit = "order.gate.mixin"

    def _gate_refusal_text(self, refusal, holds):
        labels = dict(self.env["order.hold"]._fields["checkpoint"]._description_selection(self.env))
        figures = {
            "document": refusal.facts.name,
            "checkpoint": labels[refusal.checkpoint],
            "findings": "\n".join(f"• {finding.message}" for finding in refusal.findings),
        }
        rejected = holds.filtered(lambda hold: hold.state == "rejected" and hold._is_same(refusal))[-1:]
        if rejected:
            return self.env._(
                "%(document)s is held (%(checkpoint)s):\n%(findings)s\n%(controller)s did not release it: “%(reason)s”."
                " Change what was found, then try again.",
                controller=rejected.decided_by_id.name,
                reason=rejected.decision_reason.rstrip("."),
                **figures,
            )
        return self.env._(
            "%(document)s is held (%(checkpoint)s):\n%(findings)s\nIt stays as it is and waits among the held"
            " documents, where a controller can release it.",
            **figures,
        )

    def _gate_prepare_note(self, findings):
        warnings = [finding.message for finding in findings if finding.severity == Severity.WARNING]
        text = " ".join(warnings)
        return text and self.env._("The gate let this pass with a warning: %(warnings)s", warnings=text)

    def _gate_answer(self):
        """Return what a button answers about these records, which were left out."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Held, not done"),
                "message": self.env._(
                    "Held and left out: %(documents)s. Nothing else was held.",
                    documents=", ".join(self.mapped("display_name")),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
