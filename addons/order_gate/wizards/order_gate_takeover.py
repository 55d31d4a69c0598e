from odoo import api, fields, models
from odoo.fields import Domain

from ..logic.findings import Checkpoint
from ..models.order_gate_rule_observing import LEAVING
from ..models.order_hold import CHECKPOINTS
from ..tools.batches import in_batches


class OrderGateTakeover(models.TransientModel):
    """Lists what every rule, observed or enforced, would say of the documents that are open. It changes nothing.

    Rules judge no document backwards: what was confirmed before a rule counted stays confirmed.
    """

    _name = "order.gate.takeover"
    _description = "Take Over Open Documents"

    company_ids = fields.Many2many(
        "res.company", string="Companies", required=True, default=lambda self: self.env.companies
    )
    checkpoint = fields.Selection(CHECKPOINTS, help="Empty: all of them.")
    document_count = fields.Integer(
        string="Open Documents",
        compute="_compute_document_count",
        help="So many will be judged. Choose one company or checkpoint where they are very many.",
    )
    line_ids = fields.One2many("order.gate.takeover.line", "takeover_id")

    @api.depends("company_ids", "checkpoint")
    def _compute_document_count(self):
        for takeover in self:
            takeover.document_count = sum(
                documents.search_count(domain) for documents, _checkpoint, domain in takeover._get_open()
            )

    def action_look(self):
        """Judge the open documents and list what is found in them."""
        self.ensure_one()
        self.line_ids.unlink()
        for documents, checkpoint, domain in self._get_open():
            for batch in in_batches(documents.search(domain, order="id")):
                self._look_at(batch, checkpoint)
        action = self.env["ir.actions.act_window"]._for_xml_id("order_gate.order_gate_takeover_line_action")
        return {**action, "domain": [("takeover_id", "=", self.id)]}

    def _get_open(self):
        """Return ``[(model, checkpoint, domain)]``, the model as the judge of one company sees it."""
        chosen = [Checkpoint(self.checkpoint)] if self.checkpoint else list(Checkpoint)
        found = []
        for company in self.company_ids._origin & self.env.user.company_ids:
            own = Domain("company_id", "=", company.id)
            for checkpoint in chosen:
                for model, domain in self._get_open_domains(checkpoint).items():
                    found.append((self.env[model]._gate_as_judge(company), checkpoint, own & Domain(domain)))
        return found

    def _look_at(self, documents, checkpoint):
        """List what is found in ``documents`` of one company at ``checkpoint``."""
        judged = documents.filtered(lambda document: document._gate_is_judged(checkpoint))
        facts, verdicts = judged._gate_facts(), judged._gate_judge(checkpoint)
        observed = judged.env["order.gate.rule"]._find_observing(facts, checkpoint)
        vals_list = []
        for document, verdict in verdicts.items():
            vals = self._prepare_document_vals(document, checkpoint, facts[document])
            counting = [self._prepare_finding_vals(finding, verdict) for finding in verdict.findings]
            observing = [self._prepare_finding_vals(finding) for finding in observed[document]]
            vals_list += [{**vals, **finding} for finding in counting + observing]
        self.env["order.gate.takeover.line"].create(vals_list)

    def _prepare_document_vals(self, document, checkpoint, facts):
        return {
            "takeover_id": self.id,
            "company_id": facts.company_id,
            "res_model": facts.model,
            "res_id": facts.record_id,
            "document_name": facts.name,
            "day": facts.day,
            "checkpoint": checkpoint,
            "is_passed": not document._gate_is_ahead(checkpoint),
            "partner_id": facts.customer_id,
            "amount": float(facts.company_total),
        }

    def _prepare_finding_vals(self, finding, verdict=None):
        """Return the values of one finding; without a verdict it is that of a rule that only observes."""
        return {
            "rule_id": finding.rule_id,
            "mode": "enforce" if verdict else "observe",
            "severity": finding.severity,
            "message": finding.message,
            "is_released": bool(verdict and finding.blocks and not verdict.refused),
        }

    # Hooks

    @api.model
    def _get_open_domains(self, checkpoint):
        """Return ``{model: domain}`` of the documents of all companies that are open at ``checkpoint``.

        Those that have it before them, and those that passed it and may still ask for more. An addon that judges
        another model at the checkpoint adds it with ``super()``.
        """
        if checkpoint == Checkpoint.CONFIRM:
            undelivered = Domain("delivery_status", "in", ("pending", "started", "partial"))
            uninvoiced = Domain("invoice_status", "in", ("to invoice", "no"))
            confirmed = Domain("state", "=", "sale") & (undelivered | uninvoiced)
            return {"sale.order": Domain("state", "in", ("draft", "sent")) | confirmed}
        if checkpoint == Checkpoint.SHIP:
            inside = Domain("picking_type_code", "=", "internal") & Domain("sale_id", "!=", False)
            return {"stock.picking": Domain("state", "not in", ("done", "cancel")) & (LEAVING | inside)}
        if checkpoint == Checkpoint.INVOICE:
            return {"account.move": Domain("move_type", "=", "out_invoice") & Domain("state", "=", "draft")}
        return {}
