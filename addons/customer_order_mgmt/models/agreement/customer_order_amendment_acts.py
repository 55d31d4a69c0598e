from datetime import timedelta

from odoo import api, models
from odoo.addons.evidence_ledger.logic.canonical import canonical_bytes, digest
from odoo.tools import float_compare

from ...exceptions import AmendmentRefused
from ...logic.amendment import Action, Fault, decide
from ...logic.given import is_said
from ..customer_order_contract_content import address_of
from .customer_order_amendment import HEAD_TERMS

FORMAT = 1


class CustomerOrderAmendment(models.Model):
    """What an amendment says, whether it can be agreed, and what of the order it changes."""

    _inherit = "customer.order.amendment"

    def _get_changed_lines(self):
        return self.line_ids.filtered(lambda line: line.kind != "same").sorted()

    def _get_changed_terms(self):
        """Return the names of the terms of the head that differ from those in force."""
        self.ensure_one()
        return [name for name in HEAD_TERMS if (self[name] or False) != (self.order_id[name] or False)]

    def _check_possible(self):
        """Raise with one sentence per fault if this amendment cannot be carried out as the order stands now."""
        for amendment in self:
            faults = amendment._get_faults()
            if faults:
                raise AmendmentRefused(
                    self.env._(
                        "%(amendment)s cannot be agreed:\n%(faults)s",
                        amendment=amendment.name,
                        faults="\n".join(faults),
                    )
                )

    def _get_faults(self):
        """Return one sentence per fault. Extend with ``super()``."""
        self.ensure_one()
        lines = self._get_changed_lines()
        if self.base_version_id != self.order_id.current_version_id:
            return [
                self.env._(
                    "It was written for version %(base)s, and version %(current)s is in force. Write it anew.",
                    base=self.base_version_id.number,
                    current=self.order_id.current_version_id.number,
                )
            ]
        faults = []
        if not lines and not self._get_changed_terms():
            faults.append(self.env._("It changes nothing."))
        if not is_said(self.reason):
            faults.append(self.env._("The reason is missing."))
        for line in lines:
            faults += line._get_faults()
        return faults

    def _freeze(self, total=0.0):
        """Put what is asked for into canonical form; its hash is what both sides agree to."""
        self.ensure_one()
        data = canonical_bytes(self._prepare_payload())
        self._advance(self.state, payload=data.decode(), content_hash=digest(data), amount_total=total)

    def _rehearse(self, is_judged=True):
        """Return the order's total with this amendment; nothing is kept.

        Raises what the gate says against it, unless it ``is_judged`` later: anybody may ask for anything.
        """
        # sudo: as it will be carried out, when both sides have agreed.
        order = self.order_id.sudo()
        with self.env.cr.savepoint() as rehearsal:
            (order._amend_content if is_judged else order._write_amendment)(self.sudo())
            total = order.amount_total
            rehearsal.rollback()
        return total

    def _prepare_payload(self):
        """Return what is proposed as a JSON value: before and after of everything that changes."""
        order = self.order_id
        terms = [
            {"term": name, "before": _text(order[name]), "after": _text(self[name])}
            for name in self._get_changed_terms()
        ]
        return {
            "format": FORMAT,
            "order": order.name,
            "amendment": self.name,
            "amends": self.base_version_id.content_hash,
            "requested_by": self.requested_by,
            "terms": terms,
            "lines": [line._prepare_payload() for line in self._get_changed_lines()],
        }

    def _get_valid_until(self):
        """The last day on which the other side may agree to what is proposed today."""
        return self.order_id._get_today() + timedelta(days=self.order_id._get_counter_days())

    @api.depends("name")
    def _compute_display_name(self):
        for amendment in self:
            amendment.display_name = amendment.name or ""


