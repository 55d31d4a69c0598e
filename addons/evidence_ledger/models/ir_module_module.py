from odoo import models

from ..exceptions import EvidenceNotExported


class IrModuleModule(models.Model):
    _inherit = "ir.module.module"

    def button_uninstall(self):
        """Refuse to drop evidence that was not exported, also when the addon would go with another it depends on."""
        # Here and not in a hook: a hook runs when the modules are marked already, and its error leaves them so.
        (self + self.downstream_dependencies())._check_evidence_exported()
        return super().button_uninstall()

    def module_uninstall(self):
        """Refuse here too: an administrator may call it without the button, or mark the module by hand."""
        self._check_evidence_exported()
        return super().module_uninstall()

    def _check_evidence_exported(self):
        # sudo: whoever uninstalls need not read exports.
        if "evidence_ledger" in self.mapped("name") and not self.env["evidence.export"].sudo()._is_complete():
            raise EvidenceNotExported(
                self.env._(
                    "The ledger holds evidence that was not exported. Export all of it (Evidence > Export), keep the "
                    "file, then uninstall."
                )
            )
