from dataclasses import asdict

from odoo import api, fields, models
from odoo.addons.evidence_ledger.logic.event_schema import EventSchema
from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.addons.order_gate.logic.findings import Checkpoint

from ..logic.contract import ROWS


class CustomerOrder(models.Model):
    """Acceptance: one act, one transaction. Either everything of it happened or nothing."""

    _inherit = "customer.order"

    @api.model
    def _get_evidence_events(self):
        return {
            **super()._get_evidence_events(),
            "customer_order.accepted": EventSchema(
                1,
                {
                    "version": "integer",
                    "content": "hash",
                    "received_content": "hash",
                    "changed": ["text"],
                    "accepted_date": "date",
                    "taken_over": "boolean",
                    "currency": "text",
                    "untaxed": "money",
                    "tax": "money",
                    "total": "money",
                    "sales_orders": [{"name": "text", "promised_date": "date", "total": "money"}],
                },
            ),
        }

    def action_accept(self):
        """Accept received orders in the company's name: from here on their content is binding.

        Writes the version, creates and confirms the sales orders exactly as accepted, binds them and seals the act.
        An order that alters what the customer ordered becomes a counter-offer instead. What the gate holds is left
        out; a single order raises ``OrderHeld``.
        """
        self._check_manager()
        for order in self.filtered(lambda order: order.state == "received"):
            order._forget_stated_day()
            order._check_complete(order._get_acceptance_faults())
        cleared = self._gate_enter(Checkpoint.ACCEPT)
        held = self - cleared
        for order in cleared:
            if order != cleared[:1]:
                # Judged again in the act, when those before it are accepted: together they may be too much.
                order._gate_leave(Checkpoint.ACCEPT)
            try:
                # A caller that catches the refusal must not keep half of an acceptance.
                with self.env.cr.savepoint():
                    order._accept()
            except OrderHeld:
                if len(self) == 1:
                    raise
                order._gate_keep_refused()
                held += order
        return held._gate_answer() if held else True

    def _accept(self):
        self._begin_act("received")
        self._check_complete(self._get_acceptance_faults())
        self._check_acceptance()
        content = self._get_content()
        altered = self._get_alterations(content)
        if altered:
            self._counter(content, altered)
            return
        self.accepted_date = self.accepted_date or self._get_today()
        self._conclude(content, self._create_version(content))

    def _forget_stated_day(self):
        """Only what is taken over was accepted on a day that somebody enters."""
        if self.accepted_date and not self.is_taken_over:
            self.accepted_date = False

    def _conclude(self, content, version):
        """Make ``version`` the contract: its sales orders exist and are bound, and the act is sealed."""
        sales = self._create_sales_orders()
        self._confirm_sales_orders(sales)
        self._check_as_accepted(sales)
        sales._bind_to_version(version)
        self._advance(
            "accepted",
            current_version_id=version.id,
            accepted_by_id=version.accepted_by_res_id,
            accepted_date=self.accepted_date or self._get_today(),
        )
        self._seal("customer_order.accepted", self._prepare_acceptance_payload(content, version, sales))

    def _check_acceptance(self):
        """Raise what forbids to accept this order; called before anything is written. Extend with ``super()``."""
        self.ensure_one()
        self._gate_require(Checkpoint.ACCEPT)
        self._gate_leave(Checkpoint.ACCEPT)

    def _get_acceptance_faults(self):
        """Return one sentence per fault that keeps the order from being accepted. Extend with ``super()``."""
        faults = self._get_receipt_faults()
        for position, line in enumerate(self.line_ids.sorted(), start=1):
            if line._needs_promise() and not line.promised_date:
                faults.append(self.env._("Line %(position)s has no promised date.", position=position))
        today = self._get_today()
        if self.is_taken_over and not self.received_date <= (self.accepted_date or today) <= today:
            faults.append(self.env._("The day of acceptance lies between the day of receipt and today."))
        if self.currency_id and not self.currency_id.active:
            faults.append(
                self.env._("%(currency)s is archived: it could not be invoiced.", currency=self.currency_id.name)
            )
        if any(self.line_ids.mapped("is_custom")) and not self.company_id._get_customer_order_product():
            faults.append(self.env._("Choose the product for custom-made items in the settings of customer orders."))
        return faults

    def _create_version(self, content, kind="acceptance"):
        """Freeze ``content``; names of fields and columns are the same on purpose."""
        text, content_hash = self._get_canonical(content)
        vals = asdict(content)
        rows = {column: vals.pop(name) for name, (column, _kind) in ROWS.items()}
        for line, line_vals in zip(self.line_ids.sorted(), rows["line_ids"], strict=True):
            line_vals.update(line_res_id=line.id, product_res_id=line.product_id.id)
        # sudo: versions come from the act of acceptance only, so no role may create them.
        version = self.env["customer.order.version"].sudo()
        return version.create(
            {
                **vals,
                **self._prepare_version_vals(),
                "kind": kind,
                "payload": text,
                "content_hash": content_hash,
                **{column: [fields.Command.create(row) for row in contents] for column, contents in rows.items()},
            }
        )

    def _prepare_version_vals(self):
        """Return what a version says about the act itself, beside the content."""
        return {
            "order_id": self.id,
            "number": len(self.version_ids) + 1,
            "accepted_at": self.env.cr.now(),
            "accepted_date": self.accepted_date or self._get_today(),
            "accepted_by": self.env.user.name,
            "accepted_by_res_id": self.env.user.id,
            "contact_name": self.contact_id.name,
            "company_res_id": self.company_id.id,
            "partner_res_id": self.partner_id.id,
        }

    def _prepare_acceptance_payload(self, content, version, sales):
        return {
            "version": version.number,
            "content": version.content_hash,
            "received_content": self.received_hash,
            "changed": self._get_changes_since_receipt(content),
            "accepted_date": self.accepted_date,
            "taken_over": self.is_taken_over,
            "currency": content.currency_code,
            "untaxed": str(content.amount_untaxed),
            "tax": str(content.amount_tax),
            "total": str(content.amount_total),
            "sales_orders": [
                {
                    "name": sale.name,
                    "promised_date": sale.order_line.customer_order_line_id[:1].promised_date,
                    "total": str(self._money(sale.amount_total)),
                }
                for sale in sales
            ],
        }
