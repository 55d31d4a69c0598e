from odoo import models

from ...logic.bureau_file import read_bureau_file
from ...tools import read_upload


class CreditBureauConnector(models.AbstractModel):
    """How one kind of bureau is asked. For a bureau ``acme``: ``selection_add=[("acme", "ACME")]`` on ``connector`` of
    ``credit.bureau``, and a model ``credit.bureau.connector.acme`` that inherits this one.

    ``_request`` is the only place that reaches out, and so the one that tests replace. It runs in a transaction that
    may be run again: it only asks, and never orders what costs without an external key that makes it one order.
    """

    _name = "credit.bureau.connector"
    _description = "Connector to a Credit Bureau"

    def _request(self, bureau, profiles):
        """Return the raw answer of ``bureau`` about ``profiles``, in whatever form ``_interpret`` takes.

        The key comes from ``bureau._get_secret()``; raise ``BureauRefused`` with a sentence when it does not answer.
        """
        raise NotImplementedError

    def _interpret(self, answer):
        """Return what the raw ``answer`` says, as a ``BureauReading`` (``logic.bureau_file``). Writes nothing."""
        raise NotImplementedError


class CreditBureauConnectorFile(models.AbstractModel):
    """The reference: a bureau that delivers a file, which somebody puts into its form."""

    _name = "credit.bureau.connector.file"
    _inherit = ["credit.bureau.connector"]
    _description = "Connector to a Credit Bureau That Sends Files"

    def _request(self, bureau, profiles):
        return read_upload(self.env, bureau.with_context(bin_size=False).file, bureau.filename)

    def _interpret(self, answer):
        return read_bureau_file(answer)
