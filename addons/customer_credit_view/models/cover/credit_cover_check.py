from odoo import api, models
from odoo.tools import float_compare

from ...exceptions import CreditCoverRefused
from ...tools import has_rate, rate_sentence

MOST = 1e15
CONTENT = frozenset(
    {
        "type", "profile_id", "issuer_id", "reference", "currency_id", "amount", "percent", "deductible", "valid_from",
        "valid_to", "order_ids",
    }
)  # fmt: skip


class CreditCover(models.Model):
    """A cover that covers nothing is refused when it is saved; one that was in force is not rewritten."""

    _inherit = "credit.cover"

    @api.constrains(
        "amount", "used_amount", "percent", "deductible", "valid_from", "valid_to", "order_ids", "profile_id",
        "currency_id",
    )  # fmt: skip
    def _check_makes_sense(self):
        for cover in self:
            fault = next(cover._get_faults(), None)
            if fault:
                raise CreditCoverRefused(fault)

    def _get_faults(self):
        """Yield sentences: what is wrong with this cover, and what to do. Extend it for types of your own."""
        self.ensure_one()
        digits = self.currency_id.decimal_places
        # Not "> most": every comparison with a number that is none is false.
        if not (0 < self.amount <= MOST and float_compare(self.amount, 0.0, precision_digits=digits) > 0):
            yield self.env._("The amount of a cover is over zero. Please enter what is paid at most.")
        if not 0 < self.percent <= 100:
            yield self.env._("A cover pays more than 0 and up to 100 percent. Please correct the covered share.")
        if not 0 <= self.deductible <= self.amount:
            yield self.env._("The deductible lies between zero and the amount. Please correct it.")
        if not 0 <= self.used_amount <= self.amount:
            yield self.env._("No more than the amount of the cover can be used. Please correct what was used.")
        if not has_rate(self.currency_id, self.company_id):
            yield rate_sentence(self.currency_id, self.company_id)
        if self.valid_to and self.valid_to < self.valid_from:
            yield self.env._("The cover ends before it begins. Please correct its dates.")
        yield from self._get_order_faults()

    def _get_order_faults(self):
        # sudo: orders of the customer, whoever may see them.
        for order in self.sudo().order_ids:
            debtor = self.env["credit.profile"]._find_for(order.partner_invoice_id, self.company_id).sudo()
            is_ours = order.company_id.root_id == self.company_id
            if not is_ours or not debtor or debtor not in self._get_covered_profiles():
                yield self.env._(
                    "%(order)s is not billed to %(customer)s. Please choose orders of the customer whose cover it is.",
                    order=order.name,
                    customer=self.profile_id.display_name,
                )

    def _get_covered_profiles(self):
        # sudo: groups count whoever sees their members.
        profiles = self.env["credit.profile"].sudo().with_context(active_test=False)
        return profiles.search([("id", "child_of", self.profile_id.id)])

    def write(self, vals):
        fixed = CONTENT.intersection(vals)
        if fixed and any(cover.state != "draft" for cover in self):
            raise CreditCoverRefused(
                self.env._(
                    "%(fields)s: a cover in force stays as it was put in force. End it and enter a new one.",
                    fields=self._name_fields(fixed),
                )
            )
        return super().write(vals)

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_used(self):
        if any(cover.state != "draft" for cover in self):
            raise CreditCoverRefused(self.env._("A cover that was in force is kept. End it instead."))
