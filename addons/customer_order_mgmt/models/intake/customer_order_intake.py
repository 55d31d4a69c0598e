from odoo import api, fields, models
from odoo.tools import SQL

from ...exceptions import OrderStateRefused

STATES = [
    ("new", "To Read"),
    ("read", "To Decide"),
    ("failed", "Failed"),
    ("captured", "Captured"),
    ("ignored", "Not an Order"),
]
# People may write these; everything else is what a message said or an act decided.
FREE_FIELDS = frozenset({"name", "user_id", "partner_id", "upload_ids", "company_id"})
# What a new message cannot say about itself.
ACT_FIELDS = (
    "state",
    "email_from",
    "received_at",
    "message_ref",
    "mail_message_id",
    "order_id",
    "notice",
    "error",
    "try_count",
    "next_try_at",
)


class CustomerOrderIntake(models.Model):
    """A message, or files handed in, that may hold a customer's order.

    It is read, never believed: what comes of it is a draft, which plans nothing, reserves nothing and is no exposure.
    """

    _name = "customer.order.intake"
    _inherit = ["customer.order.guarded", "mail.thread", "mail.activity.mixin"]
    _description = "Incoming Customer Order"
    _order = "received_at desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Subject", required=True, default=lambda self: self.env._("Order handed in"))
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    state = fields.Selection(
        STATES, string="Status", required=True, readonly=True, copy=False, index=True, tracking=1, default="new"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        index=True,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', '=', company_id)]",
        help="Who decides what this is.",
    )
    email_from = fields.Char(string="Sender", readonly=True, copy=False)
    received_at = fields.Datetime(
        string="Received", required=True, readonly=True, copy=False, default=fields.Datetime.now, index=True
    )
    message_ref = fields.Char(
        string="Message-Id", readonly=True, copy=False, help="The identity of the mail, as its sender gave it."
    )
    mail_message_id = fields.Many2one("mail.message", string="Mail", readonly=True, copy=False, ondelete="set null")
    partner_id = fields.Many2one(
        "res.partner",
        string="Ordered By",
        index=True,
        tracking=True,
        check_company=True,
        copy=False,
        ondelete="restrict",
        help="The contact whose order this is. A sender that no contact of one customer has is not guessed.",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", string="Customer", store=True, index=True
    )
    order_id = fields.Many2one(
        "customer.order",
        string="Customer Order",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    upload_ids = fields.Many2many(
        "ir.attachment",
        "customer_order_intake_upload_rel",
        copy=False,
        bypass_search_access=True,
        help="Files that did not come by mail.",
    )
    file_ids = fields.One2many("customer.order.intake.file", "intake_id", string="Files", readonly=True, copy=False)
    field_ids = fields.One2many("customer.order.intake.field", "intake_id", string="Read", readonly=True, copy=False)
    is_unknown_sender = fields.Boolean(
        compute="_compute_is_unknown_sender", search="_search_is_unknown_sender", help="Nobody knows yet who orders."
    )
    notice = fields.Text(readonly=True, copy=False, help="What the person who decides should know.")
    error = fields.Text(readonly=True, copy=False, help="Why reading failed the last time.")
    try_count = fields.Integer(string="Tries", readonly=True, copy=False)
    next_try_at = fields.Datetime(string="Next Try", readonly=True, copy=False, index="btree_not_null")

    _one_per_message = models.UniqueIndex(
        "(company_id, message_ref) WHERE message_ref IS NOT NULL", "This mail was received already."
    )
    _one_per_order = models.UniqueIndex(
        "(order_id) WHERE order_id IS NOT NULL", "A customer order comes from one message only."
    )

    @api.depends("partner_id", "state")
    def _compute_is_unknown_sender(self):
        for intake in self:
            intake.is_unknown_sender = not intake.partner_id and intake.state in ("read", "failed")

    def _search_is_unknown_sender(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = fields.Domain("partner_id", "=", False) & fields.Domain("state", "in", ("read", "failed"))
        return domain if True in value else ~domain

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_act_fields(name for vals in vals_list for name in vals)
        # Said expressly, since a default from the context or from user settings could say something else.
        unread = {**dict.fromkeys(ACT_FIELDS, False), "state": "new", "received_at": fields.Datetime.now()}
        intakes = super().create([{**vals, **unread} for vals in vals_list])
        intakes._take_uploads()
        return intakes

    def write(self, vals):
        self._refuse_act_fields(vals)
        if not FREE_FIELDS.isdisjoint(vals.keys() - {"name", "user_id"}):
            self._check_undecided()
        result = super().write(vals)
        if "upload_ids" in vals:
            self._take_uploads()
        return result

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_captured(self):
        if any(intake.state == "captured" for intake in self):
            raise OrderStateRefused(self.env._("The source of a customer order stays with it."))

    def _create_received(self, vals):
        """Create what a message says about itself; nobody can hand that in."""
        return super().create(vals)

    def _advance(self, state, **vals):
        """Write what only acts may write."""
        return super().write({"state": state, **vals})

    def _refuse_act_fields(self, names):
        refused = {
            name
            for name in names
            if (name in self._fields and name not in FREE_FIELDS and not name.startswith(("message_", "activity_")))
            or name == "message_ref"
        }
        if refused:
            labels = ", ".join(sorted(self._fields[name]._description_string(self.env) for name in refused))
            raise OrderStateRefused(
                self.env._("Read, capture or ignore what came in instead of writing: %(fields)s", fields=labels)
            )

    def _check_undecided(self):
        decided = self.filtered(lambda intake: intake.state in ("captured", "ignored"))
        if decided:
            raise OrderStateRefused(
                self.env._("“%(subject)s” is decided: it can no longer be changed.", subject=decided[0].name)
            )

    def _claim(self):
        """Collide with whoever reads or captures the same message; the loser finds out what the winner did."""
        if self.ids:
            self.env.flush_all()
            self.env.cr.execute(SQL("UPDATE customer_order_intake SET state = state WHERE id IN %s", tuple(self.ids)))
            self.invalidate_recordset(["state", "order_id"])
