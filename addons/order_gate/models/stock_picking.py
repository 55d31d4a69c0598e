from odoo import api, models

from ..logic.content import Facts
from ..logic.findings import Checkpoint

CONTENT_FIELDS = frozenset({"partner_id", "move_ids", "location_dest_id"})


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "order.gate.mixin"]

    def write(self, vals):
        result = super().write(vals)
        if not CONTENT_FIELDS.isdisjoint(vals):
            self._gate_touch()
        return result

    def button_validate(self):
        cleared = self._gate_enter(Checkpoint.SHIP)
        held = self - cleared
        result = super(StockPicking, cleared).button_validate() if cleared or not held else True
        # A question that the shipment itself asks comes before our answer.
        return held._gate_answer() if held and result is True else result

    def _action_done(self):
        self._gate_require(Checkpoint.SHIP)
        result = super()._action_done()
        self._gate_leave(Checkpoint.SHIP)
        return result

    def _gate_watch_shipped(self):
        """Judge those of these deliveries that have left already again if more leaves by the end of this block."""
        return self.filtered(lambda picking: picking.state == "done")._gate_watching(Checkpoint.SHIP)

    # The gate

    def _gate_is_judged(self, checkpoint):
        """Goods that leave for a customer, from our warehouse or straight from a vendor; never goods that come back.

        Where they go decides, not the type of the operation: an internal transfer can end at a customer, too.
        Movements inside the warehouse are judged where a rule of the company asks for it.
        """
        if checkpoint != Checkpoint.SHIP:
            return False
        if self._gate_leaves_for_customer():
            return True
        return self._gate_is_internal_step() and self.env["order.gate.rule"]._has_internal_steps(self.company_id)

    def _gate_leaves_for_customer(self):
        """Customers are also the other companies of the database, whose goods pass through a transit location. Lines
        may end elsewhere than their moves."""
        # No filtered recordset: it would not keep what is read ahead for the moves of all deliveries together.
        return any(
            self._gate_is_at_customer(target)
            for move in self.move_ids
            if not self._gate_is_at_customer(move.location_id)
            for target in move.location_dest_id | move.move_line_ids.location_dest_id
        )

    @api.model
    def _gate_is_at_customer(self, location):
        # Which transit location is the one between companies costs a query.
        return location.usage == "customer" or (location.usage == "transit" and location._is_outgoing())

    def _gate_is_internal_step(self):
        """Whether this moves goods inside our warehouse on their way to a customer."""
        return self.picking_type_code == "internal" and bool(self.sale_id) and not self.return_id

    def _gate_is_ahead(self, checkpoint):
        return self._gate_is_judged(checkpoint) and self.state not in ("done", "cancel")

    def _gate_is_dead(self):
        return self.state == "cancel"

    def _gate_resume(self, checkpoint):
        return self.button_validate()

    def _gate_facts(self):
        # Read for all deliveries together.
        self.sale_id.fetch(["partner_invoice_id", "user_id", "create_uid"])
        return {picking: picking._prepare_gate_facts() for picking in self}

    def _prepare_gate_facts(self):
        self.ensure_one()
        sale, day = self.sale_id, self._gate_business_day(self.date_done and self._gate_day(self.date_done))
        currency = sale.currency_id or self.company_id.currency_id
        customer = sale.partner_id or self.partner_id
        authors = sale.user_id | sale.create_uid if sale else self.create_uid
        # A list keeps what is read ahead for the moves of all pickings together; a filtered recordset would not.
        moves = [move for move in self.move_ids if move.state != "cancel"]
        values = [move._get_gate_value(currency, day) for move in moves]
        return Facts(
            model=self._name,
            record_id=self.id,
            name=self.name,
            company_id=self.company_id.id,
            day=day,
            customer_id=customer.commercial_partner_id.id or None,
            partner_id=customer.id or None,
            billed_id=sale.partner_invoice_id.id or None,
            delivery_id=self.partner_id.id or None,
            term_id=sale.payment_term_id.id or None,
            author_ids=tuple((self.user_id | authors).ids),
            lines=tuple(move._prepare_gate_line(value) for move, value in zip(moves, values, strict=True)),
            is_internal_step=not self._gate_leaves_for_customer(),
            **self._prepare_gate_amounts(
                currency, sum(total for total, _untaxed in values), sum(untaxed for _total, untaxed in values), day
            ),
        )
