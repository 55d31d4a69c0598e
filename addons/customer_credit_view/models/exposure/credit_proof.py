from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.tools import SQL

from ...logic.commitment import Commitment

DIFFERENCES = """
    SELECT partner_id, company_id, currency_id, part, day, SUM(counted), SUM(expected)
      FROM (SELECT partner_id, company_id, currency_id, part, day, amount AS counted, 0 AS expected
              FROM (SELECT * FROM credit_counter UNION ALL SELECT * FROM credit_counter_change) AS counters
            UNION ALL
            SELECT partner_id, company_id, currency_id, part, day, 0, amount FROM (%s) AS documents
           ) AS compared
     GROUP BY partner_id, company_id, currency_id, part, day
    HAVING SUM(counted) <> SUM(expected)
     ORDER BY partner_id, part, day
"""
# More than that is not read one by one: the counters are built anew.
SHOWN = 1000


class CreditProof(models.Model):
    """A comparison of the counters with the ledger and the orders, to the cent, and what was found."""

    _name = "credit.proof"
    _inherit = ["evidence.guarded", "evidence.mixin"]
    _description = "Proof of Exposure"
    _order = "id desc"
    _act_fields = frozenset(
        {"name", "state", "proved_at", "company_id", "difference_ids", "rebuilt_at", "rebuilt_by_id"}
    )

    name = fields.Char(string="Number", readonly=True, copy=False)
    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    proved_at = fields.Datetime(string="Proved On", readonly=True)
    state = fields.Selection(
        [("equal", "Equal"), ("different", "Different"), ("rebuilt", "Rebuilt")],
        string="Status",
        readonly=True,
        index=True,
    )
    difference_ids = fields.One2many("credit.proof.difference", "proof_id", string="Differences", readonly=True)
    difference_count = fields.Integer(string="Number of Differences", compute="_compute_difference_count")
    rebuilt_at = fields.Datetime(string="Rebuilt On", readonly=True)
    rebuilt_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")

    @api.depends("difference_ids")
    def _compute_difference_count(self):
        for proof in self:
            proof.difference_count = len(proof.difference_ids)

    @api.model
    def _prove(self):
        """Compare the counters of all companies with the documents; return the proofs, one for each company."""
        self.env.flush_all()
        # sudo: the counters are those of all customers, whoever has them proved.
        proofs = self.sudo()
        found = proofs._find_stale_lines() + proofs._find_differences()
        now = fields.Datetime.now()
        # Each has its proof. pylint: disable-next=no-search-all
        for company in proofs.env["res.company"].search([]):
            own = [vals for vals in found if vals["company_id"] == company.id]
            proof = proofs.create({})
            proof._act(
                {
                    "name": self.env["ir.sequence"].sudo().next_by_code("credit.proof"),  # sudo: see above
                    "company_id": company.id,
                    "proved_at": now,
                    "state": "different" if own else "equal",
                    "difference_ids": [fields.Command.create(vals) for vals in own[:SHOWN]],
                }
            )
            proofs += proof
        return proofs

    def _find_differences(self):
        documents = SQL(" UNION ALL ").join(
            SQL("SELECT * FROM (%s) AS counted", SQL(counted, rows=SQL.identifier(table)))
            for table, counted in self.env["credit.counter"]._get_counted().items()
        )
        keys = ("partner_id", "company_id", "currency_id", "part", "day", "counted", "expected")
        return [dict(zip(keys, row, strict=True)) for row in self.env.execute_query(SQL(DIFFERENCES, documents))]

    def _find_stale_lines(self):
        """Differences of order lines whose stored commitment is not what their order and their quantities say."""
        found = []
        for lines in self.env["sale.order.line"]._get_open_in_batches():
            for line in lines:
                order = line.order_id
                counts = order.state == "sale" and line.credit_debtor_id == order.partner_invoice_id
                expected = line._get_credit_commitment() if counts else Commitment()
                for part in ("undelivered", "delivered"):
                    counted = line[f"credit_{part}"]
                    if line.currency_id.compare_amounts(counted, float(getattr(expected, part))):
                        found.append(
                            {
                                "partner_id": line.credit_debtor_id.id,
                                "company_id": line.company_id.id,
                                "currency_id": line.currency_id.id,
                                "part": part,
                                "day": line.credit_promised_date if part == "undelivered" else None,
                                "counted": counted,
                                "expected": float(getattr(expected, part)),
                                "order_line_id": line.id,
                            }
                        )
        return found

    def action_rebuild(self):
        """Count everything anew, and seal that it was necessary."""
        self.ensure_one()
        self.check_access("write")
        # sudo: the counters belong to nobody.
        self.env["credit.counter"].sudo()._rebuild()
        self._act({"state": "rebuilt", "rebuilt_at": fields.Datetime.now(), "rebuilt_by_id": self.env.uid})
        self._seal("credit.counters_rebuilt", {"differences": self.difference_count})

    @api.model
    def _get_evidence_events(self):
        schema = EventSchema(1, {"differences": "integer"})
        return {**super()._get_evidence_events(), "credit.counters_rebuilt": schema}

    @api.model
    def _cron_prove(self):
        self.env["credit.counter"]._fold()
        self._prove()
