from typing import NamedTuple

from markupsafe import Markup
from odoo import api, models
from odoo.fields import Command


class CaptureResult(NamedTuple):
    """``orders`` in the order of the captured ones that became an order; ``by_index`` tells which is which."""

    orders: models.BaseModel
    problems: list
    by_index: dict


class CustomerOrder(models.Model):
    """Drafts from what was read out of files, mails and forms."""

    _inherit = "customer.order"

    @api.model
    def _create_from_capture(self, captured_orders, company, partner=None, files=None, *, allow_custom=False):
        """Create drafts from ``logic.capture.CapturedOrder`` values and return a ``CaptureResult``.

        An order with a blocking problem is not created; the others are. ``files`` are the attachments they came in: one
        recordset for all, or one per captured order. ``partner`` and ``allow_custom``: see ``customer.order.resolver``.
        Prices are kept as the customer states them; the pricelist proposes those that are missing.
        """
        resolver = self.env["customer.order.resolver"]
        resolutions = resolver._resolve(captured_orders, company, partner, allow_custom=allow_custom)
        return self._create_from_resolutions(resolutions, company, files)

    @api.model
    def _create_from_resolutions(self, resolutions, company, files=None, channel="form"):
        """As ``_create_from_capture``, of what the resolver returned; ``channel`` is the way they came by."""
        valid = [resolution for resolution in resolutions if resolution.is_valid]
        vals_list = [
            {**resolution.vals, "source_attachment_ids": [Command.set(_files_of(files, resolution.index).ids)]}
            if files
            else resolution.vals
            for resolution in valid
        ]
        orders = self.with_company(company).create([{"channel": channel, **vals} for vals in vals_list])
        orders._keep_enclosed_files([resolution.captured for resolution in valid])
        orders._after_capture([resolution.captured for resolution in valid])
        orders._note_problems([resolution.problems for resolution in valid])
        problems = [problem for resolution in resolutions for problem in resolution.problems]
        indexes = (resolution.index for resolution in valid)
        return CaptureResult(orders, problems, dict(zip(indexes, orders, strict=True)))

    def _keep_enclosed_files(self, captured_orders):
        """Keep the files that came inside of the documents beside the documents themselves."""
        enclosed = [
            (order, file) for order, captured in zip(self, captured_orders, strict=True) for file in captured.files
        ]
        if not enclosed:
            return
        attachments = self.env["ir.attachment"].create(
            [
                {"name": file.name, "raw": file.content, "res_model": self._name, "res_id": order.id}
                for order, file in enclosed
            ]
        )
        for (order, _file), attachment in zip(enclosed, attachments, strict=True):
            order.source_attachment_ids = [Command.link(attachment.id)]

    def _note_problems(self, problems):
        """Tell the clerk what is left to settle on the drafts; ``problems`` is a parallel list."""
        bodies = {
            order.id: Markup("<p>%s</p>") % Markup("<br/>").join(self._describe_problems(noted))
            for order, noted in zip(self, problems, strict=True)
            if noted
        }
        if bodies:
            self.browse(bodies)._message_log_batch(bodies=bodies)

    def _after_capture(self, captured_orders):
        """Hook: drafts were made from ``captured_orders``, a parallel list. The place to link quotations."""


def _files_of(files, index):
    return files[index] if isinstance(files, list | tuple) else files