class CustomerOrderAmendmentLine(models.Model):
    _inherit = "customer.order.amendment.line"

    def _decide(self):
        """Return the ``Outcome`` of this line."""
        self.ensure_one()
        before = self._get_terms_before()
        done = before._replace(quantity=self.env["customer.order.line"]._to_decimal(self.done_quantity)).quantity
        # What a framework agrees is promised with its releases.
        return decide(before, self._get_terms(), done, needs_date=not self.order_id.is_framework)

    def _get_label(self):
        """What a sentence calls this line."""
        self.ensure_one()
        return (self.name or "").strip().partition("\n")[0] or self.product_id.display_name or ""

    def _get_faults(self):
        self.ensure_one()
        label, fault = self._get_label(), self._decide().fault
        done = f"{self.done_quantity:g} {self.product_uom_id.name or ''}".strip()
        sentences = {
            Fault.NEGATIVE: self.env._("%(line)s: the quantity is below zero.", line=label),
            Fault.BELOW_DONE: self.env._(
                "%(line)s: %(done)s are delivered or invoiced and cannot be amended away.",
                line=label,
                done=done,
            ),
            Fault.ALL_DONE: self.env._("%(line)s is delivered or invoiced: its terms stay as they were.", line=label),
            Fault.NO_DATE: self.env._("%(line)s has no promised date.", line=label),
            Fault.NO_NAME: self.env._("A line has no description."),
        }
        if self.order_id.is_framework:
            sentences |= {
                Fault.BELOW_DONE: self.env._(
                    "%(line)s: %(done)s are released and cannot be amended away.", line=label, done=done
                ),
                Fault.ALL_DONE: self.env._("%(line)s is released: its terms stay as they were.", line=label),
            }
        faults = [sentences[fault]] if fault else []
        if self.kind == "add":
            faults += self._get_new_line_faults(label)
        return faults

    def _get_new_line_faults(self, label):
        digits = self.env["decimal.precision"].precision_get("Product Unit")
        faults = []
        if self.product_id.type == "combo":
            faults.append(self.env._("%(line)s is a combo: enter its products instead.", line=label))
        if float_compare(self.quantity, 0, precision_digits=digits) <= 0:
            faults.append(self.env._("%(line)s: a new line needs a quantity above zero.", line=label))
        if not self.product_uom_id:
            faults.append(self.env._("%(line)s has no unit.", line=label))
        elif self.product_id and not self.product_uom_id._has_common_reference(self.product_id.uom_id):
            faults.append(self.env._("%(line)s: its unit cannot be converted to that of the product.", line=label))
        return faults

    def _prepare_payload(self):
        before, after = self._get_terms_before(), self._get_terms()
        changed = [name for name in after._fields if getattr(before, name) != getattr(after, name)]
        return {
            "position": self._get_position(),
            "kind": self.kind,
            "product": self.product_id.default_code or "",
            "unit": self.product_uom_id.name or "",
            "terms": [
                {"term": name, "before": _text(getattr(before, name)), "after": _text(getattr(after, name))}
                for name in changed
            ],
        }

    def _get_position(self):
        """The position of the line in the version that is amended; 0 for a new line."""
        versions = self.amendment_id.base_version_id.line_ids
        return versions.filtered(lambda line: line.line_res_id == self.order_line_id.id)[:1].sequence or 0

    def _amend_order_line(self):
        """Carry out this line on the living order; nobody but an amendment that both sides agreed to comes here."""
        self.ensure_one()
        outcome, line, vals = self._decide(), self.order_line_id, self._prepare_order_line_vals()
        if self.kind == "add":
            line._amend_create([vals])
        elif outcome.action == Action.SPLIT:
            line._amend({"quantity": float(outcome.kept)})
            line._amend_create([{**line._prepare_split_vals(), **vals, "quantity": float(outcome.rest)}])
        elif outcome.action == Action.CHANGE:
            line._amend(vals)

    def _prepare_order_line_vals(self):
        vals = {name: self[name] for name in ("quantity", "price_unit", "discount", "name", "instructions")}
        vals |= {"requested_date": self.requested_date, "promised_date": self.promised_date}
        if self.kind == "add":
            vals |= {
                "order_id": self.order_id.id,
                "sequence": max(self.order_id.line_ids.mapped("sequence"), default=0) + 1,
                "product_id": self.product_id.id,
                "product_uom_id": self.product_uom_id.id,
            }
        return vals


def _text(value):
    if isinstance(value, models.BaseModel):
        # An address as the contract says it: who agrees reads where the goods will go.
        return address_of(value) if value._name == "res.partner" else value.display_name or ""
    return "" if value is None or value is False else str(value)
