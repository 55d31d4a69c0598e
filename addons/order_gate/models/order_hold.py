from odoo import api, fields, models
from odoo.addons.evidence_ledger.tools import guard_table
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL, groupby
from psycopg2.errors import UniqueViolation

from ..exceptions import HoldIsImmutable

CHECKPOINTS = [
    ("accept", "Acceptance"),
    ("confirm", "Confirmation"),
    ("ship", "Shipment"),
    ("invoice", "Invoice"),
]
STATES = [
    ("active", "Held"),
    ("ready", "Ready"),
    ("released", "Released"),
    ("rejected", "Rejected"),
    ("cured", "Cured"),
    ("void", "Void"),
]
OPEN_STATES = ("active", "ready")
# Documents that had no hold when they were looked up in this transaction.
UNHELD = "order_gate.unheld"
OPEN = """
    SELECT id, res_model, res_id
      FROM order_hold
     WHERE (%(places)s) AND state IN ('active', 'ready', 'released', 'rejected')
     ORDER BY id
"""
# Who works on a hold may change; what was found, and what became of it, is written by acts alone.
FREE_FIELDS = frozenset({"user_id"})
FREE_PREFIXES = ("activity_", "message_", "my_activity_")
FROZEN_COLUMNS = (
    "name",
    "company_id",
    "res_model",
    "res_id",
    "document_name",
    "checkpoint",
    "act",
    "content",
    "content_hash",
    "findings_hash",
    "amount",
    "company_amount",
    "requested_by_id",
    "held_at",
)


