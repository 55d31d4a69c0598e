from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date

from ..models.order_hold import CHECKPOINTS

# The sales value of a document is not for everybody who may open it; what a rule says of it is.
FIGURES = "sales_team.group_sale_salesman,account.group_account_invoice,order_gate.group_order_gate_controller"


class OrderGateCheck(models.TransientModel):
    """What the gate sees in one document and says of it at this moment. Written by the check alone."""

    _name = "order.gate.check"
    _description = "Check at the Gate"
    _rec_name = "document_name"

    document_name = fields.Char(string="Document", required=True, readonly=True)
    checkpoint = fields.Selection(CHECKPOINTS, string="Next Checkpoint", required=True, readonly=True)
    outcome = fields.Selection(
        [("passes", "Passes"), ("warned", "Passes with a warning"), ("released", "Released"), ("held", "Held")],
        required=True,
        readonly=True,
        help="What would happen now. Released: it would be held, but somebody released it as it is.",
    )
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    term_id = fields.Many2one("account.payment.term", string="Payment Terms", readonly=True)
    author_ids = fields.Many2many("res.users", string="Authors", readonly=True)
    day = fields.Date(readonly=True, help="The day the judgement is for.")
    dates = fields.Char(string="Delivery or Due Date", readonly=True)
    total = fields.Monetary(string="Value", readonly=True, groups=FIGURES)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    hold_notice = fields.Text(readonly=True)
    line_ids = fields.One2many("order.gate.check.line", "check_id", string="Lines", readonly=True)
    finding_ids = fields.One2many("order.gate.check.finding", "check_id", string="Findings", readonly=True)

    @api.model
    def _open(self, document):
        """Return the action that shows a new check of ``document``, which the user may read."""
        checkpoint = document.sudo()._gate_next_checkpoint()
        if not checkpoint:
            raise UserError(self.env._("%s has no checkpoint before it any more.", document.display_name))
        # sudo: no role writes what a check says.
        check = self.sudo().create(self._prepare_vals(document, checkpoint))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Gate: %s", check.document_name),
            "res_model": self._name,
            "res_id": check.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _prepare_vals(self, document, checkpoint):
        # sudo: judged in its own company, whether the user has chosen that one or not.
        judged = document._gate_as_judge(document.sudo().company_id)
        [facts] = judged._gate_facts().values()
        verdict = document._gate_judge(checkpoint)[document]
        observed = judged.env["order.gate.rule"]._find_observing({judged: facts}, checkpoint)[judged]
        findings = [(finding, "enforce") for finding in verdict.findings]
        findings += [(finding, "observe") for finding in observed]
        return {
            **self._prepare_facts_vals(facts),
            "checkpoint": checkpoint,
            "outcome": self._get_outcome(verdict),
            "hold_notice": document.gate_notice,
            "finding_ids": [Command.create(self._prepare_finding_vals(finding, mode)) for finding, mode in findings],
        }

    @api.model
    def _prepare_facts_vals(self, facts):
        return {
            "document_name": facts.name,
            "partner_id": facts.partner_id,
            "term_id": facts.term_id,
            "author_ids": [Command.set(facts.author_ids)],
            "day": facts.day,
            "dates": ", ".join(format_date(self.env, day) for day in facts.dates.values() if day),
            "total": float(facts.total),
            "currency_id": facts.currency_id,
            "line_ids": [Command.create(self._prepare_line_vals(line)) for line in facts.lines],
        }

    @api.model
    def _prepare_line_vals(self, line):
        return {
            "product_id": line.product_id,
            "quantity": float(line.quantity),
            "uom_id": line.unit,
            "amount": float(line.amount),
        }

    @api.model
    def _prepare_finding_vals(self, finding, mode):
        # sudo: the name of a rule is no secret.
        rule = self.env["order.gate.rule"].sudo().browse(finding.rule_id or ())
        return {"message": finding.message, "severity": finding.severity, "mode": mode, "rule_name": rule.name}

    @api.model
    def _get_outcome(self, verdict):
        if verdict.refused:
            return "held"
        if any(finding.blocks for finding in verdict.findings):
            return "released"
        return "warned" if any(finding.severity == "warning" for finding in verdict.findings) else "passes"
