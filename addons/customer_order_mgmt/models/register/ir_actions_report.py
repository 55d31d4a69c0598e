from odoo import models

SELF_CONTAINED = "customer_order_mgmt.report_customer_order_register"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_layout(self):
        """Print the register without the asset bundles, as the acknowledgement: it brings its own style."""
        if self.report_name == SELF_CONTAINED:
            return self.env.ref("customer_order_mgmt.report_self_contained_layout")
        return super()._get_layout()
