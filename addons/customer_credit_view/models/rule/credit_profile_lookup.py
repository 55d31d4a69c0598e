from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ...tools import plan
from ..limit.credit_limit_in_force import LIMIT_NAMES

READ = {
    "partner_id": "integer",
    "company_id": "integer",
    "parent_path": "varchar",
    "standing": "varchar",
    "grade": "varchar",
    "next_review_date": "date",
}
# Of the row of a profile's limit, after its id: LIMIT_NAMES.
LIMIT_COLUMNS = {
    "limit_id": "integer",
    "limit_profile_id": "integer",
    "limit_company_id": "integer",
    "limit_amount": "numeric",
    "limit_currency_id": "integer",
}
NODES = """
    SELECT id, %(columns)s
      FROM credit_profile
     WHERE id = ANY (ARRAY(
            SELECT unnest(string_to_array(rtrim(own.parent_path, '/'), '/')::int[])
              FROM credit_profile AS own
             WHERE own.company_id = %(company)s AND own.partner_id = ANY (%(customers)s)))
"""
# In the order of the customers, so that nobody waits in a circle; see credit.profile._claim. Of the nodes above them
# only those whose limits are compared with, ended ones included: who shares no limit does not wait.
CLAIM = """
    UPDATE credit_profile SET checks = credit_profile.checks + 1
      FROM (SELECT id
              FROM credit_profile
             WHERE id = ANY (ARRAY(
                    SELECT id FROM found
                     WHERE partner_id = ANY (%(customers)s) OR EXISTS (
                           SELECT 1 FROM credit_limit AS own
                            WHERE own.profile_id = found.id AND own.state = 'granted' AND own.date_from <= %(today)s)))
             ORDER BY partner_id, company_id FOR NO KEY UPDATE) AS claimed
     WHERE credit_profile.id = claimed.id
"""
KEY = "customer_credit_view.claimed"


class Looked(NamedTuple):
    """The profiles of customers and the nodes above them; those of all these that have members below them in the group,
    and those that have a cover in force; the limits of them all in force on the day of a check, None without one."""

    profiles: models.BaseModel
    nodes: models.BaseModel
    with_members: models.BaseModel
    with_covers: models.BaseModel
    limits: models.BaseModel | None = None


class Prepared(NamedTuple):
    """What was read for a check that follows at once: ``{document: Facts}``, and ``looked`` for the ids of who answers
    for them and of their company."""

    facts: dict
    customers: frozenset[int]
    company: int
    looked: Looked


class CreditProfile(models.Model):
    """Finding, and claiming, what a check needs of profiles in one query: it runs at every confirmation."""

    _inherit = "credit.profile"

    def init(self):
        super().init()
        arguments = {"of_customers": "integer[]", "of_company": "integer", "on_day": "date"}
        columns = {"id": "integer", **READ, "with_members": "boolean", "with_covers": "boolean", **LIMIT_COLUMNS}
        plan(self.env.cr, "credit_claim", arguments, columns, self._get_lookup_query(*map(SQL, arguments)))

    @api.model
    def _prepare_check(self, documents, company, claim_on=None):
        """Look up who answers for ``documents``, of one company or its branches, and remember it for the check that
        follows at once.

        Profiles are made where they are missing.
        ``claim_on``, the day of the check, claims their profiles and those above them that have a limit.
        """
        facts, company = documents._gate_head_facts(), company.root_id
        customers = self._get_all_answering(documents, facts)
        looked = self._read_looked(customers, company, claim_on)
        if customers - looked.profiles.partner_id:
            self._get_for(customers, company)
            looked = self._read_looked(customers, company, claim_on)
        self.env.cr.precommit.data[KEY] = Prepared(facts, frozenset(customers.ids), company.id, looked)

    @api.model
    def _get_head_facts(self, documents):
        """Return ``{document: Facts}``, as they were read when the check was prepared a moment ago."""
        prepared = self.env.cr.precommit.data.get(KEY)
        if prepared and all(document in prepared.facts for document in documents):
            return prepared.facts
        return documents._gate_head_facts()

    @api.model
    def _look_up(self, customers, company):
        """Return what is ``Looked`` up of ``customers``, with what a check reads of the profiles in the cache."""
        prepared, company = self.env.cr.precommit.data.pop(KEY, None), company.root_id
        if prepared and (prepared.customers, prepared.company) == (frozenset(customers.ids), company.id):
            return prepared.looked
        return self._read_looked(customers, company)

    @api.model
    def _read_looked(self, customers, company, claim_on=None):
        if not customers:
            return Looked(self.browse(), self.browse(), self.browse(), self.browse())
        self.flush_model(["partner_id", "company_id", "parent_id", "standing", "grade", "next_review_date"])
        self.env["credit.cover"].flush_model(["profile_id", "state"])
        if claim_on:
            self.env["credit.limit"].flush_model()
        # sudo: found for whoever asks; what of it is shown is decided by the fields' groups.
        asked = customers.ids, company.id
        claim = SQL("SELECT * FROM credit_claim(%s, %s, %s)", *asked, claim_on)
        query = claim if claim_on else self._get_lookup_query(*asked)
        return self.sudo()._build_looked(self.env.execute_query(query), customers, claim_on)

    @api.model
    def _get_lookup_query(self, customers, company, claim_on=None):
        """Return the query for the ids ``customers`` and ``company``, which may be the names of arguments. ``init``
        makes it the function that claims: a model that extends what is looked up then extends ``init``, too."""
        columns = SQL(", ").join(SQL.identifier(name) for name in READ)
        return SQL(
            """
            WITH found AS (%s) %s
            SELECT found.*,
                   EXISTS (SELECT 1 FROM credit_profile AS member WHERE member.parent_id = found.id),
                   EXISTS (SELECT 1 FROM credit_cover AS cover
                            WHERE cover.profile_id = found.id AND cover.state = 'in_force')
                   %s
              FROM found %s
             ORDER BY found.partner_id
            """,
            SQL(NODES, columns=columns, company=company, customers=customers),
            SQL(", claiming AS (%s)", SQL(CLAIM, customers=customers, today=claim_on)) if claim_on else SQL(),
            *self._get_limit_lookup(claim_on),
        )

    @api.model
    def _get_limit_lookup(self, day):
        """Return the columns of the limit that each profile has on ``day``, and its join; nothing without a day."""
        if not day:
            return SQL(), SQL()
        own = SQL("AND profile_id = found.id")
        running = self.env["credit.limit"]._get_in_force_query(day, own, LIMIT_NAMES[1:])
        columns = SQL(", ").join(SQL.identifier("running", name) for name in ("limit_id", *LIMIT_NAMES))
        return SQL(", %s", columns), SQL("LEFT JOIN LATERAL (%s) AS running ON TRUE", running)

    @api.model
    def _build_looked(self, rows, customers, day):
        nodes = self.browse(row[0] for row in rows)
        for index, name in enumerate(READ, 1):
            self._fields[name]._insert_cache(nodes, [row[index] for row in rows])
        own = self.browse(row[0] for row in rows if row[1] in customers._ids)
        at = len(READ) + 1
        with_members, with_covers = (self.browse(row[0] for row in rows if row[index]) for index in (at, at + 1))
        limits = self.env["credit.limit"]._take_rows([row[at + 2 :] for row in rows if row[at + 2]]) if day else None
        return Looked(own, nodes, with_members, with_covers, limits)
