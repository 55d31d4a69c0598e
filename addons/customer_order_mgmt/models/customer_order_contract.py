from odoo import models
from odoo.addons.evidence_ledger.tools.immutable import guard_table

from ..exceptions import AcceptedOrderIsBinding


class CustomerOrderContract(models.AbstractModel):
    """Rows that are part of an accepted contract: written once, then read.

    A model lists the columns of the contract in ``_contract_columns``. The ORM refuses to change them for everybody,
    superuser included, and PostgreSQL does the same for what does not come through the ORM. Deleting a row and
    truncating the table are refused likewise.
    """

    _name = "customer.order.contract"
    _description = "Accepted Contract Content"

    _contract_columns: tuple[str, ...] = ()

    def init(self):
        super().init()
        if self._auto and not self._abstract:
            guard_table(self.env.cr, self._table, list(self._contract_columns))

    def write(self, vals):
        if self and any(name in vals for name in self._contract_columns):
            raise self._prepare_refusal()
        return super().write(vals)

    def unlink(self):
        # Not @api.ondelete: superuser and uninstallation may skip such a check, and this one must hold for both.
        if self:
            raise self._prepare_refusal()  # pylint: disable=no-raise-unlink
        return super().unlink()

    def _prepare_refusal(self):
        return AcceptedOrderIsBinding(
            self.env._("%(document)s was accepted and cannot be changed.", document=self[0].display_name)
        )
