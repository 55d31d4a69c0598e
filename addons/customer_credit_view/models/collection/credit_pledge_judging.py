from decimal import Decimal

from markupsafe import escape
from odoo import SUPERUSER_ID, api, models
from odoo.tools import SQL, float_repr, split_every

from ...logic.pledge import Outcome, Promise, outcome, paid_in_time

BROKEN = "customer_credit_view.mail_activity_pledge"
BATCH = 200


class CreditPledge(models.Model):
    """What came of promises: looked at every night, and when somebody asks."""

    _inherit = "credit.pledge"

    def action_judge(self):
        """See now whether these promises were kept."""
        self.check_access("read")
        # sudo: what was paid follows from the ledger, whoever asks.
        self.sudo()._judge()

    @api.model
    def _cron_judge(self):
        """Every night: all open promises, in batches."""
        ids = self.search([("state", "=", "open")]).ids
        self.env["ir.cron"]._commit_progress(remaining=len(ids))
        for batch in split_every(BATCH, ids):
            self.browse(batch)._judge()
            if not self.env["ir.cron"]._commit_progress(len(batch)):
                break

    def _judge(self):
        """End those of these promises that were kept, or whose day is over."""
        promises, payments = self._get_promises(), self._get_payments()
        ended = {}
        for pledge in self.filtered(lambda pledge: pledge.state == "open"):
            company = pledge.company_id
            found = outcome(
                promises[pledge],
                payments[pledge],
                today=company._get_credit_today(),
                grace=company.credit_pledge_grace_days,
                tolerance=self._to_decimal(company.credit_pledge_tolerance, pledge.currency_id),
            )
            if found != Outcome.OPEN:
                paid = paid_in_time(promises[pledge], payments[pledge], company.credit_pledge_grace_days)
                pledge._end(str(found), paid)
                digits = pledge.currency_id.decimal_places
                ended[pledge] = {"outcome": str(found), "paid": float_repr(float(paid), digits)}
        if ended:
            self._seal_batch("credit.pledge_ended", ended)
        for pledge in ended:
            pledge._tell_ended()

    def _tell_ended(self):
        """A promise that was not kept in full becomes a task of who took it."""
        self.ensure_one()
        user = self.user_id.filtered("active") or self.profile_id._get_credit_responsible()
        if self.state not in ("broken", "partly") or not user:
            return
        # Without figures: whoever is responsible may be a seller, and the promise has them.
        told = self.with_context(lang=user.lang)
        note = told.env._("%(customer)s did not keep a promise to pay.", customer=self.partner_id.display_name)
        pledge = self.with_user(SUPERUSER_ID)
        day = self.company_id._get_credit_today()
        summary = told.env._("Promise not kept")
        pledge.activity_schedule(BROKEN, date_deadline=day, user_id=user.id, summary=summary, note=escape(note))

    def _get_paid_in_time(self):
        """Return ``{pledge: Decimal}``."""
        promises, payments = self._get_promises(), self._get_payments()
        return {
            pledge: paid_in_time(promise, payments[pledge], pledge.company_id.credit_pledge_grace_days)
            for pledge, promise in promises.items()
        }

    def _get_promises(self):
        """Return ``{pledge: Promise}``, in the currency of each."""
        payable = self._get_payable()
        return {
            pledge: Promise(
                self._to_decimal(pledge.amount, pledge.currency_id),
                pledge.given_date,
                pledge.promised_date,
                payable.get(pledge),
            )
            for pledge in self
            if pledge.given_date and pledge.promised_date
        }

    def _get_payable(self):
        """Return ``{pledge: what of its items was paid since or is still open}``."""
        # sudo: what was paid follows from the ledger, whoever asks.
        payments, open_amounts = self._get_payments(), {}
        for item in self.sudo().item_ids:
            amount = self._to_decimal(item.line_id.amount_residual_currency, item.pledge_id.currency_id)
            open_amounts[item.pledge_id.id] = open_amounts.get(item.pledge_id.id, Decimal(0)) + amount
        return {
            pledge: open_amounts[pledge.id]
            + sum((amount for day, amount in payments[pledge] if day >= pledge.given_date), Decimal(0))
            for pledge in self
            if pledge.id in open_amounts
        }

    def _get_payments(self):
        """Return ``{pledge: [(day, Decimal)]}``: the payments on the items since they were promised, in the currency
        of the items. What was applied before the promise was taken down is no part of what was open then, whatever day
        it is said to have been given on."""
        payments = {pledge: [] for pledge in self}
        if not self.ids:
            return payments
        self.env.flush_all()
        source = self.env["credit.payment.experience"]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT promised.pledge_id, payment.date,
                       part.debit_amount_currency * (1 - COALESCE(short.share, 0)) AS amount
                  FROM %(source)s
                  JOIN credit_pledge_item promised ON promised.line_id = item.id
                  JOIN credit_pledge pledge ON pledge.id = promised.pledge_id AND pledge.create_date <= part.create_date
                 WHERE promised.pledge_id IN %(pledges)s AND %(conditions)s
                """,
                source=source._get_source(),
                pledges=tuple(self.ids),
                conditions=SQL(" AND ").join(source._get_conditions()),
            )
        )
        for pledge_id, day, amount in rows:
            pledge = self.browse(pledge_id)
            payments[pledge].append((day, self._to_decimal(float(amount), pledge.currency_id)))
        return payments

    @api.model
    def _to_decimal(self, amount, currency):
        return Decimal(float_repr(amount, currency.decimal_places))
