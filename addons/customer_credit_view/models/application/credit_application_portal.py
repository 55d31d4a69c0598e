import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tools.misc import get_lang

from ...exceptions import ApplicationRefused
from ...logic.application import may_apply_again
from ...logic.portal_entry import EntryFault, EntryUnread, read_amount, read_share, read_text
from .credit_application_person import ROLES

MAX_PERSONS = 20
MAX_FILES = 5
LONG, SHORT = 4000, 120


class CreditApplication(models.Model):
    """What a customer does with its application in the portal.

    Portal users write nothing by themselves: these methods take a few named values, check each, and write them.
    """

    _inherit = "credit.application"

    @api.model
    def _get_portal_domain(self):
        """The applications of the customer of the user who asks, in its company. A record rule says the same but for
        the company."""
        user = self.env.user
        return Domain("partner_id", "=", user.partner_id.commercial_partner_id.id) & Domain(
            "company_id", "=", self.env.company.root_id.id
        )

    @api.model
    def _may_apply_in_portal(self):
        """Whether the user who asks is a customer and the company takes applications in the portal."""
        # sudo: customers may not read the settings of the company.
        is_open = self.env.company.sudo().credit_application_portal
        return is_open and self.env.user.has_group("base.group_portal")

    @api.model
    def _get_portal_reapply_day(self):
        """Return the day before which an application of the customer who asks would be refused, None without one."""
        customer = self.env.user.partner_id.commercial_partner_id
        # sudo: a refusal counts for whoever has the same tax ID, and customers read their own applications alone.
        again = self.sudo().new({"partner_id": customer.id, "company_id": self.env.company.root_id.id})
        day = again._get_reapply_day()
        return None if may_apply_again(day, fields.Date.context_today(self)) else day

    @api.model
    def _portal_begin(self):
        """Begin an application, or go on with the one that is open; return it."""
        if not self._may_apply_in_portal():
            raise AccessError(self.env._("Applying for credit in the portal is not open to you."))
        going_on = self.search(self._get_portal_domain() & Domain(self._get_open_domain()), limit=1)
        if going_on:
            return going_on
        partner = self.env.user.partner_id
        customer = partner.commercial_partner_id
        # sudo: customers may not create applications; the values come from their login alone.
        application = self.sudo().create(
            {
                "partner_id": customer.id,
                "contact_id": partner.id,
                "company_id": self.env.company.root_id.id,
                "currency_id": self.env.company.currency_id.id,
            }
        )
        application._check_may_apply()
        application._act({"channel": "portal"})
        return application.sudo(False)

    def _portal_save(self, values, persons, files):
        """Keep what the customer entered, as far as it can be kept; return ``{input: sentence}`` for the rest.

        ``values`` are texts by field name, and ``answer_<id>`` for the rows; ``persons`` are dicts of texts; ``files``
        are (row id, file name, content).
        """
        draft, errors = self._portal_take(), {}
        draft.write(draft._read_portal_head(values, errors))
        draft._portal_write_persons(persons, errors)
        for row in draft._get_portal_rows().filtered(lambda row: row.kind == "question"):
            name = f"answer_{row.id}"
            if name in values:
                row.write(draft._read_into(errors, name, {"text": (read_text, values[name], LONG)}))
        for row_id, name, content in files:
            try:
                with self.env.cr.savepoint():
                    draft._portal_add_file(row_id, name, content)
            except UserError as refused:
                errors[f"file_{row_id}"] = str(refused)
        return errors

    def _portal_submit(self):
        """Submit the draft as it is kept."""
        self._portal_take()._submit()

    def _portal_withdraw(self):
        """Take back what was not decided yet."""
        application = self._portal_own()
        application._withdraw(self.env._("Withdrawn by the customer in the portal."))

    def _portal_remove_file(self, document_id):
        """Take back a file that nobody has checked."""
        rows = self._portal_take()._get_portal_rows()
        document = rows.document_ids.filtered(lambda one: str(one.id) == str(document_id))
        if document.state == "received":
            document.unlink()

    def _portal_add_file(self, row_id, name, content):
        row = self._get_portal_rows().filtered(lambda row: str(row.id) == str(row_id) and row.kind == "document")
        if not row:
            raise ApplicationRefused(self.env._("This document is not asked for any more. Please reload the page."))
        if len(row.document_ids) >= MAX_FILES:
            raise ApplicationRefused(self.env._("%(row)s: at most %(count)s files.", row=row.name, count=MAX_FILES))
        document = self.env["credit.document"].create(
            {
                "partner_id": self.partner_id.id,
                "company_id": self.company_id.id,
                "type_id": row.type_id.id,
                "file": base64.b64encode(content),
                "file_name": name,
            }
        )
        row.document_ids = [Command.link(document.id)]

    # What they share

    def _portal_own(self):
        """Return this application of the customer who asks, as superuser; nobody else gets through."""
        self.ensure_one()
        if not self._may_apply_in_portal() or not self.sudo(False).filtered_domain(self._get_portal_domain()):
            raise AccessError(self.env._("This is no application of yours."))
        # sudo: customers may not write applications; each method writes what it names.
        return self.sudo()

    def _portal_take(self):
        """The same for a change: only a draft is changed."""
        application = self._portal_own()
        if application.state != "draft":
            raise ApplicationRefused(
                self.env._("Your application was submitted and cannot be changed any more. Please write to us.")
            )
        return application.with_context(mail_notrack=True)

    def _get_portal_rows(self):
        """The rows of the checklist that the customer answers."""
        return self.answer_ids.filtered("is_public")

    def _read_portal_head(self, values, errors):
        readers = {
            "requested_amount": (read_amount, self._get_locale()),
            "yearly_amount": (read_amount, self._get_locale()),
            "purpose": (read_text, LONG),
            "segment": (self._read_segment,),
        }
        read = {}
        for name, (reader, *args) in readers.items():
            if name in values:
                read |= self._read_into(errors, name, {name: (reader, values[name], *args)})
        return read

    def _read_segment(self, value):
        segments = self._fields["segment"]._description_selection(self.env)
        return value if value in dict(segments) else False

    def _portal_write_persons(self, persons, errors):
        kept = []
        for index, person in enumerate(persons[:MAX_PERSONS]):
            vals = self._read_into(
                errors,
                f"person_{index}",
                {
                    "name": (read_text, person.get("name"), SHORT),
                    "share": (read_share, person.get("share"), self._get_locale()),
                },
            )
            if not vals.get("name"):
                continue
            role = person.get("role") if person.get("role") in dict(ROLES) else "director"
            # sudo: countries are no secret.
            country = self.env["res.country"].sudo().search([("code", "=", person.get("country") or "")], limit=1)
            kept.append({**vals, "role": role, "country_id": country.id})
        before = [
            {"name": one.name, "share": one.share, "role": one.role, "country_id": one.country_id.id}
            for one in self.person_ids
        ]
        if kept != before and not any(name.startswith("person_") for name in errors):
            self.person_ids = [Command.clear(), *(Command.create(vals) for vals in kept)]

    def _get_locale(self):
        lang = get_lang(self.env)
        return lang.decimal_point, lang.thousands_sep or ""

    def _read_into(self, errors, input_name, readings):
        """Return what ``readings`` ({field: (reader, text, …)}) read; nothing when one of them refuses, and then the
        sentence stands in ``errors`` under ``input_name``."""
        try:
            return {field: reader(value, *args) for field, (reader, value, *args) in readings.items()}
        except EntryUnread as unread:
            errors[input_name] = self._get_entry_sentence(unread)
            return {}

    def _get_entry_sentence(self, unread):
        sentences = {
            EntryFault.NUMBER: self.env._("“%s” is not a number.", unread.value),
            EntryFault.NEGATIVE: self.env._("“%s” is below zero.", unread.value),
            EntryFault.TOO_LARGE: self.env._("“%s” is too large.", unread.value),
            EntryFault.TOO_LONG: self.env._("Please use at most %s characters.", unread.value),
        }
        return sentences[unread.fault]

    def _get_portal_state_word(self):
        """What the state is called for the customer."""
        words = {
            "draft": self.env._("not submitted yet"),
            "submitted": self.env._("submitted"),
            "review": self.env._("we are looking at it"),
            "recommended": self.env._("we are looking at it"),
            "approved": self.env._("approved"),
            "refused": self.env._("not approved"),
            "withdrawn": self.env._("withdrawn"),
        }
        return words[self.state]
