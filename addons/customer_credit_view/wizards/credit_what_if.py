from decimal import Decimal

from odoo import api, fields, models
from odoo.tools import float_repr

from ..exceptions import ReleaseConditionRefused
from ..logic.what_if import Changes, simulate
from ..models.profile.credit_profile import READER


class CreditWhatIf(models.TransientModel):
    """Tries ways to cure a hold, alone or together, and releases it on the condition that they are gone."""

    _name = "credit.what.if"
    _inherit = ["evidence.guarded"]
    _description = "What If"
    _rec_name = "hold_id"

    hold_id = fields.Many2one("order.hold", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="hold_id.company_id")
    root_company_id = fields.Many2one(related="hold_id.company_id.root_id", string="Main Company")
    currency_id = fields.Many2one(related="hold_id.company_id.currency_id")
    customer_id = fields.Many2one(related="hold_id.partner_id.commercial_partner_id", string="Customer")
    is_change = fields.Boolean(compute="_compute_is_change")
    options = fields.Html(related="hold_id.credit_options", string="Each Way Alone", groups=READER)
    share = fields.Float(
        string="Release",
        default=100.0,
        digits=(16, 2),
        help="Percent of the document; the goods of the rest stay here.",
    )
    deposit = fields.Monetary(help="Money that comes on the customer's account first.")
    cover = fields.Monetary(help="The amount of a new cover for the whole account.")
    cover_percent = fields.Float(string="Covered Share", default=100.0, digits=(16, 2))
    cover_until = fields.Date(string="Cover Until", help="Empty: without an end.")
    # Journal items by their open items, which readers of credit see without a right on accounting.
    item_ids = fields.Many2many(
        "credit.open.item",
        string="Wait for Payment Of",
        domain="[('company_id', 'child_of', root_company_id), ('partner_id', '=', customer_id), ('amount', '>', 0),"
        " ('is_disputed', '=', False)]",
        help="Payments and bank lines alone keep the condition, not credit notes, write-offs or journal entries.",
    )
    passes = fields.Boolean(compute="_compute_result")
    over = fields.Monetary(string="Still Over the Limit By", compute="_compute_result", groups=READER)
    available = fields.Monetary(string="Left of the Limit", compute="_compute_result", groups=READER)
    others = fields.Text(compute="_compute_result")
    late = fields.Text(string="Still Overdue", compute="_compute_result", groups=READER)
    reason = fields.Text(help="Kept and sealed with the hold. Whoever waits for the decision reads it.")

    @api.depends("hold_id")
    def _compute_is_change(self):
        for panel in self:
            panel.is_change = panel.hold_id.act == "change"

    @api.depends("hold_id", "share", "deposit", "cover", "cover_percent", "cover_until", "item_ids")
    def _compute_result(self):
        for panel in self:
            situation = panel.hold_id._get_credit_situation()
            result = situation and simulate(situation, panel._prepare_changes())
            panel.others = panel.hold_id._tell_other_causes()
            panel.passes = bool(result and result.passes and not panel.others)
            panel.over = float(result.over) if result else 0.0
            panel.available = float(max(result.available or 0, 0)) if result else 0.0
            panel.late = "\n".join(panel.hold_id._tell_item(item) for item in result.late) if result else False

    def _prepare_changes(self):
        return Changes(
            share=_decimal(self.share),
            deposit=_decimal(self.deposit),
            cover=_decimal(self.cover),
            cover_percent=_decimal(self.cover_percent),
            cover_until=self.cover_until or None,
            paid=frozenset(self.item_ids._origin.ids),
        )

    @api.constrains("hold_id")
    def _check_hold(self):
        # What follows from the hold is read with all rights.
        self.hold_id.check_access("read")

    @api.constrains("share", "deposit", "cover", "cover_percent")
    def _check_figures(self):
        for panel in self:
            # Every comparison with a number that is none is false.
            shares = 0 < panel.share <= 100 and 0 < panel.cover_percent <= 100
            if not (shares and 0 <= panel.deposit < 1e15 and 0 <= panel.cover < 1e15):
                raise ReleaseConditionRefused(
                    self.env._("Shares go from over 0 to 100 percent, amounts from zero upwards. Please correct them.")
                )

    def action_release(self):
        """Release the hold on the condition that what was entered here is done."""
        return self._release(resume=False)

    def action_release_and_resume(self):
        """Release the hold with conditions, then run the act that was held as the current user."""
        return self._release(resume=True)

    def _release(self, *, resume):
        self.ensure_one()
        result = self.hold_id._release_with_conditions(self._prepare_conditions(), self.reason, resume=resume)
        return result if isinstance(result, dict) else {"type": "ir.actions.act_window_close"}

    def _prepare_conditions(self):
        """Return the values of the conditions that follow from what was entered."""
        found = []
        if self.share < 100:
            found.append({"kind": "share", "share": self.share})
        if self.deposit:
            found.append({"kind": "deposit", "amount": self.deposit})
        if self.cover:
            found.append(
                {"kind": "cover", "amount": self.cover, "share": self.cover_percent, "until": self.cover_until}
            )
        if self.item_ids:
            names = ", ".join(sorted(set(self.item_ids.mapped("move_name"))))
            items = [fields.Command.set(self.item_ids.ids)]
            found.append({"kind": "payment", "item_ids": items, "items": names})
        conditions = self.env["credit.release.condition"]
        for vals in found:
            vals["name"] = conditions._tell(vals, self.company_id)
        return found


def _decimal(amount):
    return Decimal(float_repr(amount, 6))
