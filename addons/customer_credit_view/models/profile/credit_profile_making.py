from odoo import api, models
from odoo.addons.evidence_ledger.exceptions import ActRefused
from odoo.exceptions import AccessError, ConcurrencyError, ValidationError
from psycopg2.errors import UniqueViolation

from .credit_profile import STRICTNESS


class CreditProfile(models.Model):
    """How profiles come to be: one for each commercial partner and company, below the next one of its group."""

    _inherit = "credit.profile"

    @api.model_create_multi
    def create(self, vals_list):
        profiles = super().create(vals_list)
        sequence = self.env["ir.sequence"].sudo()  # sudo: analysts do not read sequences
        for profile in profiles:
            profile._act({"name": sequence.next_by_code("credit.profile")})
        profiles._link_groups()
        profiles._follow_doubles()
        return profiles

    def write(self, vals):
        self._check_stays(vals)
        # Below another head, other limits bind: that is decided, not prepared.
        if "group_partner_id" in vals and not (
            self.env.su or self.env.user.has_group("customer_credit_view.group_credit_controller")
        ):
            raise AccessError(self.env._("Only a controller of credit may change the group of a customer."))
        result = super().write(vals)
        if "group_partner_id" in vals:
            self._link_groups()
        return result

    def _check_stays(self, vals):
        """What was decided about one customer must not become another's."""
        moved = [name for name in ("partner_id", "company_id") if name in vals and self[name].ids != [vals[name]]]
        if self and moved:
            raise ActRefused(
                self.env._(
                    "%(fields)s: a credit profile stays that of its customer. Please open the other customer's own.",
                    fields=self._name_fields(moved),
                )
            )

    @api.constrains("partner_id")
    def _check_commercial(self):
        for profile in self:
            partner = profile.partner_id
            if partner.commercial_partner_id != partner:
                raise ValidationError(
                    self.env._(
                        "%(contact)s belongs to %(customer)s: the credit profile is that of %(customer)s.",
                        contact=partner.display_name,
                        customer=partner.commercial_partner_id.display_name,
                    )
                )

    @api.model
    def _get_for(self, partners, company):
        """Return the profiles of ``partners`` (any contacts) in ``company``, made where there are none; of a branch:
        those of its main company.

        In the order of their customers' ids, which is the order in which they are locked.
        """
        customers, company = partners.commercial_partner_id, company.root_id
        known = self._find_for(customers, company)
        missing = customers - known.partner_id
        if missing:
            # sudo: whoever first deals with a customer needs no right to write profiles.
            known += self.sudo()._make_for(missing.sorted("id"), company)
        return known.with_env(self.env).sorted(lambda profile: profile.partner_id.id)

    @api.model
    def _make_for(self, customers, company):
        try:
            with self.env.cr.savepoint():
                return self.create([{"partner_id": customer.id, "company_id": company.id} for customer in customers])
        except UniqueViolation as error:
            if error.diag.constraint_name != "credit_profile_one_per_customer":
                raise
            # Another transaction made one at the same moment: run again and find it.
            raise ConcurrencyError(str(error)) from error

    @api.model
    def _find_for(self, partners, company):
        """Return the profiles that ``partners`` (any contacts) have in ``company``, or in that whose branch it is;
        archived ones included."""
        # sudo: found for whoever asks; what of it is shown is decided by the fields' groups.
        profiles = self.sudo().with_context(active_test=False)
        customers = partners.commercial_partner_id
        domain = [("partner_id", "in", customers.ids), ("company_id", "=", company.root_id.id)]
        return profiles.search(domain).with_env(self.env)

    def _link_groups(self):
        """Put these profiles below the next one of their groups, which is made where it is missing."""
        # sudo: follows from the contacts, whoever may write profiles.
        for company, profiles in self.sudo().grouped("company_id").items():
            heads = {profile: profile._get_group_head() for profile in profiles}
            above = self.browse().union(self._get_for(self.env["res.partner"].union(*heads.values()), company))
            by_customer = {profile.partner_id: profile for profile in above}
            for profile, head in heads.items():
                parent = by_customer.get(head, self.browse())
                if profile.parent_id != parent:
                    if profile._is_above(parent):
                        # Perhaps as its double alone: who is chosen goes before.
                        parent._link_groups()
                    profile._check_no_circle(parent)
                    profile._act({"parent_id": parent.id})

    def _is_above(self, other):
        return str(self.id) in (other.parent_path or "").split("/")

    def _check_no_circle(self, parent):
        if self._is_above(parent):
            raise ValidationError(
                self.env._(
                    "%(customer)s stands above %(head)s in its group already. Please choose another group head.",
                    customer=self.display_name,
                    head=parent.display_name,
                )
            )

    def _get_group_head(self):
        """The commercial partner one node up: the group head chosen here, else the parent company, else who it
        was before."""
        self.ensure_one()
        return self._get_chosen_head() or self._get_double().partner_id

    def _get_chosen_head(self):
        # sudo: the structure of a group counts whoever sees its contacts.
        profile = self.sudo()
        head = (profile.group_partner_id or profile.partner_id.parent_id).commercial_partner_id
        return head if head != profile.partner_id else head.browse()

    def _get_double(self):
        """Return the profile of the customer who has the same tax ID and was known before this one, archived or not.

        Who is made anew takes its limits along.
        """
        self.ensure_one()
        # sudo: as for the structure of a group.
        profile = self.sudo().with_context(active_test=False)
        if not (vat := profile.partner_id._get_credit_tax_id()):
            return self.browse()
        earlier = [("partner_id.vat", "=", vat), ("partner_id", "<", profile.partner_id.id)]
        found = profile.search([*earlier, ("company_id", "=", profile.company_id.id)], order="partner_id", limit=1)
        path = profile.browse(int(node) for node in (found.parent_path or "").split("/") if node)
        is_below = profile in path or any(node._get_chosen_head() == profile.partner_id for node in path)
        return self.browse() if is_below else found.with_env(self.env)

    def _follow_doubles(self):
        """Nobody gets a better standing by being made anew."""
        for profile in self:
            double = profile._get_double()
            if STRICTNESS.index(double.standing or "none") > STRICTNESS.index(profile.standing):
                # sudo: who first deals with a customer decides nothing about it.
                profile.sudo()._set_standing(
                    double.standing,
                    self.env._("It has the tax ID of %(customer)s.", customer=double.partner_id.display_name),
                )
