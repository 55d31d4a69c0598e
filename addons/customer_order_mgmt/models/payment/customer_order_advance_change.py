from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...exceptions import AdvanceModeRefused, OrderIncomplete
from .res_company import ADVANCE_MODES

ACT_FIELDS = frozenset({"name", "state", "proposed_by_id", "decided_by_id", "mode_before"})
FIXED_FIELDS = frozenset({"company_id", "mode", "reason"})


class CustomerOrderAdvanceChange(models.Model):
    """A change of how a company verifies advances: one person proposes it, another one confirms it.

    Going back to bank lines, the stricter way, takes one person only.
    """

    _name = "customer.order.advance.change"
    _inherit = ["mail.thread", "evidence.mixin"]
    _description = "Change of the Verification of Advances"
    _order = "id desc"

    name = fields.Char(string="Number", readonly=True, copy=False, default="/")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    mode_before = fields.Selection(ADVANCE_MODES, string="Until now", readonly=True, copy=False)
    mode = fields.Selection(ADVANCE_MODES, string="From now on", required=True, default="registered")
    reason = fields.Text(required=True, help="Why the company can rely on that. It is sealed.")
    state = fields.Selection(
        [("proposed", "Proposed"), ("confirmed", "In force"), ("withdrawn", "Withdrawn")],
        string="Status",
        required=True,
        readonly=True,
        copy=False,
        default="proposed",
        tracking=True,
    )
    proposed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)

    _one_open_per_company = models.UniqueIndex(
        "(company_id) WHERE state = 'proposed'", "Another change of this company waits for confirmation already."
    )
    _number_per_company = models.UniqueIndex("(company_id, name)")

    @api.model
    def _get_evidence_events(self):
        keys = {"before": "text", "after": "text", "proposed_by": "integer"}
        return {
            **super()._get_evidence_events(),
            "advance_mode.proposed": EventSchema(1, keys),
            "advance_mode.confirmed": EventSchema(1, keys),
            "advance_mode.withdrawn": EventSchema(1, keys),
        }

    @api.model_create_multi
    def create(self, vals_list):
        self._check_decider()
        self._refuse(ACT_FIELDS, (name for vals in vals_list for name in vals))
        changes = super().create(vals_list)
        for change in changes:
            change._propose()
        return changes

    def write(self, vals):
        self._refuse(ACT_FIELDS | FIXED_FIELDS, vals)
        return super().write(vals)

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_never(self):
        raise AdvanceModeRefused(self.env._("A change of how advances are verified is kept: withdraw it instead."))

    def _propose(self):
        if not (self.reason or "").strip():
            raise OrderIncomplete(self.env._("Please give the reason for the change."))
        before = self.company_id.customer_order_advance_mode
        if before == self.mode:
            raise AdvanceModeRefused(
                self.env._("%(company)s verifies advances in this way already.", company=self.company_id.name)
            )
        # sudo: numbers count every change of the company, whichever companies the user has chosen.
        number = self.sudo().search_count([("company_id", "=", self.company_id.id), ("name", "!=", "/")]) + 1
        self._advance("proposed", name=f"VA{number:04d}", mode_before=before, proposed_by_id=self.env.user.id)
        self._seal("advance_mode.proposed", self._prepare_payload(), reason=self.reason)
        if self.mode == "matched":
            self._put_in_force()

    def action_confirm(self):
        """Put proposed changes in force; whoever proposed a change cannot confirm it."""
        self._check_decider()
        for change in self:
            change._check_proposed()
            if change.proposed_by_id == self.env.user:
                raise AdvanceModeRefused(
                    self.env._("You proposed %(change)s: another manager has to confirm it.", change=change.name)
                )
            change._put_in_force()
        return True

    def action_withdraw(self):
        """Take proposed changes back."""
        self._check_decider()
        for change in self:
            change._check_proposed()
            change._advance("withdrawn", decided_by_id=self.env.user.id)
            change._seal("advance_mode.withdrawn", change._prepare_payload())
        return True

    def _put_in_force(self):
        # sudo: managers of customer orders may not write companies; this is the one field that this act is about.
        self.company_id.sudo()._set_advance_mode(self.mode)
        self._advance("confirmed", decided_by_id=self.env.user.id)
        self._seal("advance_mode.confirmed", self._prepare_payload(), reason=self.reason)

    def _prepare_payload(self):
        return {"before": self.mode_before, "after": self.mode, "proposed_by": self.proposed_by_id.id}

    def _advance(self, state, **vals):
        return super().write({"state": state, **vals})

    def _check_proposed(self):
        # Updated, not just read: of two who decide at once, the second one starts again.
        self.flush_recordset()
        self.env.cr.execute(SQL("UPDATE customer_order_advance_change SET id = id WHERE id = %s", self.id))
        self.invalidate_recordset(["state"])
        if self.state != "proposed":
            raise AdvanceModeRefused(self.env._("%(change)s is decided already.", change=self.name))

    def _check_decider(self):
        """Superuser mode does not replace the person."""
        self.check_access("write")
        if not self.env.user.has_group("customer_order_mgmt.group_order_manager"):
            raise AccessError(self.env._("Only managers of customer orders decide how advances are verified."))

    def _refuse(self, refused, names):
        if not refused.isdisjoint(names):
            raise AdvanceModeRefused(
                self.env._("Propose, confirm or withdraw a change of how advances are verified instead of writing it.")
            )
