import base64

from odoo import api, models

from ..exceptions import EvidenceIsImmutable

# What a sealed file is, and where it belongs. Content is compared by its hash: moving the store rewrites it unchanged.
GUARDED = (
    *("name", "res_model", "res_id", "res_field", "type", "url", "mimetype"),
    *("db_datas", "store_fname", "checksum"),
)


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        if guarded := self._filter_guarded():
            guarded._check_unchanged(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=True)
    def _unlink_except_sealed(self):
        if guarded := self._filter_guarded():
            raise EvidenceIsImmutable(
                self.env._("%(file)s is sealed evidence and cannot be deleted.", file=guarded[0].name)
            )

    def _filter_guarded(self):
        # sudo: the guard holds for those who may not read evidence.
        sealed = self.env["evidence.file"].sudo().search([("attachment_id", "in", self.ids)])
        return self.sudo().browse(sealed.attachment_id.ids)

    def _check_unchanged(self, vals):
        for attachment in self.with_context(bin_size=False):
            changed = [name for name in GUARDED if name in vals and (vals[name] or False) != attachment[name]]
            if changed or attachment._is_content_changed(vals):
                raise EvidenceIsImmutable(
                    self.env._("%(file)s is sealed evidence and cannot be changed.", file=attachment.name)
                )

    def _is_content_changed(self, vals):
        if "raw" in vals:
            content = vals["raw"] or b""
            return (content.encode() if isinstance(content, str) else content) != (self.raw or b"")
        return "datas" in vals and base64.b64decode(vals["datas"] or b"") != (self.raw or b"")
