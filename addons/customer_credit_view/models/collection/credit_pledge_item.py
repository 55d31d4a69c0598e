from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...exceptions import PledgeRefused


class CreditPledgeItem(models.Model):
    """An instalment or invoice that was promised to be paid, as it stood then."""

    _name = "credit.pledge.item"
    _description = "Promised Item"
    _order = "due_date, id"
    _rec_name = "move_name"

    pledge_id = fields.Many2one("credit.pledge", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="pledge_id.company_id", store=True, precompute=True)
    line_id = fields.Many2one(
        "account.move.line", string="Journal Item", required=True, index=True, ondelete="restrict"
    )
    move_name = fields.Char(string="Number", readonly=True)
    due_date = fields.Date(readonly=True)
    currency_id = fields.Many2one(related="pledge_id.currency_id")
    amount = fields.Monetary(string="Open Then", readonly=True, help="What was open when the promise was given.")
    is_open = fields.Boolean(default=True, readonly=True, help="The promise has not ended.")

    _one_open_promise = models.UniqueIndex("(line_id) WHERE is_open", "An item can be promised once at a time.")

    @api.model_create_multi
    def create(self, vals_list):
        # sudo: who takes down promises need not see journal items; which are allowed is checked below.
        lines = self.env["account.move.line"].sudo()
        for vals in vals_list:
            line = lines.browse(vals.get("line_id"))
            vals.update(self._prepare_from_line(line))
        items = super().create(vals_list)
        # It is numbered when all of it is taken down.
        if any(items.pledge_id.mapped("name")):
            raise PledgeRefused(self.env._("A promise stays as it was given."))
        return items

    # Refusing is all that it does. pylint: disable-next=method-required-super
    def write(self, vals):
        raise PledgeRefused(self.env._("A promise stays as it was given."))

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_given(self):
        raise PledgeRefused(self.env._("A promise stays as it was given."))

    def _end(self):
        """The promise has ended: these items can be promised again."""
        return super().write({"is_open": False})

    @api.model
    def _prepare_from_line(self, line):
        return {
            "move_name": line.move_name,
            "due_date": line.date_maturity or line.date,
            "amount": line.amount_residual_currency,
            "is_open": True,
        }

    @api.constrains("line_id", "pledge_id")
    def _check_line(self):
        for item in self:
            # sudo: as in ``create``.
            line, pledge = item.sudo().line_id, item.pledge_id
            if (
                line.account_id.account_type != "asset_receivable"
                or line.parent_state != "posted"
                or line.partner_id.commercial_partner_id != pledge.partner_id
                or line.company_id.root_id != pledge.company_id.root_id
                or item.amount <= 0
            ):
                raise ValidationError(
                    self.env._(
                        "%(item)s is nothing that %(customer)s owes.",
                        item=line.move_name or line.display_name,
                        customer=pledge.partner_id.display_name,
                    )
                )
            if line.currency_id != pledge.currency_id:
                raise ValidationError(
                    self.env._(
                        "%(item)s is in %(currency)s: please take down a promise of its own for it.",
                        item=line.move_name,
                        currency=line.currency_id.name,
                    )
                )
