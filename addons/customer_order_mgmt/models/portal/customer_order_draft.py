from datetime import date
from decimal import Decimal, InvalidOperation

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools.misc import get_lang

from ...exceptions import DraftRefused
from ...logic.capture import readable
from ...logic.entry import EntryFault, Limits, Locale, day_fault, quantity_fault, read_day

MAX_DRAFTS = 20
MAX_TEXT = 4000
MAX_REFERENCE = 64


class CustomerOrder(models.Model):
    """An order that a customer writes in the portal.

    It is stored with every change, so it survives a closed browser, and belongs to its author alone until it is
    submitted. Portal users may not write orders: they change a draft through these methods only, which take a few named
    values and compute everything else, prices first.
    """

    _inherit = "customer.order"

    # Finding and beginning

    @api.model
    def _get_draft_domain(self):
        """The drafts of the user who asks, in its company. A record rule says the same but for the company."""
        user = self.env.user
        return Domain(
            [
                ("state", "=", "draft"),
                ("channel", "=", "portal"),
                ("create_uid", "=", user.id),
                ("company_id", "=", self.env.company.id),
                ("commercial_partner_id", "=", user.partner_id.commercial_partner_id.id),
            ]
        )

    @api.model
    def _may_order_in_portal(self):
        """Whether the user who asks is a customer and the company takes orders in the portal."""
        # sudo: customers may not read the settings of the company.
        is_open = self.env.company.sudo().customer_order_use_portal
        return is_open and self.env.user.has_group("base.group_portal")

    @api.model
    def _prepare_draft_vals(self):
        """Return the values with which a customer's draft begins."""
        partner = self.env.user.partner_id
        customer = partner.commercial_partner_id
        return {
            "company_id": self.env.company.id,
            "partner_id": customer.id,
            "contact_id": partner.id if partner != customer else False,
        }

    @api.model
    def _portal_preview(self):
        """Return an unsaved order of the customer: it knows the terms that a draft would have."""
        # sudo: pricelists and fiscal positions are not for customers; they see their own prices.
        return self.sudo().new(self._prepare_draft_vals())

    @api.model
    def _portal_create_draft(self):
        """Begin a draft and return it."""
        if not self._may_order_in_portal():
            raise AccessError(self.env._("Ordering in the portal is not open to you."))
        if self.search_count(self._get_draft_domain(), limit=MAX_DRAFTS) >= MAX_DRAFTS:
            raise DraftRefused(self.env._("You have %(count)s drafts: submit or delete one first.", count=MAX_DRAFTS))
        # sudo: customers may not create orders; the values come from their login alone.
        draft = self.sudo().create(self._prepare_draft_vals())
        draft._advance("draft", channel="portal")
        return draft.sudo(False)

    def _portal_take(self):
        """Return this draft for a change by its author; nobody else gets through."""
        self.ensure_one()
        if not self._may_order_in_portal() or not self.sudo(False).filtered_domain(self._get_draft_domain()):
            raise AccessError(self.env._("This is no draft of yours."))
        # sudo: customers may not write orders; each method writes what it names. Every keystroke saved is no news for
        # the chatter.
        return self.sudo().with_context(mail_notrack=True)

    def _portal_delete(self):
        """Throw the draft away; its files, which are attached to it, go with it."""
        self._portal_take().unlink()

    # The head

    def _portal_write(self, field, value):
        """Write one value of the head as the customer entered it."""
        draft = self._portal_take()
        prepare = draft._get_portal_head_fields().get(str(field))
        if not prepare:
            raise DraftRefused(self.env._("This cannot be changed in the portal."))
        draft.write({field: prepare(value)})

    def _get_portal_head_fields(self):
        """Return ``{field: method}``: what a customer may write in the head, and what reads the value."""
        return {
            "customer_reference": lambda value: self._read_text(value, MAX_REFERENCE),
            "instructions": lambda value: self._read_text(value, MAX_TEXT),
            "partner_shipping_id": self._read_address,
        }

    def _get_portal_addresses(self):
        """Return the addresses to which the customer may have goods delivered."""
        self.ensure_one()
        customer = self.commercial_partner_id
        # sudo: contacts of a customer see each other's addresses only here, as in the portal's own address book.
        return (
            self.env["res.partner"]
            .sudo()
            .search([("id", "child_of", customer.ids), ("type", "in", ("delivery", "other"))], order="name, id")
            | customer
            | self.partner_shipping_id
        )

    def _read_address(self, value):
        address = self._get_portal_addresses().filtered(lambda partner: str(partner.id) == str(value))
        if not address:
            raise DraftRefused(self.env._("Please choose one of your own addresses."))
        return address.id

    # Reading what customers enter

    def _read_text(self, value, limit):
        text = readable(value).strip() if isinstance(value, str) else ""
        if len(text) > limit:
            raise DraftRefused(self.env._("Please use at most %(limit)s characters.", limit=limit))
        return text

    def _read_quantity(self, value):
        try:
            quantity = Decimal(str(value))
        except InvalidOperation:
            quantity = Decimal("NaN")
        self._refuse_entry(quantity_fault(quantity, self._get_entry_limits()))
        return float(quantity)

    def _read_day(self, value):
        if not value:
            return False
        day = value if isinstance(value, date) else read_day(str(value), self._get_entry_locale())
        self._refuse_entry(day_fault(day, self._get_entry_limits()) if day else EntryFault.DAY_UNREAD)
        return day

    def _refuse_entry(self, fault):
        if fault:
            raise DraftRefused(self._get_entry_sentence(fault))

    def _get_entry_limits(self):
        return Limits(digits=self.env["decimal.precision"].precision_get("Product Unit"), today=self._get_today())

    def _get_entry_locale(self):
        lang = get_lang(self.env)
        return Locale(lang.decimal_point, lang.thousands_sep or "", lang.date_format)

    def _get_entry_sentence(self, fault):
        """Return what is wrong and what to do, for the customer."""
        limits = self._get_entry_limits()
        sentences = {
            EntryFault.CODE_MISSING: self.env._("The code is missing."),
            EntryFault.CODE_UNKNOWN: self.env._("This code is not in our list. Please check it, or ask us."),
            EntryFault.CODE_AMBIGUOUS: self.env._("This code stands for several items. Please choose from the list."),
            EntryFault.QUANTITY_MISSING: self.env._("The quantity is missing."),
            EntryFault.QUANTITY_UNREAD: self.env._("The quantity is not a number."),
            EntryFault.QUANTITY_NOT_POSITIVE: self.env._("The quantity must be above zero."),
            EntryFault.QUANTITY_TOO_LARGE: self.env._(
                "The quantity is too large: at most %(limit)s.", limit=limits.max_quantity
            ),
            EntryFault.QUANTITY_TOO_FINE: self.env._(
                "The quantity may have at most %(digits)s decimals.", digits=limits.digits
            ),
            EntryFault.DAY_UNREAD: self.env._("The requested date is not a date."),
            EntryFault.DAY_PAST: self.env._("The requested date is in the past."),
            EntryFault.DAY_TOO_FAR: self.env._("The requested date is too far ahead."),
        }
        return sentences[fault]
