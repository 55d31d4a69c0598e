from odoo import api, models
from odoo.tools import SQL

from ..exceptions import EvidenceIsImmutable
from ..tools import guard_table


class EvidenceSealed(models.AbstractModel):
    """An append-only table: the ORM refuses to write it, for everybody, and so does PostgreSQL.

    Rows come by SQL from the one method that makes them; a context key that opens ``create`` would open it to all.
    """

    _name = "evidence.sealed"
    _description = "Append-only Evidence"
    # Four columns less that nobody could have changed.
    _log_access = False

    def init(self):
        if not self._abstract:
            guard_table(self.env.cr, self._table)

    # pylint: disable=method-required-super; refusing is all that these two do

    @api.model_create_multi
    def create(self, vals_list):
        raise EvidenceIsImmutable(self.env._("Evidence is sealed by the acts it records; nobody writes it by hand."))

    def write(self, vals):
        raise EvidenceIsImmutable(self.env._("Sealed evidence cannot be changed. Record a correction instead."))

    # At uninstallation too: a context key says that it is one, and any caller may set it.
    @api.ondelete(at_uninstall=True)
    def _unlink_except_sealed(self):
        raise EvidenceIsImmutable(self.env._("Sealed evidence cannot be deleted."))

    @api.model
    def _insert(self, rows):
        """Insert ``rows`` (dicts with the same keys) in one query and return the records in their order."""
        columns = SQL(", ").join(map(SQL.identifier, rows[0]))
        values = SQL(", ").join(SQL("%s", tuple(row.values())) for row in rows)
        query = SQL("INSERT INTO %s (%s) VALUES %s RETURNING id", SQL.identifier(self._table), columns, values)
        return self.browse(record_id for (record_id,) in self.env.execute_query(query))
