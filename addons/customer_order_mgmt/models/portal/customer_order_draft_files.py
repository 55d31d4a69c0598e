from odoo import models
from odoo.fields import Command

from ...exceptions import DraftRefused
from ...logic.upload import EXTENSIONS, MAX_BYTES, MAX_FILES, MEGABYTE, FileFault, clean_name, file_fault


class CustomerOrder(models.Model):
    """Files of a draft in the portal: the customer's own document, and drawings of its lines."""

    _inherit = "customer.order"

    def _portal_add_file(self, name, content, line_id=None):
        """Keep a file of the customer with the draft, or with one of its lines; return the attachment."""
        draft = self._portal_take()
        holder = draft._get_portal_line(line_id) if line_id else draft
        draft._check_file(name, content)
        attachment = draft.env["ir.attachment"].create(
            {"name": clean_name(name), "raw": content, "res_model": self._name, "res_id": draft.id}
        )
        holder[draft._get_file_field(holder)] = [Command.link(attachment.id)]
        return attachment

    def _portal_remove_file(self, attachment_id):
        """Throw away a file of the draft."""
        self._portal_take()._get_portal_files().filtered(lambda file: str(file.id) == str(attachment_id)).unlink()

    def _get_portal_files(self):
        """Return the files that the customer may download: what its people uploaded themselves.

        What we attached is ours, and a file that was imported may hold orders of other customers too.
        """
        files = self.source_attachment_ids | self.line_ids.attachment_ids
        return files.filtered(lambda file: file.create_uid.share)

    def _get_file_field(self, holder):
        return "source_attachment_ids" if holder._name == "customer.order" else "attachment_ids"

    def _check_file(self, name, content):
        if len(self._get_portal_files()) >= MAX_FILES:
            raise DraftRefused(self.env._("An order can have at most %(count)s files.", count=MAX_FILES))
        fault = file_fault(name, len(content), content[:64])
        if fault:
            raise DraftRefused(self._get_file_sentence(fault, clean_name(name)))

    def _get_file_sentence(self, fault, name):
        sentences = {
            FileFault.EMPTY: self.env._("The file %(name)s is empty.", name=name),
            FileFault.SIZE: self.env._(
                "The file %(name)s is larger than %(limit)s MB.", name=name, limit=MAX_BYTES // MEGABYTE
            ),
            FileFault.TYPE: self.env._(
                "The file %(name)s is of a kind that we do not take. Please send one of: %(kinds)s.",
                name=name,
                kinds=", ".join(EXTENSIONS),
            ),
            FileFault.CONTENT: self.env._("The file %(name)s is not what its name says.", name=name),
        }
        return sentences[fault]
