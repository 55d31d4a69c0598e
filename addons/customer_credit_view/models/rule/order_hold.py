from decimal import Decimal

from odoo import api, fields, models
from odoo.addons.order_gate.models.order_hold import OPEN_STATES
from odoo.tools import float_repr, format_amount, format_date

from ...logic.cover import Part
from ...logic.what_if import LimitCheck, OpenItem, Situation, options
from ..profile.credit_profile import READER

CURABLE = {"credit_limit_used", "credit_days_overdue"}


class OrderHold(models.Model):
    """What would cure a hold for credit, and on which conditions it was released."""

    _inherit = "order.hold"

    is_credit_hold = fields.Boolean(compute="_compute_is_credit_hold")
    credit_options = fields.Html(
        string="What Would Cure It",
        compute="_compute_credit_options",
        sanitize=False,
        groups=READER,
        help="The least of each way that lets the document pass now, each way alone.",
    )
    release_condition_ids = fields.One2many(
        "credit.release.condition",
        "hold_id",
        string="Conditions",
        readonly=True,
        groups=f"{READER},order_gate.group_order_gate_controller",
    )

    @api.depends("finding_ids.code", "state")
    def _compute_is_credit_hold(self):
        for hold in self:
            codes = set(hold.finding_ids.mapped("code"))
            hold.is_credit_hold = hold.state in OPEN_STATES and not codes.isdisjoint(CURABLE)

    @api.depends("is_credit_hold")
    @api.depends_context("lang")
    def _compute_credit_options(self):
        for hold in self:
            situation = hold._get_credit_situation() if hold.is_credit_hold else None
            values = {
                "lines": hold._tell_options(situation, options(situation)) if situation else [],
                "others": hold._tell_other_causes(),
            }
            hold.credit_options = situation and self.env["ir.qweb"]._render("customer_credit_view.hold_options", values)

    def _get_credit_situation(self):
        """Return the ``Situation`` of this hold as it is now, None where nothing can be computed."""
        self.ensure_one()
        document = self._get_document()
        if not document:
            return None
        # sudo: computed in its own company; who may see the figures is decided by the fields' groups.
        judged = document._gate_as_judge(self.sudo().company_id)
        profiles = judged.env["credit.profile"]
        settings = judged.env["credit.rule"]._get_settings(self.company_id.id, self.checkpoint)
        own = set(self.sudo().finding_ids.rule_id.ids)
        settings = [setting for setting in settings if setting.gate_rule in own]
        facts = profiles._get_credit_facts(self.checkpoint, judged, {"nodes", "overdue"})
        found = next(((subject, fact) for subject, fact in facts if subject.is_debtor and subject.profile), None)
        return found and self._build_situation(*found, settings)

    def _build_situation(self, subject, facts, settings):
        checks, late = [], []
        for setting in settings:
            if setting.kind == "limit_used":
                horizon = setting.horizon_days
                until = None if horizon is None else fields.Date.add(facts.day, days=horizon)
                checks += [LimitCheck(node, setting.percent, until) for node in facts.nodes]
            elif setting.kind == "days_overdue":
                late.append(fields.Date.subtract(facts.day, days=setting.days + setting.grace))
        document = self._get_held_part(subject, facts)
        items = self._get_open_items(subject.profile)
        return Situation(facts.day, document, tuple(checks), items, max(late, default=None))

    def _get_held_part(self, subject, facts):
        """Return what the document adds to the exposure; nothing, where it is counted there already."""
        document = subject.document
        addition = document._get_credit_addition(self.checkpoint, subject.gate)
        key = document.id if document._name == "sale.order" else None
        for node in facts.nodes:
            for part in node.parts:
                if addition and part.order == key and part.amount == addition:
                    return part
        return Part(facts.day, addition, order=key)

    def _get_open_items(self, profile):
        """Return the posted, unpaid and uncontested items of the customer as ``OpenItem``, in company currency."""
        # sudo: as above.
        lines = self.env["account.move.line"].sudo()
        found = lines.search(
            [
                ("company_id", "child_of", profile.company_id.id),
                # Not ``child_of``: a subsidiary owes on its own.
                ("partner_id.commercial_partner_id", "=", profile.partner_id.id),
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
                ("amount_residual", ">", 0),
                ("move_id.payment_state", "!=", "blocked"),
            ],
            order="date_maturity, id",
        )
        return tuple(
            OpenItem(line.id, line.date_maturity or line.date, Decimal(float_repr(line.amount_residual, 6)))
            for line in found
        )

    # In words

    def _tell_other_causes(self):
        """Return a sentence about what else holds the document, which no limit and no payment cures; else False."""
        self.ensure_one()
        # sudo: the names of rules and causes are on the hold that the user sees.
        others = self.sudo().finding_ids.filtered(
            lambda finding: finding.severity == "block" and finding.code not in CURABLE
        )
        causes = dict.fromkeys(finding.rule_id.name or finding.message for finding in others)
        return bool(causes) and self.env._(
            "It is held for something else, too, that nothing of this cures: %s.", ", ".join(causes)
        )

    def _tell_options(self, situation, found):
        """Return a sentence for each way that cures this hold alone."""
        money = self._tell_money
        lines = []
        if found.share:
            lines.append(self.env._("Release %(share)s %% of it.", share=found.share))
        if found.deposit:
            lines.append(self.env._("Take a deposit of %(amount)s.", amount=money(found.deposit)))
        if found.cover:
            lines.append(self.env._("Add a cover of %(amount)s for the whole account.", amount=money(found.cover)))
        if found.wait_alone:
            lines.append(self.env._("Wait until %(item)s is paid.", item=self._tell_item(found.wait_alone)))
        if len(found.wait) > 1:
            total = sum(item.amount for item in found.wait)
            last = format_date(self.env, found.wait[-1].due)
            lines.append(
                self.env._(
                    "Wait until the %(count)s oldest items of %(total)s together are paid, the last due on %(date)s.",
                    count=len(found.wait),
                    total=money(total),
                    date=last,
                )
            )
        return lines

    def _tell_item(self, item):
        # sudo: the number of an invoice is no secret to readers of credit.
        line = self.env["account.move.line"].sudo().browse(item.key)
        return self.env._(
            "%(invoice)s of %(amount)s, due on %(date)s",
            invoice=line.move_id.name,
            amount=self._tell_money(item.amount),
            date=format_date(self.env, item.due),
        )

    def _tell_money(self, amount):
        return format_amount(self.env, float(amount), self.company_id.currency_id)

    # Acts

    def action_what_if(self):
        """Open the panel that tries what would cure this hold."""
        self.ensure_one()
        self._check_controller()
        panel = self.env["credit.what.if"].create({"hold_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What If: %s", self.document_name),
            "res_model": panel._name,
            "res_id": panel.id,
            "view_mode": "form",
            "target": "new",
        }