class OrderHold(models.Model):
    """A refusal kept: the document, the checkpoint, what was found at that moment, and what became of it."""

    _name = "order.hold"
    _inherit = ["mail.thread", "mail.activity.mixin", "evidence.mixin"]
    _description = "Held Document"
    _order = "state, company_amount desc, id desc"
    _rec_names_search = ["name", "document_name"]
    _mail_post_access = "read"

    name = fields.Char(string="Number", required=True, readonly=True, index="trigram")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    res_model = fields.Char(string="Document Type", required=True, readonly=True)
    res_id = fields.Many2oneReference(string="Document Id", model_field="res_model", required=True, readonly=True)
    document_name = fields.Char(string="Document", required=True, readonly=True, index="trigram")
    checkpoint = fields.Selection(CHECKPOINTS, required=True, readonly=True, help="Where the document was held.")
    act = fields.Selection(
        [("act", "The act itself"), ("change", "A change afterwards")],
        string="Refused",
        required=True,
        readonly=True,
        help="A change afterwards was not made. Once released, whoever asked for it makes it again.",
    )
    state = fields.Selection(
        STATES,
        string="Status",
        required=True,
        readonly=True,
        index=True,
        tracking=1,
        group_expand="_group_expand_states",
        help="Ready: the cause is gone, the document may go on. Cured: it went on without a release. Void: the document"
        " asks for more now, or nothing will come of it.",
    )
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True, index=True, ondelete="restrict")
    author_ids = fields.Many2many(
        "res.users", string="Authors", readonly=True, help="Who wrote the document or answers for it."
    )
    author_id = fields.Many2one(
        "res.users",
        string="Author",
        readonly=True,
        ondelete="restrict",
        help="Who answers for the document or wrote it.",
    )
    requested_by_id = fields.Many2one(
        "res.users",
        string="Requested By",
        readonly=True,
        ondelete="restrict",
        help="Whose attempt was held. Customers appear here, too.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        tracking=2,
        index=True,
        domain="[('share', '=', False), ('company_ids', '=', company_id)]",
        help="Who must act.",
    )
    reason = fields.Char(string="Cause", readonly=True, help="The first finding that blocks.")
    finding_ids = fields.One2many("order.hold.finding", "hold_id", string="Findings", readonly=True)

    amount = fields.Monetary(string="Value", readonly=True, help="The document's total when it was held.")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    company_amount = fields.Monetary(
        string="Value at Risk",
        currency_field="company_currency_id",
        readonly=True,
        help="The document's total when it was held, in the currency of the company.",
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Company", store=True
    )

    held_at = fields.Datetime(string="Held On", required=True, readonly=True)
    decided_at = fields.Datetime(readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    decision_reason = fields.Text(string="Reason of the Decision", readonly=True)
    passed_at = fields.Datetime(string="Passed On", readonly=True, help="When the document went on.")
    void_cause = fields.Selection(
        [
            ("grown", "The document asks for more"),
            ("superseded", "Held again for other causes"),
            ("dead", "The document was cancelled"),
            ("deleted", "The document was deleted"),
        ],
        readonly=True,
    )
    escalated_at = fields.Datetime(string="Escalated On", readonly=True)
    age = fields.Integer(
        string="Days Held", compute="_compute_age", help="Days since it was held, until it was decided or ended."
    )
    next_step = fields.Char(compute="_compute_next_step")
    is_mine_to_release = fields.Boolean(compute="_compute_is_mine_to_release")

    content = fields.Text(readonly=True, help="What the document asked for: header and lines.")
    content_hash = fields.Char(readonly=True, help="SHA-256 of what the document asked for.")
    findings_hash = fields.Char(readonly=True)

    _one_number = models.UniqueIndex("(name)", "Two holds cannot have the same number.")
    _one_open = models.UniqueIndex(
        "(res_model, res_id, checkpoint) WHERE state IN ('active', 'ready')",
        "The document is already held at this checkpoint.",
    )
    _of_document = models.Index("(res_model, res_id, checkpoint)")

    def init(self):
        guard_table(self.env.cr, self._table, FROZEN_COLUMNS)

    @api.model
    def _group_expand_states(self, states, domain):
        """Show the way of a hold from left to right, and other states where holds are in them."""
        way = ("active", "ready", "released")
        return [state for state, _label in STATES if state in way or state in states]

    @api.depends("held_at", "decided_at", "passed_at")
    def _compute_age(self):
        now = fields.Datetime.now()
        for hold in self:
            end = hold.decided_at or hold.passed_at or now
            hold.age = (end - hold.held_at).days if hold.held_at else 0

    @api.depends_context("lang")
    @api.depends("state", "act", "user_id", "passed_at")
    def _compute_next_step(self):
        steps = {
            "active": self.env._("Release or reject"),
            "ready": self.env._("Resume: the cause is gone"),
            "released": self.env._("Resume the act"),
        }
        for hold in self:
            step = steps.get(hold.state)
            if hold.state == "released":
                if hold.passed_at:
                    step = False
                elif hold.act == "change":
                    step = self.env._("Make the change again")
            elif hold.state == "active" and not hold.user_id:
                step = self.env._("Take it over, then release or reject")
            hold.next_step = step

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_is_mine_to_release(self):
        for hold in self:
            hold.is_mine_to_release = hold.state in OPEN_STATES and hold._may_release()

    # Guard

    # Refusing is all that it does. pylint: disable-next=method-required-super
    @api.model_create_multi
    def create(self, vals_list):
        raise HoldIsImmutable(self.env._("A hold is placed by a refusal; nobody writes one by hand."))

    @api.model
    def _keep(self, vals_list):
        """Create what only a refusal may create."""
        self.env.cr.precommit.data.pop(UNHELD, None)
        try:
            with self.env.cr.savepoint():
                return super().create(vals_list)
        except UniqueViolation as error:
            if error.diag.constraint_name != "order_hold_one_open":
                raise
            # Somebody else was held at the same document at the same moment: run again and find that hold.
            raise ConcurrencyError(str(error)) from error

    def write(self, vals):
        refused = [name for name in vals if name not in FREE_FIELDS and not name.startswith(FREE_PREFIXES)]
        if refused:
            raise HoldIsImmutable(self.env._("Release or reject a hold; it cannot be rewritten."))
        return super().write(vals)

    # at_uninstall: otherwise a context key, which any client can send, would skip the check (BaseModel.unlink).
    @api.ondelete(at_uninstall=True)
    def _unlink_never(self):
        raise HoldIsImmutable(self.env._("A hold is a record of what happened and is not deleted."))

    def _advance(self, **vals):
        """Write what only acts may write."""
        return super().write(vals)

    def _claim(self):
        """Collide with whoever decides about these holds at the same time.

        The rows are updated, not just locked: under REPEATABLE READ the loser then fails with a serialization error,
        which Odoo answers by running it again on what the winner left.
        """
        if self.ids:
            self.env.flush_all()
            self.env.cr.execute(SQL("UPDATE order_hold SET state = state WHERE id IN %s", tuple(self.ids)))
            self.invalidate_recordset(["state"])

    # Lookups

    @api.model
    def _get_open(self, documents):
        """Return the holds of ``{model: ids}`` that still mean something for them: all but cured and void ones.

        A document that had none before in this transaction is not looked up again: it sees no other's, and what it
        places itself is known.
        """
        unheld = self.env.cr.precommit.data.setdefault(UNHELD, set())
        asked = {(model, res_id) for model, ids in documents.items() for res_id in ids} - unheld
        if not asked:
            return self.browse()
        # Every document that passes is looked up: a search would take longer to be written than to be answered.
        self.flush_model(["res_model", "res_id", "state"])
        places = SQL(" OR ").join(
            SQL("res_model = %s AND res_id IN %s", model, tuple(res_id for _model, res_id in keys))
            for model, keys in groupby(asked, key=lambda key: key[0])
        )
        rows = self.env.execute_query(SQL(OPEN, places=places))
        unheld.update(asked.difference((model, res_id) for _id, model, res_id in rows))
        return self.browse(row[0] for row in rows)._filtered_access("read")

    @api.model
    def _note_new(self, documents):
        """Remember that ``documents`` were just made, and have no hold."""
        self.env.cr.precommit.data.setdefault(UNHELD, set()).update(
            (documents._name, res_id) for res_id in documents.ids
        )

    @api.model
    def _get_standing(self, records, checkpoint):
        """Return ``{record id: holds}`` that a judgement of ``records`` at ``checkpoint`` must know. One query."""
        holds = self._get_open({records._name: records.ids}).filtered(lambda hold: hold.checkpoint == checkpoint)
        return holds.grouped("res_id")

    @api.model
    def _get_latest(self, records):
        """Return ``{record id: hold}``: the one to show on the document, open ones before decided ones."""
        if not records.ids:
            return {}
        holds = self._get_open({records._name: records.ids}).filtered(lambda hold: not hold.passed_at)
        return {hold.res_id: hold for hold in holds.sorted(lambda hold: (hold.state in OPEN_STATES, hold.id))}

    def _get_document(self):
        """Return the document, empty when it was deleted or its addon is gone."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).exists() if self.res_model in self.env else None

    def _get_notice(self):
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        messages = " ".join(self.finding_ids.mapped("message"))
        if self.state == "rejected":
            messages = f"{messages} {self.decision_reason}"
        step = f" {self.next_step}." if self.next_step else ""
        return f"{self.name}, {labels[self.state]}: {messages}{step}"
