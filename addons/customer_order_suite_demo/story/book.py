import csv
from datetime import datetime, time, timedelta

from odoo import SUPERUSER_ID, fields
from odoo.tools import file_open, file_path

MODULE = "customer_order_suite_demo"
# The story is written in one go: nobody is notified, no history of edits arises.
QUIET = {
    "lang": "en_US",
    "tz": "Europe/Amsterdam",
    "tracking_disable": True,
    "mail_create_nosubscribe": True,
    "no_reset_password": True,
    "skip_sms": True,
}


class Book:
    """The story being written: its company, its calendar, and its characters by name."""

    def __init__(self, env):
        self.base_env = env(user=SUPERUSER_ID, context=QUIET)
        self.today = fields.Date.context_today(self.base_env["res.users"])
        self.company = self.find("company") or self.base_env["res.company"]

    @property
    def env(self):
        return self.base_env(context={**QUIET, "allowed_company_ids": self.company.ids})

    def find(self, name):
        """The record of this name, or None."""
        return self.base_env.ref(f"{MODULE}.{name}", raise_if_not_found=False)

    def get(self, name):
        return self.env.ref(f"{MODULE}.{name}")

    def keep(self, name, record):
        """Give ``record`` a name, so that the next call of the story finds it."""
        self.env["ir.model.data"]._update_xmlids([{"xml_id": f"{MODULE}.{name}", "record": record, "noupdate": True}])
        return record

    def once(self, name, model, /, **vals):
        """The record of this name, created with ``vals`` at the first call."""
        return self.find(name) or self.keep(name, self.env[model].create(vals))

    def translate(self, record, **vals):
        """Say ``vals`` of ``record`` in the language of the German customers."""
        for name, text in vals.items():
            field = record._fields[name]
            if text and callable(field.translate):
                # HTML is translated term by term: written in one language, it would change in every language.
                [term] = field.get_trans_terms(record[name])
                record.update_field_translations(name, {"de_DE": {term: text}})
            elif text:
                record.update_field_translations(name, {"de_DE": text})

    def day(self, offset):
        """The date ``offset`` days from today; a weekend becomes the Friday before it."""
        return workday(self.today + timedelta(days=int(offset)))

    def hour(self, day, hour=13):
        """An hour of the working day, as UTC without a time zone."""
        return datetime.combine(day, time(hour))

    def table(self, name):
        """The rows of a table of the story, as dictionaries of text."""
        with file_open(f"{MODULE}/story/tables/{name}.csv") as table:
            return list(csv.DictReader(table))

    def file(self, name):
        """The content of a file that comes with the story."""
        with open(file_path(f"{MODULE}/story/files/{name}"), "rb") as content:
            return content.read()


def workday(day):
    """Return ``day``, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))
