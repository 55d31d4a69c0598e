from markupsafe import Markup
from odoo import api, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema

from .customer_order_quotation import OPEN_QUOTATION


class CustomerOrder(models.Model):
    """Acceptance of an order that answers quotations: what equals one is confirmed under its number, the rest ends."""

    _inherit = "customer.order"

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "customer_order.quotations_answered": EventSchema(
                1, {"quotations": [{"name": "text", "outcome": "text"}], "differences": ["text"]}
            ),
        }

    def _conclude(self, content, version):
        differences = self._get_quotation_differences()
        result = super()._conclude(content, version)
        if self.quotation_ids:
            self._answer_quotations(differences)
        return result

    def _get_quotation_differences(self):
        """Return the differences from the quotations as they are sealed, the same in every language."""
        return self.with_context(lang="en_US")._compare_with_quotations().as_texts()

    def _create_sales_order(self, date, lines):
        quotation = self._find_equal_quotation(lines)
        if not quotation:
            return super()._create_sales_order(date, lines)
        quotation._adopt_for(self, date, lines)
        return quotation

    def _find_equal_quotation(self, lines):
        """Return the first quotation that offers exactly ``lines`` and that no other delivery of the order took."""
        # sudo: as those that acceptance creates.
        sales = self._get_sales_model()
        quotations = sales.browse(self.quotation_ids.ids)
        for sale in quotations.filtered(lambda sale: sale.state in OPEN_QUOTATION):
            if not sale.customer_order_id and self._compare_with_quotations(lines, sale).is_equal:
                return sale
        return sales

    def _claim_quotations(self):
        """Collide with whoever confirms, changes or answers the quotations at the same time."""
        # sudo: a row is marked as taken; what may be done with it was checked before.
        self.quotation_ids.sudo()._claim_quotation()

    def _answer_quotations(self, differences):
        """Tell each quotation what became of it, and cancel what the order replaces."""
        # sudo: who accepts need not be a salesperson; what acceptance does to quotations is part of the act.
        quotations = self.quotation_ids.sudo()
        adopted = quotations & self.sudo().sale_order_ids
        replaced = (quotations - adopted).filtered(lambda sale: sale.state in OPEN_QUOTATION)
        link = self._get_html_link(title=self.name)
        answered = self.env._("Answered by the customer order %s, which confirmed this quotation.")
        other = self.env._("Answered by the customer order %s, which was accepted in other words: cancelled.")
        adopted._message_log_batch(dict.fromkeys(adopted.ids, Markup("<p>%s</p>") % (Markup(answered) % link)))
        replaced._message_log_batch(dict.fromkeys(replaced.ids, Markup("<p>%s</p>") % (Markup(other) % link)))
        replaced._action_cancel()
        self._note_answers(adopted, replaced)
        outcomes = [(sale, "confirmed") for sale in adopted] + [(sale, "cancelled") for sale in replaced]
        self._seal(
            "customer_order.quotations_answered",
            {
                "quotations": [{"name": sale.name, "outcome": outcome} for sale, outcome in outcomes],
                "differences": differences,
            },
        )

    def _note_answers(self, adopted, replaced):
        sentences = []
        if adopted:
            names = ", ".join(adopted.mapped("name"))
            sentences.append(self.env._("%(quotations)s: confirmed as quoted.", quotations=names))
        if replaced:
            names = ", ".join(replaced.mapped("name"))
            sentences.append(self.env._("%(quotations)s: replaced by this order and cancelled.", quotations=names))
        if sentences:
            self._message_log(body=" ".join(sentences))
