from collections.abc import Callable
from typing import NamedTuple

from odoo import api, models
from odoo.tools import human_size

from ...exceptions import OrderFileRefused

SIZE_LIMIT = 10 * 2**20


class Parser(NamedTuple):
    """``accepts(content, filename, mimetype)`` looks at the file, ``read`` of the same makes a ``Reading`` of it."""

    label: str
    accepts: Callable
    read: Callable


class CustomerOrderParser(models.AbstractModel):
    """Reads files into captured orders. Other addons add their formats to ``_get_capture_parsers``."""

    _name = "customer.order.parser"
    _description = "Parser of Customers' Files"

    @api.model
    def _read(self, content, filename="", mimetype=""):
        """Return the ``logic.capture.Reading`` of a file, or raise ``OrderFileRefused`` with one clear sentence.

        Nothing is looked up or created, whatever the file holds.
        """
        self._check_size(content, filename)
        for parser in self._get_capture_parsers():
            if parser.accepts(content, filename, mimetype):
                return parser.read(content, filename, mimetype)
        raise OrderFileRefused(
            self.env._(
                "“%(file)s” is no file that orders can be read from. Possible are: %(kinds)s.",
                file=filename,
                kinds=", ".join(parser.label for parser in self._get_capture_parsers()),
            )
        )

    @api.model
    def _can_read(self, content, filename="", mimetype=""):
        """Whether some parser takes the file for one of its own."""
        return any(parser.accepts(content, filename, mimetype) for parser in self._get_capture_parsers())

    @api.model
    def _get_capture_parsers(self):
        """Return the ``Parser`` of each format, the most certain first. Extend the list of ``super()``.

        ``accepts`` must be cheap and never raise. ``read`` raises nothing but ``OrderFileRefused``.
        """
        return []

    @api.model
    def _check_size(self, content, filename):
        if not content:
            raise OrderFileRefused(self.env._("“%(file)s” is empty.", file=filename))
        if len(content) > SIZE_LIMIT:
            raise OrderFileRefused(
                self.env._(
                    "“%(file)s” has %(size)s; at most %(limit)s are read.",
                    file=filename,
                    size=human_size(len(content)),
                    limit=human_size(SIZE_LIMIT),
                )
            )
