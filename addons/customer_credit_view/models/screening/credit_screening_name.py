from odoo import api, fields, models
from odoo.tools import SQL

from ...logic.screening_match import Candidate, NameIndex
from ...logic.screening_name import name_of


class CreditScreeningName(models.Model):
    """A name or alias of a party, with the keys by which names that may be alike are found."""

    _name = "credit.screening.name"
    _description = "Name of a Restricted Party"
    _order = "is_weak, id"

    party_id = fields.Many2one("credit.screening.party", required=True, readonly=True, index=True, ondelete="cascade")
    version_id = fields.Many2one("credit.screening.version", required=True, readonly=True, ondelete="cascade")
    name = fields.Char(required=True, readonly=True)
    is_weak = fields.Boolean(string="Weak Alias", readonly=True, help="Its publisher does not rely on it.")
    keys = fields.Char(readonly=True)

    _by_key = models.Index("USING gin (string_to_array((keys)::text, ' '::text))")

    @api.model
    def _get_candidates(self, version, keys):
        """Return the ``Candidate`` of each name of ``version`` that has one of ``keys``."""
        query = self._search([("version_id", "=", version.id)], order="id")
        column = self._field_to_sql(self._table, "keys", query)
        query.add_where(SQL("string_to_array(%s::text, ' ') && %s::text[]", column, [*keys]))
        return self.browse(list(query))._to_candidates()

    @api.model
    def _get_index(self, version):
        """Return a ``NameIndex`` over all names of ``version``, for screening many customers in one go."""
        return NameIndex(self.search([("version_id", "=", version.id)], order="id")._to_candidates())

    def _to_candidates(self):
        self.fetch(["name", "is_weak", "party_id"])
        self.party_id.fetch(["country_codes"])
        return [
            Candidate(row.party_id.id, row.id, name_of(row.name), row.party_id._get_codes(), row.is_weak)
            for row in self
        ]
