from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_repr

from ...exceptions import ChecklistRefused
from ...logic.checklist import Row

KINDS = [("document", "Document"), ("question", "Question"), ("check", "Check of Ours")]


class CreditChecklistItem(models.Model):
    """A row of the checklist: what an application needs, of which customers."""

    _name = "credit.checklist.item"
    _inherit = ["credit.company.mixin", "evidence.guarded"]
    _description = "Checklist Row"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, help="What is asked for, as the customer reads it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Leave empty for all companies.")
    kind = fields.Selection(KINDS, required=True, default="document")
    type_id = fields.Many2one(
        "credit.document.type", string="Document", index=True, ondelete="restrict", help="What the customer hands in."
    )
    is_required = fields.Boolean(string="Required", default=True, help="Without it, nothing is approved.")
    is_public = fields.Boolean(
        string="Asked of the Customer",
        default=True,
        help="The customer answers it, in the portal or by mail. A check of ours never is.",
    )
    is_kept = fields.Boolean(
        string="Must Stay Valid",
        help="The document must also be there, and hold, after the approval: rules and reports name who lacks it.",
    )
    segment = fields.Selection(
        lambda self: self.env["credit.profile"]._fields["segment"]._description_selection(self.env),
        help="Only for customers of this segment. Empty: for all.",
    )
    country_ids = fields.Many2many("res.country", string="Countries", help="Only for customers there. Empty: for all.")
    amount_from = fields.Monetary(
        string="From", help="Only for applications for at least so much, in the company's currency. 0: for all."
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    note = fields.Text(string="Advice", translate=True, help="What customers read beside it in the portal.")

    _amount_not_negative = models.Constraint("CHECK(amount_from >= 0)", "The amount cannot be below zero.")

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for item in self:
            item.currency_id = (item.company_id or self.env.company).currency_id

    @api.constrains("kind", "type_id", "is_public", "is_kept")
    def _check_row(self):
        for item in self:
            if item.kind == "document" and not item.type_id:
                raise ChecklistRefused(self.env._("%s: please choose which document is asked for.", item.name))
            if item.kind == "check" and item.is_public:
                raise ChecklistRefused(self.env._("%s: a check of ours is not asked of the customer.", item.name))
            if item.is_kept and item.kind != "document":
                raise ChecklistRefused(self.env._("%s: only a document can stay valid.", item.name))

    @api.constrains("company_id", "type_id")
    def _check_type_company(self):
        for item in self:
            if item.type_id.company_id and item.type_id.company_id != item.company_id:
                raise ValidationError(
                    self.env._(
                        "%(row)s is for another company than %(type)s. Please choose the same company.",
                        row=item.name,
                        type=item.type_id.name,
                    )
                )

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.kind == "check":
            self.is_public = False
        if self.kind != "document":
            self.type_id, self.is_kept = False, False

    @api.model
    def _get_rows(self, company, **domain):
        """Return the rows that count in ``company``; ``domain`` are further conditions of equality."""
        conditions = [(name, "=", value) for name, value in domain.items()]
        # sudo: the checklist counts for everybody, whoever may read it.
        items = self.sudo().with_context(active_test=True)
        return items.search([("company_id", "in", [company.id, False]), *conditions])

    def _to_row(self):
        """This row as ``logic.checklist`` sees it."""
        return Row(
            self,
            self.segment or None,
            frozenset(self.country_ids.mapped("code")),
            Decimal(float_repr(self.amount_from, self.currency_id.decimal_places)),
        )
