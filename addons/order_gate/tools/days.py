"""Which day it is somewhere."""

import pytz


def day_in(zone, moment):
    """Return the date of ``moment``, a naive datetime in UTC, in the time zone named ``zone``; in UTC where it is empty
    or nobody knows it.

    >>> from datetime import datetime
    >>> day_in("Asia/Tokyo", datetime(2026, 3, 31, 20))
    datetime.date(2026, 4, 1)
    >>> day_in(False, datetime(2026, 3, 31, 20))
    datetime.date(2026, 3, 31)
    """
    try:
        there = pytz.timezone(zone or "UTC")
    except pytz.UnknownTimeZoneError:
        there = pytz.utc
    return pytz.utc.localize(moment).astimezone(there).date()
