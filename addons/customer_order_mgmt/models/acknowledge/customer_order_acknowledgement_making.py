from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.canonical import canonical_bytes, digest

# What the document says beside its entry.
_TOLD = (
    "head_changes",
    "checkpoint_number",
    "checkpoint_hash",
    "checkpoint_at",
    "checkpoint_is_signed",
    "key_fingerprint",
)


class CustomerOrderAcknowledgement(models.Model):
    """Making an acknowledgement: rows, document and seal in one act."""

    _inherit = "customer.order.acknowledgement"

    @api.model
    def _make(self, order, answer):
        """Print and seal the acknowledgement that gives ``answer`` about ``order``; return it."""
        acknowledgement = self.create(self._prepare_acknowledgement_vals(order, answer))
        acknowledgement.attachment_id = self.env["ir.attachment"].create(acknowledgement._prepare_attachment_vals())
        order._seal("customer_order.acknowledged", acknowledgement._prepare_evidence_payload())
        return acknowledgement

    def _prepare_acknowledgement_vals(self, order, answer):
        lang = order._get_acknowledgement_lang()
        return {
            "name": f"{order.name}/A{len(order.acknowledgement_ids) + 1}",
            "order_id": order.id,
            "code": str(answer.code),
            "is_offer": answer.is_offer,
            "version_id": answer.version.id,
            "content_hash": answer.content_hash,
            "confirm_until": order._get_confirm_until() if answer.is_offer else False,
            "head_changes": self.with_context(lang=lang)._describe_changes(answer.changes),
            "partner_id": order._get_acknowledgement_recipient().id,
            "acknowledgement_date": order._get_today(),
            "lang": lang,
            "line_ids": self._prepare_line_commands(order, answer.told),
            **self._prepare_checkpoint_vals(order.company_id),
        }

    def _prepare_line_commands(self, order, told):
        positions, units = order._get_received_positions(told), order._get_unit_codes()
        return [
            fields.Command.create(
                {
                    **self.line_ids._prepare_told_vals(line),
                    "order_position": positions.get(line.now.position, 0),
                    "unit_code": units.get(line.now.key, False),
                }
            )
            for line in told
        ]

    def _describe_changes(self, changes):
        """One sentence per change beside the lines, in the language of the context."""
        labels = self.env["customer.order.version"]._fields
        nothing = self.env._("nothing")
        return "\n".join(
            self.env._(
                "%(label)s: %(now)s (so far: %(before)s)",
                label=labels[name]._description_string(self.env),
                now=", ".join(now.splitlines()) or nothing,
                before=", ".join(before.splitlines()) or nothing,
            )
            for name, before, now in changes
        )

    def _prepare_checkpoint_vals(self, company):
        head = self.env["evidence.checkpoint"]._get_head(company)
        if not head:
            return {}
        return {
            "checkpoint_number": head.number,
            "checkpoint_hash": head.checkpoint_hash,
            "checkpoint_at": head.sealed_at,
            "checkpoint_is_signed": head.is_signed,
            "key_fingerprint": head.key_fingerprint,
        }

    def _prepare_evidence_payload(self):
        return {
            "number": self.name,
            "code": self.code,
            "offer": self.is_offer,
            "version": self.version_id.number or None,
            "content_hash": self.content_hash,
            "date": self.acknowledgement_date,
            "confirm_until": self.confirm_until or None,
            "language": self.lang,
            "recipient": self.partner_id.display_name,
            "document": self.attachment_id,
            "told": self._get_told_hash(),
            "lines": [line._prepare_evidence_payload() for line in self.line_ids.sorted("sequence")],
        }

    def _get_told_hash(self):
        """The SHA-256 of all that the customer was told beside what the entry says itself."""
        lines = self.line_ids.sorted("sequence")
        columns = lines._get_told_columns()
        head = {name: str(self[name] or "") for name in _TOLD}
        return digest(canonical_bytes({**head, "lines": [{n: str(line[n] or "") for n in columns} for line in lines]}))
