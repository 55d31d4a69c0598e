import json
from decimal import Decimal

from odoo import fields, models

from ...exceptions import AcknowledgementRefused
from ...logic.acknowledgement import Code, LineStatus
from ...logic.order_response import OrderResponse, Profile, ResponseLine, ResponseParty, build, net_price
from ...logic.order_response_rules import check, fatal


class CustomerOrderAcknowledgement(models.Model):
    """The same answer as a UBL OrderResponse, for customers whose systems read it."""

    _inherit = "customer.order.acknowledgement"

    response_attachment_id = fields.Many2one(
        "ir.attachment",
        string="OrderResponse",
        readonly=True,
        ondelete="restrict",
        help="The UBL document as it was exported. It is sealed: nobody can replace it.",
    )

    def action_export_response(self):
        """Make the OrderResponse, once, and download it. Refused when a rule that is fatal is broken."""
        self.ensure_one()
        self.order_id.check_access("write")
        self.order_id._claim()
        if not self.response_attachment_id:
            # sudo: acknowledgements are made by acts only, no role may write them; access was checked above.
            self.sudo()._export_response()
        url = f"/web/content/{self.response_attachment_id.id}?download=true"
        return {"type": "ir.actions.act_url", "url": url, "target": "new"}

    def _export_response(self):
        response = self._prepare_response()
        document = build(response)
        self._check_response(document)
        self.response_attachment_id = self.env["ir.attachment"].create(
            {
                "name": f"{self.name.replace('/', '-')}.xml",
                "raw": document,
                "mimetype": "application/xml",
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.order_id._seal(
            "customer_order.response_exported",
            {
                "number": self.name,
                "code": self.code,
                "profile": response.profile,
                "document": self.response_attachment_id,
            },
        )

    def _check_response(self, document):
        broken = fatal(check(document))
        if broken:
            raise AcknowledgementRefused(
                self.env._(
                    "%(name)s cannot be exported as OrderResponse:\n%(rules)s",
                    name=self.name,
                    rules="\n".join(f"{finding.rule}: {finding.text} ({finding.place})" for finding in broken),
                )
            )

    def _prepare_response(self):
        """Return the ``OrderResponse`` that says what this acknowledgement says."""
        content = json.loads(self.version_id.payload or self.order_id.received_content)
        head = self._get_head()
        return OrderResponse(
            profile=Profile(self.company_id.customer_order_response_profile),
            number=self.name,
            sales_order=head["order_name"],
            issue_date=self.acknowledgement_date,
            code=self.code,
            currency=content["currency_code"],
            order_number=head["customer_reference"],
            order_date=head["customer_date"] or None,
            order_change_number=self._get_answered_change(),
            note=self._get_response_note(),
            seller=self._prepare_response_party(self.company_id.partner_id, head["company_name"]),
            buyer=self._prepare_response_party(self.order_id.commercial_partner_id, head["partner_name"]),
            lines=tuple(self._prepare_response_line(line) for line in self._get_response_lines()),
        )

    def _get_response_lines(self):
        # An acceptance without changes, too, is kept line by line; Peppol wants it sent without lines (T116-R008).
        return self.line_ids.sorted("sequence") if self.code == Code.CHANGED else self.line_ids.browse()

    def _prepare_response_line(self, line):
        is_delivered = line.status != LineStatus.NOT_ACCEPTED
        quantity, subtotal = line._get_plain("quantity", "Product Unit"), line.price_subtotal
        decimals = self.env["res.currency"].browse(line.currency_id.id).decimal_places
        price = net_price(
            quantity,
            Decimal(repr(line.price_unit)),
            line._get_plain("discount", "Discount"),
            Decimal(f"{subtotal:.{decimals}f}"),
        )
        return ResponseLine(
            number=str(line.sequence),
            status=line.status,
            order_line=str(line.order_position or line.sequence),
            name=line.name.splitlines()[0],
            quantity=quantity if is_delivered else None,
            unit_code=line.unit_code or line.uom_name or "",
            price=price if is_delivered else None,
            promised_date=line.promised_date or None,
            buyers_item=line.customer_product_code or "",
            sellers_item=line.product_code or "",
        )

    # Hooks

    def _get_response_note(self):
        """What the response says in words: the reason of a rejection, changed terms."""
        return (self.order_id.reject_reason if self.code == Code.REJECTED else self.head_changes) or ""

    def _get_answered_change(self):
        """The number of the customer's electronic change request that this answers, if it answers one."""
        amendments = self.order_id.amendment_ids.filtered(lambda a: a.channel == "edi" and a.version_id)
        answered = amendments.filtered(lambda a: a.version_id == self.version_id)
        return answered[:1].request_reference or ""

    def _prepare_response_party(self, partner, name):
        """Return the ``ResponseParty`` of ``partner`` under its frozen ``name``. Electronic addresses of partners come
        with electronic invoicing: an addon that knows them adds them."""
        return ResponseParty(name=name)
