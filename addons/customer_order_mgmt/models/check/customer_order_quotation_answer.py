from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.canonical import digest
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.fields import Command
from odoo.tools import format_amount

from ...exceptions import OrderIncomplete, QuotationDiffers
from .customer_order_quotation import OPEN_QUOTATION


class CustomerOrder(models.Model):
    """The three answers to an order that differs from its quotation: accept as ordered, counter, quote again."""

    _inherit = "customer.order"

    quotation_decision = fields.Char(
        readonly=True, copy=False, help="Stands for the differences that a manager decided to accept."
    )
    quotation_decided_by_id = fields.Many2one("res.users", string="Accepted as Ordered By", readonly=True, copy=False)

    @api.model
    def _get_act_fields(self):
        return super()._get_act_fields() | {"quotation_decision", "quotation_decided_by_id"}

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "customer_order.differences_accepted": EventSchema(1, {"quotations": ["text"], "differences": ["text"]}),
            "customer_order.quoted_again": EventSchema(1, {"quotations": ["text"], "quotation": "text"}),
        }

    def action_accept_as_ordered(self):
        """Accept the order with its differences from our quotation: they are sealed, and the decision holds for them.

        What the gate holds is kept with the decision, so that a release goes on from there.
        """
        self.ensure_one()
        self._check_manager()
        self._begin_act("received")
        differences = self._get_quotation_differences()
        if differences:
            self._note(quotation_decision=self._get_decision_mark(), quotation_decided_by_id=self.env.user.id)
            names = self.quotation_ids.sudo().mapped("name")  # sudo: managers need no role in sales
            payload = {"quotations": names, "differences": differences}
            self._seal("customer_order.differences_accepted", payload)
        try:
            with self.env.cr.savepoint():
                return self.action_accept()
        except OrderHeld:
            self._gate_keep_refused()
            return self._gate_answer()

    def action_counter_quotation(self):
        """Answer with our quotation: its prices, quantities and terms are put on the order, as a counter-offer."""
        self.ensure_one()
        self._check_manager()
        self._take_quotation_terms()
        return self.action_counter()

    def action_quote_again(self):
        """Make a new quotation of what the customer asks for; it replaces the old one, and the order waits for it."""
        self.ensure_one()
        self._check_manager()
        self._begin_act("received")
        # sudo: who answers orders need not be a salesperson.
        old = self.quotation_ids.sudo()
        if not old:
            raise OrderIncomplete(self.env._("%(order)s is linked to no quotation.", order=self.name))
        self._claim_quotations()
        new = self._create_revision(old[0].with_company(self.company_id))
        open_ones = old.filtered(lambda sale: sale.state in OPEN_QUOTATION)
        names = ", ".join(old.mapped("name"))
        notes = dict.fromkeys(open_ones.ids, self.env._("Replaced by %s.", new.name))
        open_ones._message_log_batch(notes)
        open_ones._action_cancel()
        new._message_log(body=self.env._("Revision of %(old)s for %(order)s.", old=names, order=self.name))
        self.quotation_ids = [Command.set(new.ids)]
        self._message_log(body=self.env._("Quoted again: %(new)s replaces %(old)s.", new=new.name, old=names))
        self._seal("customer_order.quoted_again", {"quotations": old.mapped("name"), "quotation": new.name})
        return self.action_view_quotations()

    def _create_revision(self, quotation):
        """Return a copy of ``quotation`` that says what the customer asks for."""
        day = (
            min(self.line_ids.mapped("promised_date"), default=False)
            if all(self.line_ids.mapped("promised_date"))
            else False
        )
        vals = self._prepare_sale_order_vals(day or self._get_today())
        revision = quotation.copy({**vals, "order_line": [], "origin": quotation.name})
        revision.currency_id = self.currency_id
        revision.order_line = [Command.create(line._prepare_sale_order_line_vals()) for line in self.line_ids.sorted()]
        return revision

    def _take_quotation_terms(self):
        """Put what we quoted on the lines that answer it, and our terms on the head."""
        sales = self.quotation_ids.sudo()  # sudo: as above
        for pair in self._compare_with_quotations().lines:
            if pair.offered and pair.ordered and pair.changes:
                line = self.line_ids.browse(pair.ordered.key)
                line.write(sales.order_line.browse(pair.offered.key)._prepare_counter_vals())
        first = sales[:1]
        self.write(
            {
                "payment_term_id": first.payment_term_id.id,
                "incoterm_id": first.incoterm.id,
                "incoterm_location": first.incoterm_location,
            }
        )

    def _is_decided_as_ordered(self):
        """Whether a manager decided to accept exactly the differences that there are now."""
        self.ensure_one()
        return bool(self.quotation_decision) and self.quotation_decision == self._get_decision_mark()

    def _get_decision_mark(self):
        comparison = self.with_context(lang="en_US")._compare_with_quotations()
        return digest(repr((comparison.heads, comparison.deviating)).encode())

    def _check_quotations_answered(self):
        """Raise ``QuotationDiffers`` while the order differs from its quotations and nobody decided about it."""
        for order in self.filtered(lambda order: order.quotation_ids and order.state == "received"):
            if order._get_alterations():
                # An own offer, which the customer confirms or not.
                continue
            if confirmed := order._explain_confirmed_by_itself():
                # Accepted beside it, the same goods would be delivered twice.
                raise QuotationDiffers(confirmed)
            if not order._compare_with_quotations().is_equal and not order._is_decided_as_ordered():
                raise QuotationDiffers(order._explain_refused_answer())

    def _explain_confirmed_by_itself(self):
        """What to do where somebody confirmed a quotation, and not this order; False where nobody did."""
        sales = self._get_confirmed_by_itself()
        return bool(sales) and self.env._(
            "%(quotations)s is a sales order already: the quotation was confirmed by itself. Cancel that sales order"
            " and set it back to a quotation: accepting %(order)s then confirms it under its number."
            " Where both are wanted, take it off the quotations of %(order)s.",
            quotations=", ".join(sales.mapped("name")),
            order=self.name,
        )

    def _get_confirmed_by_itself(self):
        # sudo: as above
        return self.quotation_ids.sudo().filtered(lambda sale: sale.state == "sale" and not sale.customer_order_id)

    def _explain_refused_answer(self):
        sales = self.quotation_ids.sudo()  # sudo: as above
        return self.env._(
            "%(order)s (%(total)s) differs from %(quotations)s (%(quoted)s). Accept it as ordered, counter with the"
            " quotation, or quote again.",
            order=self.name,
            total=format_amount(self.env, self.amount_total, self.currency_id),
            quotations=", ".join(sales.mapped("name")),
            quoted=", ".join(format_amount(self.env, sale.amount_total, sale.currency_id) for sale in sales),
        )
