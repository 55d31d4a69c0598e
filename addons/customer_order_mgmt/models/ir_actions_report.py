from odoo import models

SELF_CONTAINED = "customer_order_mgmt.report_customer_order_acknowledgement"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _get_layout(self):
        """Print the acknowledgement without the asset bundles: it brings its own style.

        wkhtmltopdf would fetch them from the server, which may be the one that waits for the document, or not run at
        all (a shell, an installation). Letters of their web fonts could not be copied from the document, nor searched.
        """
        if self.report_name == SELF_CONTAINED:
            return self.env.ref("customer_order_mgmt.report_self_contained_layout")
        return super()._get_layout()
