from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from ...exceptions import CounterOfferExpired, OrderIncomplete, OrderStateRefused
from ...logic.given import is_said
from .customer_order_offer import ALTERATION

# What somebody is told to do about what the customer said, or did not say.
ANSWER = "customer_order_mgmt.mail_activity_answer"


class CustomerOrder(models.Model):
    """Accepting with changes is a counter-offer: it binds us until its day, and confirms and promises nothing yet."""

    _inherit = "customer.order"

    counter_version_id = fields.Many2one(
        "customer.order.version",
        string="Counter-offer",
        readonly=True,
        copy=False,
        help="The version that the customer is asked to confirm.",
    )
    counter_valid_until = fields.Date(
        string="Valid until", readonly=True, copy=False, help="The last day on which the customer may confirm."
    )
    counter_confirmed_at = fields.Datetime(
        string="Confirmed on", readonly=True, copy=False, help="When the customer confirmed the counter-offer."
    )
    counter_notice = fields.Char(compute="_compute_counter_notice")
    consent_ids = fields.One2many("customer.order.consent", "order_id", string="Consents", readonly=True)

    @api.depends("state", "counter_valid_until", "counter_confirmed_at")
    def _compute_counter_notice(self):
        for order in self:
            if order.state != "countered":
                order.counter_notice = False
            elif order.counter_confirmed_at:
                order.counter_notice = self.env._(
                    "The customer confirmed on %(day)s. Something keeps the order from being carried out: see its"
                    " activities and holds, then press “Carry Out”.",
                    day=format_date(self.env, order.counter_confirmed_at.date()),
                )
            else:
                order.counter_notice = self.env._(
                    "The customer may confirm version %(version)s until %(day)s. Nothing is promised or planned"
                    " before.",
                    version=order.counter_version_id.number,
                    day=format_date(self.env, order.counter_valid_until),
                )

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "customer_order.countered": EventSchema(
                1,
                {
                    "version": "integer",
                    "content": "hash",
                    "received_content": "hash",
                    "changed": [ALTERATION],
                    "accepted_date": "date",
                    "valid_until": "date",
                    "currency": "text",
                    "total": "money",
                },
            ),
            "customer_order.counter_declined": EventSchema(1, {"version": "integer", "content": "hash"}),
            "customer_order.counter_withdrawn": EventSchema(1, {"version": "integer", "content": "hash"}),
            "customer_order.counter_lapsed": EventSchema(
                1, {"version": "integer", "content": "hash", "valid_until": "date"}
            ),
            "customer_order.consent_given": EventSchema(
                1,
                {
                    "party": "text",
                    "channel": "text",
                    "statement": "text",
                    "content": "hash",
                    "given_date": "date",
                    "given_at": "datetime",
                    "version?": "integer",
                    "amendment?": "text",
                    "name?": "personal",
                    "ip_address?": "personal",
                    "user_agent?": "personal",
                    "files": ["file"],
                },
            ),
        }

    def action_counter(self):
        """Answer received orders with changes: the customer has to confirm the version that is frozen now."""
        self._check_manager()
        for order in self.filtered(lambda order: order.state == "received"):
            if not order._get_alterations():
                raise OrderStateRefused(
                    self.env._(
                        "%s says what the customer ordered: change the lines first, or accept it as it is.", order.name
                    )
                )
        return self.action_accept()

    def _counter(self, content, found):
        """Freeze ``content`` as a counter-offer; ``found`` is what it alters. The gate was asked before."""
        self._forget_answers()
        version = self._create_version(content, kind="counter")
        until = self._get_today() + timedelta(days=self._get_counter_days())
        self._advance("countered", counter_version_id=version.id, counter_valid_until=until, counter_confirmed_at=False)
        self._seal(
            "customer_order.countered",
            {
                "version": version.number,
                "content": version.content_hash,
                "received_content": self.received_hash,
                "changed": self._prepare_alterations_payload(found),
                "accepted_date": version.accepted_date,
                "valid_until": until,
                "currency": content.currency_code,
                "total": str(content.amount_total),
            },
        )

    # The customer's answer

    def _confirm_counter(self, consent_vals):
        """The customer agrees to the counter-offer: keep the consent, then conclude the contract.

        ``consent_vals`` name channel and person, see ``_prepare_consent_vals``. What keeps the contract from being
        carried out now (the gate, an archived product) never loses the consent: the order then waits, confirmed.
        """
        self._begin_act("countered")
        self._check_counter_open()
        version = self.counter_version_id
        self.env["customer.order.consent"]._record(self, self._prepare_consent_vals(version=version, **consent_vals))
        self._advance("countered", counter_confirmed_at=self.env.cr.now())
        self._try_conclude()

    def _decline_counter(self, reason):
        """The customer says no: the order is open again, to be changed, rejected or offered anew."""
        self._begin_act("countered")
        self._check_not_confirmed()
        self._end_counter("customer_order.counter_declined", reason=reason)

    def action_withdraw_counter(self, reason):
        """Take the counter-offer back before the customer confirmed it."""
        self._check_manager()
        if not is_said(reason):
            raise OrderIncomplete(self.env._("Please give the reason why the counter-offer is withdrawn."))
        for order in self:
            order._begin_act("countered")
            order._check_not_confirmed()
            order._end_counter("customer_order.counter_withdrawn", reason=reason)
        return True

    def action_conclude(self):
        """Carry out a counter-offer that the customer confirmed, when what it waited for is settled."""
        self._check_manager()
        for order in self:
            order._begin_act("countered")
            if not order.counter_confirmed_at:
                raise OrderStateRefused(self.env._("The customer has not confirmed %s yet.", order.name))
            order._conclude_counter()
        return True

    def _try_conclude(self):
        try:
            with self.env.cr.savepoint():
                self._conclude_counter()
        except OrderHeld:
            self._gate_keep_refused()
        except UserError as error:
            self._tell_responsible(
                self.env._("Confirmed, but not carried out"),
                self.env._("The customer confirmed %(order)s: %(reason)s", order=self.name, reason=error),
            )

    def _conclude_counter(self):
        self._check_acceptance()
        self._check_complete(self._get_acceptance_faults())
        self._conclude(self._get_content(), self.counter_version_id)
        self._forget_answers()

    def _end_counter(self, event, reason=None, **payload):
        version = self.counter_version_id
        self._advance("received", counter_version_id=False, counter_valid_until=False)
        self._seal(event, {"version": version.number, "content": version.content_hash, **payload}, reason=reason)
        self._tell_responsible(
            self.env._("Counter-offer without agreement"),
            self.env._("%(order)s is open again. %(reason)s", order=self.name, reason=reason or ""),
        )

    def _check_counter_open(self):
        self._check_not_confirmed()
        if self.counter_valid_until < self._get_today():
            raise CounterOfferExpired(
                self.env._(
                    "The counter-offer to %(order)s could be confirmed until %(day)s. Please ask for a new one.",
                    order=self.name,
                    day=self.counter_valid_until,
                )
            )

    def _check_not_confirmed(self):
        if self.counter_confirmed_at:
            raise OrderStateRefused(self.env._("The customer confirmed %s already.", self.name))

    def _tell_responsible(self, summary, note):
        # sudo: customers and scheduled jobs answer, who may not plan activities.
        self.sudo().activity_schedule(ANSWER, summary=summary, note=note, user_id=(self.user_id or self.create_uid).id)

    def _forget_answers(self):
        # sudo: as above.
        self.sudo().activity_unlink([ANSWER])

    # Hooks

    def _get_counter_days(self):
        """For how many days a counter-offer may be confirmed."""
        return max(self.company_id.customer_order_counter_days, 0)

    def _prepare_consent_vals(self, *, channel, version=None, amendment=None, party="customer", **vals):
        """Return the values of a consent to a ``version`` or an ``amendment`` through ``channel``.

        ``vals`` may name ``name``, ``ip_address``, ``user_agent``, ``signature_id``, ``document_id``, ``given_date``.
        """
        about = version or amendment
        return {
            "party": party,
            "channel": channel,
            "version_id": version.id if version else False,
            "amendment_id": amendment.id if amendment else False,
            "statement": self._get_consent_statement(about),
            "content_hash": about.content_hash,
            "agreed_content": amendment.payload if amendment else False,
            "given_at": self.env.cr.now(),
            "given_date": self._get_today(),
            "user_res_id": self.env.uid,
            **vals,
        }

    def _get_consent_statement(self, about):
        """What a party agrees to, in words."""
        return self.env._(
            "I agree to %(document)s over %(total)s %(currency)s.",
            document=about.display_name,
            total=formatLang(self.env, about.amount_total, digits=self.currency_id.decimal_places),
            currency=self.currency_id.name,
        )
