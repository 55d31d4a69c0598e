from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.canonical import money
from odoo.exceptions import AccessError

from ...exceptions import LimitRefused
from ...logic.limit_rows import LimitRow, day_before, find_overlap, shortened
from .credit_limit import MANAGER


class CreditLimit(models.Model):
    """Acts: granting a limit, which the one before makes room for, and ending one."""

    _inherit = "credit.limit"

    # Refusing is all that it does. pylint: disable-next=method-required-super
    @api.model_create_multi
    def create(self, vals_list):
        raise LimitRefused(self.env._("A limit comes from a proposal that was approved. Please propose it."))

    def write(self, vals):
        if any(not name.startswith(("message_", "activity_")) for name in vals):
            raise LimitRefused(self.env._("A limit stays as it was granted. Propose another one, or end it."))
        return super().write(vals)

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_except_granted(self):
        raise LimitRefused(self.env._("A limit that was granted stays on record. End it instead."))

    @api.model
    def _grant(self, vals_list, reason):
        """Create limits and seal them. Whoever calls this has decided: rights and approvals are checked before.

        ``vals_list``: ``profile_id``, ``currency_id``, ``amount``, ``date_from``, and if need be ``date_to``, ``kind``,
        ``insured_amount``, ``proposal_id``. A permanent limit that runs on ``date_from`` ends the day before. Raises
        ``LimitRefused`` where two limits of a kind would still overlap.
        """
        if not (reason or "").strip():
            raise LimitRefused(self.env._("Please say why: it is kept with the limit."))
        profiles = self.env["credit.profile"].browse({vals["profile_id"] for vals in vals_list})
        profiles._claim_limits()
        sequence = self.env["ir.sequence"].sudo()  # sudo: nobody reads sequences who grants limits
        # sudo: nobody has the right to write limits, who grants them has to.
        limits = self.sudo().browse()
        for vals in vals_list:
            limits._check_currency(vals)
            limits._make_room(vals, reason)
            row = {**vals, "name": sequence.next_by_code("credit.limit"), "reason": reason}
            limits += super(CreditLimit, self.sudo()).create([row])  # sudo: as above
        limits._check_no_overlap()
        limits._seal_limits("credit.limit_granted", reason)
        return limits.with_env(self.env)

    def action_end(self, date, reason):
        """End these limits after ``date``: a decision of a manager, who says why. Before its first day: cancel it."""
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a manager of credit may end a limit."))
        self.check_access("read")
        if not (reason or "").strip():
            raise LimitRefused(self.env._("Please say why: it is kept with the limit."))
        date = fields.Date.to_date(date)
        yesterday = day_before(fields.Date.context_today(self))
        self.profile_id._claim_limits()
        for limit in self.sudo():  # sudo: nobody has the right to write limits
            if limit.date_from <= date < yesterday:
                raise LimitRefused(
                    self.env._(
                        "%(limit)s has counted, and decisions rest on it: it ends on %(day)s at the earliest.",
                        limit=limit.name,
                        day=fields.Date.to_string(yesterday),
                    )
                )
            if limit.state != "granted" or (limit.date_to and limit.date_to <= date):
                raise LimitRefused(self.env._("%s has ended by then already.", limit.name))
            limit._end(date)
        # sudo: whoever may end a limit writes no evidence by hand.
        self.sudo()._seal_limits("credit.limit_ended", reason)
        return True

    def _end(self, date):
        if date < self.date_from:
            self._act({"state": "cancelled", "date_to": self.date_from})
        else:
            self._act({"date_to": date})

    @api.model
    def _check_currency(self, vals):
        if not vals.get("currency_id"):
            raise LimitRefused(self.env._("Please choose the currency of the limit."))

    @api.model
    def _make_room(self, vals, reason):
        """End the permanent limit that the new one takes over from, because of the same ``reason``."""
        new = self._get_planned_row(vals)
        others = self.search([("profile_id", "=", vals["profile_id"]), ("state", "=", "granted")])
        before = shortened((limit._get_row() for limit in others), new)
        if before:
            before.key._end(day_before(new.date_from))
            # The index of the one without an end sees rows one by one.
            before.key.flush_recordset()
            before.key._seal_limits("credit.limit_ended", reason)

    @api.model
    def _get_planned_row(self, vals):
        """The limit that ``vals`` describe, as the rules read it."""
        dates = [fields.Date.to_date(vals.get(name)) for name in ("date_from", "date_to")]
        return LimitRow(vals["amount"], dates[0], dates[1] or None, vals.get("kind") == "temporary")

    @api.model
    def _find_overlap_with(self, vals):
        """Return the limit that would overlap one made of ``vals`` although it makes room for it, else none."""
        new = self._get_planned_row(vals)
        # sudo: days are taken whoever sees by which limit.
        others = self.sudo().search([("profile_id", "=", vals["profile_id"]), ("state", "=", "granted")])
        rows = [limit._get_row() for limit in others]
        before = shortened(rows, new)
        taken = [row for row in rows if row is not before and row.overlaps(new)]
        return min(taken, key=lambda row: row.date_from).key if taken else self.browse()

    def _check_no_overlap(self):
        domain = [("profile_id", "in", self.profile_id.ids), ("state", "=", "granted")]
        for profile, limits in self.search(domain).grouped("profile_id").items():
            overlap = find_overlap([limit._get_row() for limit in limits])
            if overlap:
                raise LimitRefused(
                    self.env._(
                        "%(first)s and %(second)s of %(customer)s overlap. Choose other days, or end one of them.",
                        first=overlap[0].key.name,
                        second=overlap[1].key.name,
                        customer=profile.display_name,
                    )
                )

    def _seal_limits(self, event, reason):
        """Seal what became of these limits, and let what was held because of the ones before be judged again."""
        # sudo: a limit counts for all below its node, whoever sees them.
        below = self.env["credit.profile"].sudo().search([("id", "child_of", self.profile_id.ids)])
        below.partner_id._gate_touch_holds()
        for limit in self:
            limit.profile_id._seal(event, limit._prepare_payload(), reason=reason)
            limit.profile_id._message_log(
                body=self.env._("%(limit)s: %(reason)s", limit=limit.display_name, reason=reason)
            )

    def _prepare_payload(self):
        self.ensure_one()
        digits = self.currency_id.decimal_places
        return {
            "limit": self.name,
            "amount": money(self.amount, digits),
            "insured": money(self.insured_amount, digits),
            "currency": self.currency_id.name,
            "kind": self.kind,
            "date_from": self.date_from,
            "date_to": self.date_to or None,
            "state": self.state,
            "proposal": self.proposal_id.name or None,
        }
