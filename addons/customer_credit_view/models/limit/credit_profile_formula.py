from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command

from ...exceptions import ProposalRefused
from ...logic import limit_formulas
from ...logic.limit_formulas import Basis, LimitInputs
from ...tools import has_rate


class CreditProfile(models.Model):
    """What limit a formula proposes. The formula is the company's; a client adds its own.

    A formula ``acme`` is a value of ``credit_limit_formula`` of the company, and ``_propose_acme(inputs)`` here.
    """

    _inherit = "credit.profile"

    def action_propose_limit(self):
        """Make a draft proposal for each of these customers, with the amount of the company's formula."""
        self.check_access("write")
        if not self.env.user.has_group("customer_credit_view.group_credit_analyst"):
            raise AccessError(self.env._("Only an analyst of credit may propose limits."))
        proposals = self._propose_limits(fields.Date.context_today(self))
        return proposals._get_records_action(name=self.env._("Proposals"))

    def _propose_limits(self, date):
        """Return draft proposals for these customers by the formulas of their companies."""
        found = self._get_limit_proposals(date)
        rows = [
            {
                "profile_id": profile.id,
                "currency_id": profile.company_id.currency_id.id,
                "amount": float(proposal.amount or 0),
                "date_from": date,
                "reason": self.env._("Proposed by a formula: %s.", profile._get_formula_label()),
            }
            for profile, proposal in found.items()
        ]
        proposals = self.env["credit.limit.proposal"].create(rows)
        for record, (profile, proposal) in zip(proposals, found.items(), strict=True):
            # sudo: nobody has the right to write what a proposal rests on, its maker has to.
            record.sudo()._act(
                {
                    "formula": profile.company_id.credit_limit_formula,
                    "formula_amount": float(proposal.amount or 0),
                    "has_formula_amount": proposal.amount is not None,
                    "basis_ids": [Command.create(row) for row in self._prepare_basis(proposal)],
                }
            )
        return proposals

    def _get_limit_proposals(self, date):
        """Return ``{profile: Proposal}`` by the formula of each company."""
        inputs = self._get_limit_inputs(date)
        return {profile: profile._propose(inputs[profile]) for profile in self}

    def _propose(self, inputs):
        """Return the ``Proposal`` for ``inputs`` (``logic.limit_formulas.LimitInputs``), in the company's currency.

        The formula ``acme`` is answered by ``_propose_acme(inputs)``, which takes and returns the same, changes nothing
        and leaves ``amount`` None where too little is known.
        """
        self.ensure_one()
        formula = self.company_id.sudo().credit_limit_formula  # sudo: the formula is the same for everybody
        propose = getattr(self, f"_propose_{formula}", None)
        if propose is None:
            raise ProposalRefused(self.env._("No method proposes limits by the formula “%s”.", formula))
        return propose(inputs)

    def _get_formula_label(self):
        company = self.company_id.sudo()  # sudo: as above
        return dict(company._fields["credit_limit_formula"]._description_selection(self.env))[
            company.credit_limit_formula
        ]

    def _propose_grade_matrix(self, inputs):
        return limit_formulas.grade_matrix(inputs)

    def _propose_need(self, inputs):
        return limit_formulas.by_need(inputs)

    def _propose_net_worth(self, inputs):
        return limit_formulas.capacity(inputs)

    def _propose_working_capital(self, inputs):
        return limit_formulas.capacity(inputs, Basis.WORKING_CAPITAL)

    def _propose_monthly_sales(self, inputs):
        return limit_formulas.capacity(inputs, Basis.MONTHLY_SALES)

    def _propose_references(self, inputs):
        return limit_formulas.by_references(inputs)

    def _propose_average(self, inputs):
        return limit_formulas.mixed(inputs, is_careful=False)

    def _propose_lowest(self, inputs):
        return limit_formulas.mixed(inputs, is_careful=True)

    def _propose_native(self, inputs):
        """What Odoo itself has as the contact's credit limit: to take over a living database, in bulk."""
        # sudo: only readers of accounting see that limit.
        partner = self.sudo().partner_id.with_company(self.company_id)
        is_set = partner.use_partner_credit_limit and partner.credit_limit > 0
        return limit_formulas.given(Decimal(repr(partner.credit_limit)) if is_set else None, inputs)

    # Gathering

    def _get_limit_inputs(self, date):
        """Return ``{profile: LimitInputs}``: what is known on ``date``, in the company's currency.

        In a constant number of queries, but for the rates of foreign currencies.
        """
        # sudo: a proposal rests on all that is known of a customer, whoever asks for it.
        profiles = self.sudo()
        statements = self.env["credit.statement"]._get_latest(profiles, date)
        assessments = self.env["credit.assessment"]._get_in_force(profiles, date)
        billed, own_sales = profiles._get_billed(date), profiles._get_own_sales(date)
        covered, days = profiles._get_cover_amounts(date), profiles._get_payment_days(date)
        return {
            profile: LimitInputs(
                **(statements[known]._get_strength() if known in statements else {}),
                **profile._get_grade_shares(assessments.get(known)),
                need=known._get_need(billed.get(known), days[known]),
                references=tuple(known._get_references(date)),
                own_sales=own_sales.get(known.company_id),
                cover=covered.get(known, Decimal(0)),
                **known.company_id._get_limit_shares(),
            )
            for profile, known in zip(self, profiles, strict=True)
        }

    def _get_grade_shares(self, assessment):
        grade = assessment.grade_id if assessment else None
        if not grade:
            return {}
        return {
            "net_worth_share": Decimal(repr(grade.net_worth_percent)) / 100,
            "turnover_share": Decimal(repr(grade.turnover_percent)) / 100,
        }

    def _get_need(self, billed, days):
        """The credit that the customer's purchases ask for, taxes included; None where it has bought nothing yet."""
        company = self.company_id
        lead = company.credit_lead_days
        if billed:
            return limit_formulas.need(billed, Decimal(0), days, lead)
        if not self.expected_purchases:
            return None
        tax = company.account_sale_tax_id
        rate = Decimal(repr(tax.amount)) / 100 if tax.amount_type == "percent" else Decimal(0)
        return limit_formulas.need(Decimal(repr(self.expected_purchases)), rate, days, lead)

    def _get_payment_days(self, date):
        """Return ``{profile: days}`` until the last instalment is due: by its own terms, else by the usual ones."""
        agreed, days = self._get_credit_days(date), {}
        for profile in self:
            company = profile.company_id
            has_terms = profile.partner_id.with_company(company).property_payment_term_id
            days[profile] = agreed[profile] if has_terms else company.credit_terms_days
        return days

    def _get_references(self, date):
        for row in self.limit_reference_ids:
            is_recent = date - timedelta(days=365) < row.date <= date
            if is_recent and has_rate(row.currency_id, self.company_id):
                rate = self.env["res.currency"]._get_conversion_rate(
                    row.currency_id, self.company_id.currency_id, self.company_id, row.date
                )
                yield Decimal(repr(row.limit_amount)) * Decimal(repr(rate))

    def _get_own_sales(self, date):
        """Return ``{company: Decimal}``: our sales of the year up to ``date``, its branches' too, without taxes."""
        domain = [
            ("company_id", "child_of", self.company_id.ids),
            ("state", "=", "posted"),
            ("move_type", "in", ("out_invoice", "out_refund")),
            ("invoice_date", ">", date - timedelta(days=365)),
            ("invoice_date", "<=", date),
        ]
        sales = dict.fromkeys(self.company_id, Decimal())
        for company, amount in self.env["account.move"]._read_group(
            domain, ["company_id"], ["amount_untaxed_signed:sum"]
        ):
            sales[company.root_id] += Decimal(repr(amount))
        return {company: amount for company, amount in sales.items() if amount > 0}

    def _get_cover_amounts(self, date):
        """Return ``{profile: Decimal}``: what the covers of each customer's whole account would pay at most."""
        return {
            profile: sum((self._get_most(cover) for cover in covers if self._counts(cover, profile, date)), Decimal(0))
            for profile, covers in self._get_covers(date).items()
        }

    @api.model
    def _counts(self, cover, profile, date):
        has_begun = not cover.valid_from or cover.valid_from <= date
        return has_begun and not cover.orders and cover.owner == profile.id

    @api.model
    def _get_most(self, cover):
        return max(cover.remaining * cover.percent / 100 - cover.deductible, Decimal(0))

    @api.model
    def _prepare_basis(self, proposal):
        """The rows that say what a proposal rests on, known or not."""
        known = [(part.basis, part.amount, part.basis == proposal.deciding) for part in proposal.parts]
        rows = known + [(basis, None, False) for basis in proposal.unknown]
        labels = self._get_basis_labels()
        return [
            {
                "sequence": place,
                "basis": labels.get(basis, basis),
                "is_known": amount is not None,
                "amount": float(amount or 0),
                "is_deciding": is_deciding,
            }
            for place, (basis, amount, is_deciding) in enumerate(rows)
        ]

    @api.model
    def _get_basis_labels(self):
        """What the bases of proposals are called; a client's formula adds its own."""
        return {
            Basis.NET_WORTH: self.env._("Share of tangible net worth"),
            Basis.WORKING_CAPITAL: self.env._("Share of working capital"),
            Basis.MONTHLY_SALES: self.env._("Share of average monthly sales"),
            Basis.TURNOVER: self.env._("Share of turnover"),
            Basis.NEED: self.env._("Need of its purchases"),
            Basis.REFERENCES: self.env._("Median of trade references"),
            Basis.CONCENTRATION: self.env._("Highest share of our own sales"),
            Basis.COVER: self.env._("Cover and the risk we bear"),
            Basis.NATIVE: self.env._("Credit limit on the contact"),
        }
