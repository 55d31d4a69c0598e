from odoo import models
from odoo.tools.constants import PREFETCH_MAX


class CustomerOrderListed(models.AbstractModel):
    """Rows of lists whose number of queries does not grow with the page."""

    _name = "customer.order.listed"
    _description = "What Lists Show of Orders"

    def web_read(self, specification):
        for name in specification:
            field = self._fields.get(name)
            # sudo: Odoo shows the name of whatever a readable record refers to.
            if field and field.type == "many2one" and len(referred := self[name].sudo()) > PREFETCH_MAX:
                # One query for a column, however long the page: Odoo itself would ask for each PREFETCH_MAX of them.
                referred.fetch()
        return super().web_read(specification)
