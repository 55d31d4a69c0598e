from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.addons.order_gate.logic.findings import Checkpoint
from odoo.fields import Command

from ...exceptions import AmendmentRefused, OrderStateRefused

AMENDABLE_STATES = ("accepted", "fulfilled")
PROPOSAL = {
    "amendment": "text",
    "content": "hash",
    "amends": "hash",
    "requested_by": "text",
    "requester?": "personal",
    "channel": "text",
    "valid_until?": "date",
    "total?": "money",
    "files": ["file"],
}


class CustomerOrder(models.Model):
    """An accepted order changes by amendments that both sides agreed to, each making a new version."""

    _inherit = "customer.order"

    amendment_ids = fields.One2many("customer.order.amendment", "order_id", string="Amendments", readonly=True)
    open_amendment_count = fields.Integer(compute="_compute_open_amendment_count")

    @api.depends("amendment_ids.state")
    def _compute_open_amendment_count(self):
        for order in self:
            order.open_amendment_count = len(
                order.amendment_ids.filtered(lambda amendment: amendment.state in ("draft", "proposed", "agreed"))
            )

    @api.model
    def _get_evidence_events(self):
        proposal = EventSchema(2, PROPOSAL)
        acts = ("requested", "proposed", "declined", "withdrawn", "expired")
        return {
            **super()._get_evidence_events(),
            **{f"customer_order.amendment_{act}": proposal for act in acts},
            "customer_order.amended": EventSchema(
                1,
                {
                    "version": "integer",
                    "content": "hash",
                    "accepted_date": "date",
                    "amends": "hash",
                    "amendment": "text",
                    "agreed": "hash",
                    "cancelled": "boolean",
                    "changed": ["text"],
                    "currency": "text",
                    "total": "money",
                    "sales_orders": ["text"],
                },
            ),
        }

    def _get_evidence_pack_files(self):
        """Add what was agreed to beside the versions: its SHA-256 stands in the sealed consents."""
        contents = {
            f"content/amendment-{consent.content_hash[:16]}.json": consent.agreed_content.encode()
            for consent in self.consent_ids
            if consent.agreed_content
        }
        return {**super()._get_evidence_pack_files(), **contents}

    def action_amend(self):
        """Open a new amendment with the lines as they are in force."""
        self.ensure_one()
        return self.env["customer.order.amendment"].create({"order_id": self.id})._get_records_action()

    def action_cancel_open(self):
        """Open an amendment that takes everything back that is neither delivered nor invoiced."""
        self.ensure_one()
        lines = [
            Command.create({"order_line_id": line.id, "quantity": min(line.quantity, line._get_done_quantity())})
            for line in self.line_ids.sorted()
        ]
        return (
            self.env["customer.order.amendment"].create({"order_id": self.id, "line_ids": lines})._get_records_action()
        )

    def action_view_amendments(self):
        """Open the amendments of this order."""
        self.ensure_one()
        return self.amendment_ids._get_records_action(name=self.env._("Amendments of %(order)s", order=self.name))

    @api.model
    def _read_id(self, value):
        """Return the order whose id a client sent; none for what is no id."""
        return self.browse(value if isinstance(value, int) and value else ())

    def _get_last_amendment_number(self):
        # Drafts may have been deleted: how many there are says nothing.
        return max((int(name.rpartition("/M")[2]) for name in self.amendment_ids.mapped("name")), default=0)

    def _begin_amendment(self):
        """Raise unless an amendment of this order may be written."""
        if not self:
            raise OrderStateRefused(self.env._("Choose the order that is amended."))
        self.ensure_one()
        if self.state not in AMENDABLE_STATES:
            raise OrderStateRefused(
                self.env._("%(order)s is not in force: only an accepted order is amended.", order=self.name)
            )

    def _amend_content(self, amendment):
        """Carry out ``amendment`` on the living order, asking the gate about what then is open."""
        self.ensure_one()
        with self._gate_watching(Checkpoint.ACCEPT):
            self._write_amendment(amendment)

    def _write_amendment(self, amendment):
        for line in amendment._get_changed_lines():
            line._amend_order_line()
        self._amend_terms({name: amendment[name] for name in amendment._get_changed_terms()})
        self.env.flush_all()
        self._check_amended()
        dues = [Command.create({"date": date, "amount": amount}) for date, amount in self._get_dues()]
        self._advance(self.state, due_ids=[Command.clear(), *dues])

    def _check_amended(self):
        """Raise what the order cannot say once it is amended. Extend with ``super()``."""
        if self.currency_id.compare_amounts(self.amount_total, 0.0) < 0:
            raise AmendmentRefused(self.env._("The total of %(order)s would be below zero.", order=self.name))

    def _amend_terms(self, terms):
        if not terms:
            return
        vals = {name: value.id if isinstance(value, models.BaseModel) else value for name, value in terms.items()}
        # Another address changes neither the tax treatment nor the prices that both sides agreed to.
        kept = {"fiscal_position_id": self.fiscal_position_id.id, "payment_term_id": self.payment_term_id.id}
        self._advance(self.state, **{**kept, **vals})

    def _carry_out_amendment(self, amendment):
        """Make ``amendment`` the contract: content, version, sales orders and seal, all or nothing."""
        self._begin_act(*AMENDABLE_STATES)
        before = self.current_version_id
        self._amend_content(amendment)
        content = self._get_content()
        version = self._create_version(content, kind="amendment")
        sales = self._amend_sales_orders(version)
        is_cancelled = not any(self.line_ids.mapped("quantity"))
        self._advance("cancelled" if is_cancelled else self.state, current_version_id=version.id)
        self._seal(
            "customer_order.amended",
            {
                "version": version.number,
                "content": version.content_hash,
                "accepted_date": version.accepted_date,
                "amends": before.content_hash,
                "amendment": amendment.name,
                "agreed": amendment.content_hash,
                "cancelled": is_cancelled,
                "changed": self._get_pointers(before, content),
                "currency": content.currency_code,
                "total": str(content.amount_total),
                "sales_orders": sales.mapped("name"),
            },
        )
        return version

    def _is_waiting_for_gate(self):
        """Whether something that both sides agreed to waits to be carried out."""
        self.ensure_one()
        if self.state == "countered":
            return bool(self.counter_confirmed_at)
        return "agreed" in self.amendment_ids.mapped("state")

    def action_carry_out(self):
        """Carry out what both sides agreed to, when what it waited for is settled."""
        self.ensure_one()
        if self.state == "countered":
            return self.action_conclude()
        return self.amendment_ids.filtered(lambda amendment: amendment.state == "agreed")[:1].action_apply()
