from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from ...exceptions import AcceptedOrderIsBinding, OrderStateRefused

STATES = [
    ("draft", "Draft"),
    ("proposed", "Proposed"),
    ("agreed", "Agreed"),
    ("applied", "Applied"),
    ("declined", "Declined"),
    ("withdrawn", "Withdrawn"),
    ("expired", "Expired"),
]
# Terms of the head that an amendment may change; the fields are those of the order.
HEAD_TERMS = (
    "customer_reference",
    "partner_invoice_id",
    "partner_shipping_id",
    "payment_term_id",
    "incoterm_id",
    "incoterm_location",
    "instructions",
)
ACT_FIELDS = frozenset(
    {
        "name",
        "state",
        "order_id",
        "channel",
        "base_version_id",
        "version_id",
        "payload",
        "content_hash",
        "proposed_at",
        "valid_until",
        "decided_at",
        "decline_reason",
        "consent_ids",
        "amount_total",
    }
)

TO_DO = "customer_order_mgmt.mail_activity_amendment"


class CustomerOrderAmendment(models.Model):
    """A change of an accepted order: proposed by one side, agreed by both, then a new version of the contract."""

    _name = "customer.order.amendment"
    _inherit = ["customer.order.guarded", "mail.thread", "mail.activity.mixin"]
    _description = "Customer Order Amendment"
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"

    name = fields.Char(string="Number", required=True, readonly=True, copy=False, default="/")
    order_id = fields.Many2one(
        "customer.order", required=True, index=True, ondelete="restrict", check_company=True, help="What is amended."
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True, precompute=True)
    commercial_partner_id = fields.Many2one(
        related="order_id.commercial_partner_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="order_id.currency_id", store=True, precompute=True)
    user_id = fields.Many2one(related="order_id.user_id", string="Responsible", store=True, precompute=True)
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, default="draft", index=True, tracking=1
    )
    requested_by = fields.Selection(
        [("customer", "Customer"), ("company", "We")],
        string="Asked for by",
        required=True,
        default="customer",
        help="Who wants the change. The other side has to agree to it.",
    )
    requester_id = fields.Many2one(
        "res.partner",
        string="Person Who Asked",
        domain="[('id', 'child_of', commercial_partner_id)]",
        check_company=True,
        help="Whose wish it is, at the customer. The name is sealed so that it can be erased.",
    )
    channel = fields.Selection(
        [("user", "In the system"), ("portal", "Portal"), ("mail", "E-mail"), ("edi", "Electronic message")],
        required=True,
        readonly=True,
        default="user",
        help="How the wish reached us. What a customer asks for in the portal or by electronic message is its consent.",
    )
    reason = fields.Text(help="Why the order is changed. It is sealed with the amendment.")
    request_reference = fields.Char(string="Customer's Reference", help="The number of the customer's change request.")
    source_attachment_ids = fields.Many2many(
        "ir.attachment",
        "customer_order_amendment_attachment_rel",
        string="Documents",
        copy=False,
        bypass_search_access=True,
        help="Where the change was asked for. Proposing the amendment seals these files.",
    )
    line_ids = fields.One2many("customer.order.amendment.line", "amendment_id", string="Lines")

    customer_reference = fields.Char(string="Customer's Number")
    partner_invoice_id = fields.Many2one("res.partner", string="Invoice Address", check_company=True)
    partner_shipping_id = fields.Many2one("res.partner", string="Delivery Address", check_company=True)
    payment_term_id = fields.Many2one("account.payment.term", string="Payment Terms", check_company=True)
    incoterm_id = fields.Many2one("account.incoterms", string="Incoterm")
    incoterm_location = fields.Char()
    instructions = fields.Text()

    base_version_id = fields.Many2one(
        "customer.order.version",
        string="Amends",
        readonly=True,
        copy=False,
        help="The version in force when the amendment was written.",
    )
    version_id = fields.Many2one(
        "customer.order.version", string="Resulting Version", readonly=True, copy=False, ondelete="restrict"
    )
    payload = fields.Text(readonly=True, copy=False, help="What was proposed, in canonical form (RFC 8785).")
    content_hash = fields.Char(readonly=True, copy=False, help="SHA-256 of what was proposed.")
    amount_total = fields.Monetary(
        string="Total Afterwards", readonly=True, copy=False, help="The order's total when the amendment is applied."
    )
    proposed_at = fields.Datetime(string="Proposed on", readonly=True, copy=False)
    valid_until = fields.Date(readonly=True, copy=False, help="The last day on which the other side may agree.")
    decided_at = fields.Datetime(string="Decided on", readonly=True, copy=False)
    decline_reason = fields.Text(readonly=True, copy=False)
    consent_ids = fields.One2many("customer.order.consent", "amendment_id", string="Consents", readonly=True)
    is_cancellation = fields.Boolean(
        string="Cancellation", compute="_compute_is_cancellation", help="Nothing of what is open is left."
    )
    is_customer_agreed = fields.Boolean(string="Customer Agreed", compute="_compute_agreed")
    is_company_agreed = fields.Boolean(string="We Agreed", compute="_compute_agreed")
    changes = fields.Text(compute="_compute_changes", help="What the amendment changes, in words.")

    _one_number = models.UniqueIndex("(company_id, name)", "This amendment number is already used.")

    @api.depends("line_ids.quantity", "line_ids.done_quantity")
    def _compute_is_cancellation(self):
        for amendment in self:
            lines = amendment.line_ids
            amendment.is_cancellation = bool(lines) and all(line.quantity <= line.done_quantity for line in lines)

    @api.depends("consent_ids.party", "state")
    def _compute_agreed(self):
        for amendment in self:
            parties = amendment.consent_ids.mapped("party")
            amendment.is_customer_agreed = "customer" in parties
            amendment.is_company_agreed = "company" in parties

    @api.constrains("requester_id", "requested_by")
    def _check_requester(self):
        for amendment in self.filtered("requester_id"):
            customer, person = amendment.commercial_partner_id, amendment.requester_id
            if amendment.requested_by != "customer" or person.commercial_partner_id != customer:
                raise ValidationError(
                    self.env._(
                        "%(person)s cannot have asked for %(amendment)s: name a contact of %(customer)s, and the"
                        " customer as who asked.",
                        person=person.display_name,
                        amendment=amendment.name,
                        customer=customer.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        # The act fields of a new amendment are what ``_prepare_from_order`` says.
        refused = ACT_FIELDS - {"order_id"}
        if any(name in refused for vals in vals_list for name in vals):
            raise OrderStateRefused(self.env._("An amendment begins as a draft."))
        amendments = super().create(self._complete_vals_list(vals_list))
        # A default from the context comes in behind ``vals_list``.
        if any((amendment.state, amendment.channel) != ("draft", "user") for amendment in amendments):
            raise OrderStateRefused(self.env._("An amendment begins as a draft."))
        amendments._adopt_files()
        return amendments

    def write(self, vals):
        if not ACT_FIELDS.isdisjoint(vals):
            raise OrderStateRefused(self.env._("Propose, agree to or decline the amendment instead of writing."))
        if not self._get_content_fields().isdisjoint(vals):
            self._check_draft()
            self._forget_request()
        result = super().write(vals)
        if "source_attachment_ids" in vals:
            self._adopt_files()
        return result

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_proposed(self):
        if any(amendment.proposed_at or amendment.channel != "user" for amendment in self):
            raise AcceptedOrderIsBinding(
                self.env._("An amendment that was proposed, or asked for by the customer, stays. Withdraw it instead.")
            )

    @api.model
    def _get_content_fields(self):
        named = {"line_ids", "reason", "requested_by", "requester_id", "source_attachment_ids"}
        return frozenset({*named, *HEAD_TERMS})

    def _advance(self, state, **vals):
        """Write what only acts may write."""
        # What somebody was told to do about it is done, or must be told anew.
        self.filtered(lambda amendment: amendment.state != state)._forget_to_dos()
        return super().write({"state": state, **vals})

    def _tell_responsible(self, summary, note):
        # sudo: customers and scheduled jobs act, who may not plan activities.
        for amendment in self.sudo():
            user = amendment.order_id.user_id or amendment.order_id.create_uid
            amendment.activity_schedule(TO_DO, summary=summary, note=note, user_id=user.id)

    def _forget_to_dos(self):
        # sudo: as above.
        self.sudo().activity_unlink([TO_DO])

    def _ask_by(self, channel):
        """Say that the customer's own words reached us by ``channel``; nobody else says so. Return the amendment."""
        self._advance("draft", channel=channel, requested_by="customer")
        return self

    def _forget_request(self):
        """What is changed after the customer asked for it is not what it agreed to; its consent keeps what that was."""
        asked = self.filtered("content_hash")
        if asked:
            asked._advance("draft", payload=False, content_hash=False, amount_total=0.0)

    def _check_draft(self):
        decided = self.filtered(lambda amendment: amendment.state != "draft")
        if decided:
            raise AcceptedOrderIsBinding(
                self.env._("%(amendment)s was proposed: it can no longer be changed.", amendment=decided[0].name)
            )

    def _complete_vals_list(self, vals_list):
        completed, taken = [], Counter()
        for vals in vals_list:
            order = self.env["customer.order"]._read_id(vals.get("order_id", self.env.context.get("default_order_id")))
            order._begin_amendment()
            # Numbers count up per order: whoever else amends it at this moment runs again.
            order._claim()
            taken[order] += 1
            completed.append(self._complete_vals(vals, order, order._get_last_amendment_number() + taken[order]))
        return completed

    def _complete_vals(self, vals, order, number):
        """Return ``vals`` with number, version and today's terms of the order, where they say nothing else."""
        terms = {name: order[name].id if order._fields[name].relational else order[name] for name in HEAD_TERMS}
        lines = vals.get("line_ids") or [Command.create({"order_line_id": line.id}) for line in order.line_ids.sorted()]
        return {
            **terms,
            **vals,
            "order_id": order.id,
            "name": f"{order.name}/M{number}",
            "base_version_id": order.current_version_id.id,
            "line_ids": lines,
        }

    def _adopt_files(self):
        for amendment in self:
            # sudo: who may link a file to the amendment could read it, and so may attach it.
            files = amendment.source_attachment_ids.sudo()
            files.filtered(lambda file: not file.res_id).write({"res_model": self._name, "res_id": amendment.id})

    def action_view_order(self):
        """Open the order that is amended."""
        self.ensure_one()
        return self.order_id._get_records_action()
