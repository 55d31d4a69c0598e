from odoo import api, models
from odoo.fields import Domain

from ...exceptions import OrderFileKnown, OrderFileRefused
from ...logic.duplicates import normalized
from ...logic.file_refusal import FileUnreadable
from ...logic.order_change import ChangeFault, ChangeRefused
from ...logic.order_change_reading import is_order_change, parse
from ..agreement.customer_order_amending import AMENDABLE_STATES


class CustomerOrderChange(models.AbstractModel):
    """Takes a customer's UBL OrderChange or OrderCancellation as a wish: it is put on record, never carried out."""

    _name = "customer.order.change"
    _description = "Customers' Changes of Orders"

    @api.model
    def _can_read(self, content):
        """Whether the file looks like a change or cancellation of an order."""
        return is_order_change(content)

    @api.model
    def _import_order_change(self, content, filename, company, partner=None, *, channel="edi"):
        """Put the customer's wish on record and return it: a ``customer.order.amendment`` in draft, or the
        ``customer.order`` where nothing is in force yet that could be amended.

        ``partner``: whose file it is, when known; orders of others are not looked at. ``channel``: ``edi`` when it
        certainly comes from the customer, which then agrees to what it asks for; ``mail`` when anyone may have sent it.
        Raises ``OrderFileRefused`` with one clear sentence, or ``OrderFileKnown``; then nothing was changed.
        """
        change = self._read(content, filename)
        customer = self._find_sender(change, filename, company, partner)
        order = self._find_order(change, filename, company, customer)
        order.check_access("write")
        order._claim()
        self._check_unknown(change, order, filename)
        with self.env.cr.savepoint():
            return order._note_change(change, self._prepare_file(content, filename), channel)

    def _read(self, content, filename):
        self.env["customer.order.parser"]._check_size(content, filename)
        try:
            change = parse(content)
        except FileUnreadable as error:
            raise self.env["customer.order.parser"]._prepare_refusal(error, filename) from error
        except ChangeRefused as error:
            raise self._prepare_refusal(error, filename) from error
        problems = change.problems()
        if problems:
            raise self._refuse(filename, self.env["customer.order"]._describe_problems(problems))
        return change

    def _find_sender(self, change, filename, company, partner):
        """The commercial partner whose file it is; the file must not contradict who is known to have sent it."""
        known = partner.commercial_partner_id if partner else self.env["res.partner"]
        resolver = self.env["customer.order.resolver"].with_company(company)
        named, _doubt = resolver._find_customers({change.buyer})[change.buyer] if change.buyer else (known, None)
        if known and named and named != known:
            raise self._refuse(
                filename,
                [
                    self.env._(
                        "It names another customer than %(customer)s, who sent it. Clarify that with them.",
                        customer=known.display_name,
                    )
                ],
            )
        if not (known or named):
            name = change.buyer.name or change.buyer.endpoint
            raise self._refuse(filename, [self.env._("The customer “%(name)s” is not known here.", name=name)])
        return known or named

    def _find_order(self, change, filename, company, customer):
        """The one order of ``customer`` that the file is about."""
        mine = Domain("company_id", "=", company.id) & Domain("commercial_partner_id", "=", customer.id)
        mine &= Domain("state", "!=", "draft")
        domains = [Domain("name", "=", change.sales_order)] if change.sales_order else []
        if change.order_number:
            number = normalized(change.order_number)
            domains += [Domain("customer_reference_normalized", "=", number)] if number else []
            # Some name our number where theirs belongs.
            domains.append(Domain("name", "=", change.order_number))
        orders = self.env["customer.order"]
        for domain in domains:
            orders = orders.search(mine & domain, limit=2)
            if orders:
                break
        if len(orders) != 1:
            number = change.order_number or change.sales_order
            sentence = (
                self.env._("%(customer)s has several orders “%(number)s”: the file does not name our number of it.")
                if orders
                else self.env._("%(customer)s has no order “%(number)s” here.")
            )
            raise self._refuse(filename, [sentence % {"customer": customer.display_name, "number": number}])
        return orders

    def _check_unknown(self, change, order, filename):
        known = order.amendment_ids.filtered(
            lambda amendment: amendment.channel != "user" and amendment.request_reference == change.number
        )
        if known:
            raise OrderFileKnown(
                self.env._(
                    "“%(file)s” was imported before: change %(number)s is amendment %(amendment)s.",
                    file=filename,
                    number=change.number,
                    amendment=known[0].name,
                )
            )
        # Once the order is in force, the same file says how it shall be amended.
        if order.state not in AMENDABLE_STATES and change.number in order._get_noted_changes():
            raise OrderFileKnown(
                self.env._(
                    "“%(file)s” was imported before: change %(number)s stands on %(order)s as a note.",
                    file=filename,
                    number=change.number,
                    order=order.name,
                )
            )

    def _prepare_file(self, content, filename):
        return {"name": filename or "OrderChange.xml", "raw": content, "mimetype": "application/xml"}

    def _refuse(self, filename, sentences):
        return OrderFileRefused(self.env._("“%(file)s”: %(sentence)s", file=filename, sentence="\n".join(sentences)))

    def _prepare_refusal(self, error, filename):
        """Return the refusal of a file with one sentence per fault of ``error``."""
        sentences = self._get_fault_sentences()
        described = []
        for fault in error.faults:
            sentence = sentences[fault.fault] % {"value": fault.value}
            if fault.line:
                sentence = self.env._("Line %(line)s: %(sentence)s", line=fault.line, sentence=sentence)
            described.append(sentence)
        return self._refuse(filename, described)

    @api.model
    def _get_fault_sentences(self):
        """Return ``{fault: sentence}``; the placeholder is value."""
        fault = ChangeFault
        return {
            fault.NO_REFERENCE: self.env._("It does not name the order that it changes."),
            fault.NO_NUMBER: self.env._("The change has no number of its own."),
            fault.NO_LINES: self.env._("The change has no line."),
            fault.TOO_MANY_LINES: self.env._("The change has more than %(value)s lines."),
            fault.ACTION_UNKNOWN: self.env._(
                "“%(value)s” is no status of a changed line. 1 adds, 2 deletes, 3 changes, 4 leaves it."
            ),
            fault.NUMBER_MALFORMED: self.env._("“%(value)s” is no number."),
            fault.DATE_MALFORMED: self.env._("“%(value)s” is no date."),
            fault.TEXT_TOO_LONG: self.env._("“%(value)s” is too long."),
            fault.LINE_UNKNOWN: self.env._("The order has no such line, or its item is another: “%(value)s”."),
            fault.LINE_TWICE: self.env._("It is changed twice. Ask the customer which of the two counts."),
        }
