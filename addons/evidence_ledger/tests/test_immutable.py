from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..tools import guard_table


@tagged("post_install", "-at_install")
class TestGuardTable(TransactionCase):
    """``guard_table`` with columns guards exactly these."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.cr.execute("CREATE TABLE guarded AS SELECT 1 AS id, 'contract' AS terms, 'draft' AS state")
        guard_table(cls.env.cr, "guarded", columns=["id", "terms"])

    def refused(self, query):
        with self.assertRaisesRegex(IntegrityError, "Sealed evidence"), self.cr.savepoint():
            self.cr.execute(query)

    @mute_logger("odoo.sql_db")
    def test_guarded_column_is_refused(self):
        self.refused("UPDATE guarded SET terms = 'other'")
        self.refused("UPDATE guarded SET terms = NULL, state = 'open'")

    def test_other_columns_change(self):
        self.cr.execute("UPDATE guarded SET state = 'open', terms = terms RETURNING state")
        self.assertEqual(self.cr.fetchone(), ("open",))

    @mute_logger("odoo.sql_db")
    def test_rows_stay(self):
        self.refused("DELETE FROM guarded")
        self.refused("TRUNCATE guarded")

    def test_guard_may_be_put_again(self):
        guard_table(self.env.cr, "guarded")
        with mute_logger("odoo.sql_db"):
            self.refused("UPDATE guarded SET state = 'open'")
