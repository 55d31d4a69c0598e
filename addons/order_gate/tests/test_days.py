import doctest
from datetime import datetime

from odoo.tests import BaseCase

from ..tools import days


class TestDays(BaseCase):
    def test_doctests(self):
        result = doctest.testmod(days)
        self.assertGreater(result.attempted, 0)
        self.assertFalse(result.failed)

    def test_day_begins_at_midnight_of_the_zone_in_summer_too(self):
        self.assertEqual(str(days.day_in("Europe/Amsterdam", datetime(2026, 7, 31, 22))), "2026-08-01")
        self.assertEqual(str(days.day_in("Europe/Amsterdam", datetime(2026, 12, 31, 22, 30))), "2026-12-31")

    def test_zone_that_nobody_knows_is_utc(self):
        self.assertEqual(str(days.day_in("Mars/Olympus", datetime(2026, 1, 1, 23, 59))), "2026-01-01")
