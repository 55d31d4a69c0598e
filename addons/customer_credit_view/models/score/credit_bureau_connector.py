from odoo import models


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
