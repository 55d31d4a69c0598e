from decimal import Decimal

from odoo import models
from odoo.addons.order_gate.logic.findings import Checkpoint, Severity
from odoo.tools import float_repr

from .credit_finding import CreditFinding


class StockPicking(models.Model):
    """Goods of a document that was released with conditions leave when the conditions are kept."""

    _inherit = "stock.picking"

    def _action_done(self):
        result = super()._action_done()
        leaving = self.filtered(lambda picking: picking.state == "done" and picking._gate_leaves_for_customer())
        documents = [picking._get_conditioned_documents() for picking in leaving]
        for conditions in self.env["credit.release.condition"]._get_open(documents).values():
            conditions._note_found()
        return result

    def _gate_findings(self, checkpoint):
        found = super()._gate_findings(checkpoint)
        if checkpoint == Checkpoint.SHIP:
            for picking, findings in self._get_condition_findings().items():
                found.setdefault(picking, []).extend(findings)
        return found

    def _get_condition_findings(self):
        """Return ``{picking: [Finding]}``: what the releases of their documents still wait for."""
        documents = {picking: picking._get_conditioned_documents() for picking in self}
        conditions = self.env["credit.release.condition"]._get_open(documents.values())
        found = {}
        for picking in self if conditions else ():
            for condition in (one for document in documents[picking] for one in conditions.get(document, ())):
                kept = picking._is_within_share(condition) if condition.kind == "share" else condition._is_met()
                if not kept:
                    found.setdefault(picking, []).append(picking._prepare_condition_finding(condition))
        return found

    def _prepare_condition_finding(self, condition):
        """What a share allows is for whoever ships; amounts and invoices are for readers of credit."""
        name, text = condition.document_name, condition.name
        kind = dict(condition._fields["kind"]._description_selection(self.env))[condition.kind]
        public = text if condition.kind == "share" else kind
        message, explanation = (
            self.env._("%(document)s was released with a condition: %(condition)s", document=name, condition=told)
            for told in (public, text)
        )
        figures = {"condition": str(condition.id)}
        return CreditFinding("credit_condition", Severity.BLOCK, message, figures, explanation=explanation)

    def _is_within_share(self, condition):
        """Whether no more of the order leaves with this delivery than the ``condition`` allows."""
        order = self.sale_id
        left = sum(line._get_credit_share(line.qty_delivered) for line in order.order_line)
        leaving = sum(
            move.sale_line_id._get_credit_share(
                move.product_uom._compute_quantity(move.quantity, move.sale_line_id.product_uom_id)
            )
            for move in self._get_leaving_moves()
            if move.sale_line_id
        )
        digits = order.currency_id.decimal_places
        allowed = Decimal(float_repr(order.amount_total * condition.share / 100, digits))
        return Decimal(float_repr(left + leaving, digits)) <= allowed

    def _get_leaving_moves(self):
        """Return the moves that leave when this delivery is validated now: those that are picked, if any is."""
        moves = self.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))
        return moves.filtered("picked") or moves

    # Hooks

    def _get_conditioned_documents(self):
        """Return ``[(model, id)]`` of the documents whose releases this delivery has to mind."""
        self.ensure_one()
        return [("sale.order", self.sale_id.id)] if self.sale_id else []
