from odoo import api, models

from ..story import (
    accounting,
    agreement,
    cast,
    catalogue,
    chronicle,
    company,
    credit,
    desk,
    evidence,
    gate,
    orders,
    register,
)
from ..story.book import Book


class CustomerOrderSuiteDemo(models.AbstractModel):
    """The demo company. An addon adds its part of the story by extending ``_tell``."""

    _name = "customer.order.suite.demo"
    _description = "Demo Company"

    @api.model
    def _load(self):
        """Load what is missing of the story; what is there already stays as it is."""
        book = Book(self.env)
        company.found(book)
        self._tell(book)
        evidence.seal_and_verify(book)

    def _tell(self, book):
        """Write the story into ``book``. Every part must be idempotent: it is called again at each update."""
        accounting.tell(book)
        catalogue.tell(book)
        cast.tell(book)
        orders.tell(book)
        chronicle.tell(book)
        register.tell(book)
        gate.tell(book)
        agreement.tell(book)
        desk.tell(book)
        credit.tell(book)
