from odoo import api, fields, models
from odoo.tools import SQL, split_every

from ...logic.screening_match import best_matches

BATCH = 200
# From so many customers on, all names of a list are indexed in memory at once; below, the database looks them up.
MANY = 40


class CreditScreeningResult(models.Model):
    """Comparing customers with the versions in force, once for each; what is found is kept as hits."""

    _inherit = "credit.screening.result"

    @api.model
    def _screen(self, profiles):
        """Compare ``profiles`` (of one company) with all versions in force, and keep what is found.

        Checks no rights: buttons do. Takes the same number of queries for each version, however many profiles.
        """
        for version in self.env["credit.screening.list"]._get_versions(profiles.company_id):
            index = self._get_names()._get_index(version) if len(profiles) >= MANY else None
            self._screen_version(profiles, version, index)
        profiles.sudo()._follow_screening()  # sudo: follows from what was found

    @api.model
    def _screen_version(self, profiles, version, index=None):
        # sudo: results and hits are written by screening alone.
        profiles, results = profiles.sudo(), self.sudo()
        matches = results._find_matches(profiles._get_screened_names(), version, profiles.company_id, index)
        results.search([("profile_id", "in", profiles.ids), ("version_id", "=", version.id)]).unlink()
        now = fields.Datetime.now()
        results.create(
            [
                {
                    "profile_id": profile.id,
                    "version_id": version.id,
                    "screened_at": now,
                    "hit_count": len(matches[profile]),
                }
                for profile in profiles
            ]
        )
        results.env["credit.screening.hit"]._follow(profiles, version, matches)

    @api.model
    def _find_matches(self, names, version, company, index=None):
        """Return ``{key: [Match]}`` of the parties of ``version`` that look like one of ``names``, which are
        ``{key: [Asked]}``."""
        policy = company._get_screening_policy()
        if index:
            return {key: index.find(asked, policy) for key, asked in names.items()}
        keys = set().union(*(one.name.keys for asked in names.values() for one in asked))
        candidates = self._get_names()._get_candidates(version, sorted(keys)) if keys else []
        return {key: best_matches(asked, candidates, policy) for key, asked in names.items()}

    @api.model
    def _get_names(self):
        # sudo: customers are compared with the lists, whoever may read them.
        return self.env["credit.screening.name"].sudo()

    # When it has to be done again

    @api.model
    def _forget(self, customers):
        """Compare ``customers`` (commercial partners) again soon: their names or countries changed."""
        # sudo: follows from the contacts, whoever changes them.
        results = self.sudo().search([("profile_id.partner_id", "in", customers.ids)])
        profiles = results.profile_id
        if results:
            results.unlink()
            # What was clear under the former names is not clear any more.
            profiles._follow_screening()
            self._ask_for_screening()

    @api.model
    def _forget_company(self, company):
        """Compare all customers of ``company`` again soon: what counts as alike changed."""
        # sudo: whoever may change the settings may have customers compared.
        self.sudo().search([("company_id", "=", company.id)]).unlink()
        self._ask_for_screening()

    @api.model
    def _ask_for_screening(self):
        # sudo: whoever changes a contact or a setting may have customers compared.
        self.env.ref("customer_credit_view.ir_cron_screen").sudo()._trigger()

    @api.model
    def _get_waiting_ids(self, company, version, among=None):
        """Return the ids of the profiles of ``company``, or of those ``among`` them, that were not compared with
        ``version``."""
        # sudo: every customer is compared, archived profiles included
        profiles = self.env["credit.profile"].sudo().with_context(active_test=False)
        own = [] if among is None else [("id", "in", among.ids)]
        query = profiles._search([("company_id", "=", company.id), *own], order="id")
        query.add_where(
            SQL(
                """
                NOT EXISTS (SELECT FROM credit_screening_result result
                             WHERE result.profile_id = credit_profile.id AND result.version_id = %s)
                """,
                version.id,
            )
        )
        return list(query)

    @api.model
    def _cron_screen(self):
        """Compare whoever was not compared with a version in force, in batches that are kept one by one."""
        # Branches are compared with their company.
        screening = [("parent_id", "=", False), ("credit_screening_mode", "!=", "off")]
        for company in self.env["res.company"].search(screening):
            for version in self.env["credit.screening.list"]._get_versions(company):
                if not self.with_company(company)._catch_up(company, version):
                    return

    @api.model
    def _catch_up(self, company, version):
        """Compare the profiles of ``company`` that wait for ``version``; return whether there was time for all."""
        waiting = self._get_waiting_ids(company, version)
        index = self._get_names()._get_index(version) if len(waiting) >= MANY else None
        self.env["ir.cron"]._commit_progress(remaining=len(waiting))
        for ids in split_every(BATCH, waiting):
            # A record at a time would read the names of all that wait again and again.
            profiles = self.env["credit.profile"].sudo().browse(ids).exists()  # sudo: every customer is compared
            self._screen_version(profiles, version, index)
            profiles._follow_screening()
            if not self.env["ir.cron"]._commit_progress(len(ids)):
                return False
        return True
