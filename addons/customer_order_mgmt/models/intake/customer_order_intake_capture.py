from dataclasses import replace

from odoo import fields, models
from odoo.fields import Command
from odoo.tools import email_normalize

from ...exceptions import OrderIncomplete
from ...logic.capture import CapturedParty
from ...logic.softening import soften

# A draft that a person compares anyway is made after at most so many rounds of leaving out what is unclear.
ROUNDS = 4


class CustomerOrderIntake(models.Model):
    """From what was read to a draft, which a person compares with the document."""

    _inherit = "customer.order.intake"

    def _capture(self, reading=None):
        """Make the draft. Conversation and files go with it, so that answers of the customer reach the order."""
        self.ensure_one()
        if not self.partner_id:
            raise OrderIncomplete(
                self.env._("Say whose order “%(subject)s” is before it is captured.", subject=self.name)
            )
        reading = reading or self._read()
        order, lines, notices = self._create_order(reading)
        self._advance(
            "captured",
            order_id=order.id,
            error=False,
            next_try_at=False,
            notice="\n".join(filter(None, [self.notice, *notices])) or False,
        )
        self._keep_fields(reading, order, lines)
        self._give_conversation(order)
        order._ask_to_compare(notices)
        return order

    def _create_order(self, reading):
        """Return the draft, ``{position: order line}``, and sentences about what was left out of it."""
        company = self.company_id
        resolution, problems = self._resolve(reading)
        files = self.file_ids.filtered("is_part").attachment_id
        orders = self.env["customer.order"].with_company(company)
        if resolution.is_valid and resolution.captured.lines:
            order = orders._create_from_resolutions([resolution], company, files, channel="mail").orders
            captured = [line.position for line in resolution.captured.lines]
        else:
            captured = []
            order = orders.create(self._prepare_empty_order_vals(resolution.captured, files))
            order._after_capture([resolution.captured])
        order.write(self._prepare_order_people_vals())
        lines = dict(zip(captured, order.line_ids.sorted(), strict=True))
        self._keep_codes(reading, lines)
        return order, lines, order._describe_problems(problems)

    def _resolve(self, reading):
        """Return a resolution that can become a draft, and the problems that were left out of it or remain."""
        resolver = self.env["customer.order.resolver"]
        captured = replace(
            self._settle_codes(reading), buyer=CapturedParty(email=email_normalize(self.email_from or "") or "")
        )
        problems = []
        for _round in range(ROUNDS):
            (resolution,) = resolver._resolve(
                [captured], self.company_id, self.partner_id.commercial_partner_id, allow_custom=True
            )
            problems += [problem for problem in resolution.problems if problem not in problems]
            if resolution.is_valid or not captured.lines:
                break
            captured = soften(captured, resolution.problems)
        return resolution, problems

    def _settle_codes(self, reading):
        """Return the captured order with codes told apart that the document just calls “item”.

        What this customer's code is known to mean goes before our own code that looks the same.
        """
        codes = {read.line.position: read.place.code for read in reading.lines if read.place.code}
        if not codes:
            return reading.order
        resolver = self.env["customer.order.resolver"].with_company(self.company_id)
        customer = self.partner_id.commercial_partner_id
        learned = resolver._search_learned({(customer.id, code) for code in codes.values()})
        key = self.env["customer.order.product.code"]._get_key
        return replace(
            reading.order,
            lines=tuple(
                replace(line, customer_product_code=line.customer_product_code or code)
                if (code := codes.get(line.position)) and (customer.id, key(code)) in learned
                else replace(line, product_code=line.product_code or codes.get(line.position, ""))
                for line in reading.order.lines
            ),
        )

    def _keep_codes(self, reading, lines):
        """Leave the code of an item that was not found on its line: choosing the product there teaches it."""
        for read in reading.lines:
            line, code = lines.get(read.line.position), read.line.customer_product_code or read.place.code
            if line and code and not line.product_id and not line.customer_product_code:
                line.customer_product_code = code

    def _prepare_empty_order_vals(self, captured, files):
        currency = self.env["res.currency"].search([("name", "=", captured.currency_code)], limit=1)
        return {
            "channel": "mail",
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.commercial_partner_id.id,
            "customer_reference": captured.customer_reference or False,
            "customer_date": captured.customer_date,
            "source_attachment_ids": [Command.set(files.ids)],
            **({"currency_id": currency.id} if currency else {}),
        }

    def _prepare_order_people_vals(self):
        """Who orders and who answers: reading happens without a person, who is not responsible for it then."""
        is_person = self.partner_id != self.partner_id.commercial_partner_id
        vals = {"user_id": self.user_id.id or (self.env.uid if not self.env.user._is_superuser() else False)}
        return {**vals, "contact_id": self.partner_id.id} if is_person else vals

    def _give_conversation(self, order):
        """Move mails and files to the order: an answer to any of these mails then reaches it by itself."""
        self.message_change_thread(order)
        # sudo: files of the mail follow it, also those that this user did not upload.
        files = (self.file_ids.attachment_id | self.mail_message_id.attachment_ids).sudo()
        # What was handed in from another document stays there.
        mine = files.filtered(lambda file: (file.res_model, file.res_id) == (self._name, self.id))
        mine.write({"res_model": order._name, "res_id": order.id})
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def _keep_fields(self, reading, order=None, lines=None):
        """Keep what was read, each with where it stands and how sure it is."""
        # sudo: what was read is written by reading only.
        self.sudo().field_ids.unlink()
        rows = self.env["customer.order.intake.field"]
        head = [rows._prepare_read_vals(self, field) for field in reading.fields]
        head += rows._prepare_missing_vals(self, {field.name for field in reading.fields})
        goods = rows._prepare_lines_vals(self, reading, lines or {})
        order_vals = {"order_id": order.id if order else False, "read_at": fields.Datetime.now()}
        # sudo: as above.
        rows.sudo().create([{**vals, **order_vals} for vals in head + goods])
