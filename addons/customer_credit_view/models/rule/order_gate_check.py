from odoo import api, fields, models


class OrderGateCheck(models.TransientModel):
    _inherit = "order.gate.check"

    credit_trace = fields.Text(
        string="Credit Rules",
        readonly=True,
        groups="customer_credit_view.group_credit_reader,order_gate.group_order_gate_controller",
        help="What each credit rule says of the document, and why.",
    )

    @api.model
    def _prepare_vals(self, document, checkpoint):
        vals = super()._prepare_vals(document, checkpoint)
        # sudo: judged in its own company with all rights; who may read the trace is decided by its groups.
        judged = document._gate_as_judge(document.sudo().company_id)
        lines = judged.env["credit.rule"]._explain(judged, checkpoint)
        return {**vals, "credit_trace": "\n".join(lines)}
