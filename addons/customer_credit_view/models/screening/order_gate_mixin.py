from odoo import fields, models
from odoo.addons.order_gate.logic.findings import Checkpoint, Finding, Severity

SCREENED = (Checkpoint.ACCEPT, Checkpoint.CONFIRM, Checkpoint.SHIP)
PARTIES = ("partner_id", "partner_invoice_id", "partner_shipping_id")
# Findings that a release of the hold does not answer: only clearing the hit does.
UNRELEASABLE = frozenset({"screening_hit", "screening_restricted"})


class OrderGateMixin(models.AbstractModel):
    """Nothing is accepted for a restricted party, nor shipped to one.

    What was found is stored for each customer and version of a list: a document looks that up, in one query. Only whom
    nobody has compared yet is compared here, without keeping anything.
    """

    _inherit = "order.gate.mixin"

    def _gate_findings(self, checkpoint):
        found = super()._gate_findings(checkpoint)
        if checkpoint in SCREENED and self.env.company.credit_screening_mode != "off":
            for record, findings in self._find_restricted().items():
                found.setdefault(record, []).extend(findings)
        return found

    def _find_restricted(self):
        """Return ``{record: [Finding]}`` of the parties of these documents, all of one company."""
        versions = self.env["credit.screening.list"]._get_versions(self.env.company.root_id)
        if not versions:
            return {}
        parties = {record: record._get_screened_parties().commercial_partner_id for record in self}
        customers = self.env["res.partner"].union(*parties.values())
        standings = self._get_screening_standings(customers, versions)
        old = self._get_outdated_finding(versions)
        return {
            record: [finding for finding in (self._judge_standing(standings, own), old) if finding]
            for record, own in parties.items()
        }

    def _get_screening_standings(self, customers, versions):
        """Return ``{customer id: (numbers of confirmed hits, of open hits)}``; a list stands for a hit not kept yet."""
        kept = self.env["credit.profile"]._get_screening_standing(customers, self.env.company.root_id)
        standings = {partner: (confirmed, waiting) for partner, (confirmed, waiting, _compared) in kept.items()}
        for version in versions:
            compared = {partner for partner, (*_hits, done) in kept.items() if version.id in done}
            unknown = customers.browse([partner for partner in customers.ids if partner not in compared])
            for customer in self._look_up(unknown, version):
                confirmed, waiting = standings.get(customer.id, ((), ()))
                standings[customer.id] = (confirmed, (*waiting, version.list_id.code))
        return standings

    def _look_up(self, customers, version):
        """Return those of ``customers`` who look like a party of ``version`` that two persons have not cleared.

        Nothing is kept: the comparison in the background does that.
        """
        if not customers:
            return customers
        company = self.env.company.root_id
        names = customers._get_screened_names(company)
        found = self.env["credit.screening.result"]._find_matches(names, version, company)
        if not any(found.values()):
            return customers.browse()
        hits = self.env["credit.screening.hit"].search(
            [("partner_id", "in", customers.ids), ("list_id", "=", version.list_id.id), ("state", "=", "cleared")]
        )
        cleared = {(hit.partner_id.id, hit.content_hash, hit.asked_name) for hit in hits}
        parties = self.env["credit.screening.party"]
        return customers.filtered(
            lambda customer: any(
                (customer.id, parties.browse(match.party).content_hash, match.asked) not in cleared
                for match in found[customer]
            )
        )

    def _judge_standing(self, standings, customers):
        confirmed = [number for customer in customers for number in standings.get(customer.id, ((), ()))[0]]
        waiting = [number for customer in customers for number in standings.get(customer.id, ((), ()))[1]]
        if confirmed:
            message = self.env._(
                "A party of this document is on a list of restricted parties (%s): nothing may be sold or sent to it.",
                ", ".join(confirmed),
            )
            return self._prepare_screening_finding("screening_restricted", message, confirmed)
        if waiting:
            message = self.env._(
                "A party of this document may be on a list of restricted parties (%s): two persons must clear the hit"
                " in its credit profile.",
                ", ".join(waiting),
            )
            return self._prepare_screening_finding("screening_hit", message, waiting)
        return None

    def _prepare_screening_finding(self, code, message, numbers):
        observes = self.env.company.credit_screening_mode == "observe"
        severity = Severity.WARNING if observes else Severity.BLOCK
        return Finding(code, severity, message, {"hits": ", ".join(numbers)})

    def _get_outdated_finding(self, versions):
        days = self.env.company.credit_screening_max_age
        loaded = min(versions.mapped("loaded_at"))
        if not days or (fields.Datetime.now() - loaded).days <= days:
            return None
        oldest = min(versions, key=lambda version: version.loaded_at).list_id.code
        message = self.env._(
            "The list %(list)s of restricted parties was loaded more than %(days)s days ago.", list=oldest, days=days
        )
        return Finding("screening_outdated", Severity.WARNING, message, {"list": oldest, "days": str(days)})

    # Hooks

    def _get_screened_parties(self):
        """Return the contacts of this document that must not be restricted: customer, payer and receiver."""
        self.ensure_one()
        return self.env["res.partner"].union(*(self[name] for name in PARTIES if name in self._fields))
