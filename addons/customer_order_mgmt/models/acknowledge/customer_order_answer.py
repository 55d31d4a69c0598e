import json
from dataclasses import replace
from typing import NamedTuple

from odoo import models

from ...logic.acknowledgement import (
    Code,
    LineStatus,
    ToldLine,
    choose_code,
    compare,
    head_changes,
    pair,
    promises_of,
    wishes_of,
)
from ...logic.units import UNECE_UNITS


class Answer(NamedTuple):
    """What the customer is to be told now."""

    code: Code
    version: models.BaseModel
    content_hash: str
    is_offer: bool = False
    told: list[ToldLine] = []
    changes: list[tuple[str, str, str]] = []


class CustomerOrder(models.Model):
    """What an acknowledgement would say now, as a value."""

    _inherit = "customer.order"

    def _get_answer(self):
        """Return the ``Answer`` that fits the order's state; None where there is nothing to tell."""
        self.ensure_one()
        version = self._get_acknowledged_version()
        is_plain = self.state in ("received", "rejected") or not version
        if is_plain:
            code = choose_code(self.state, is_changed=False)
            return (
                Answer(code, version.browse(), self.received_hash) if code in (Code.RECEIVED, Code.REJECTED) else None
            )
        payload = json.loads(version.payload)
        keys = {line.sequence: line.line_res_id for line in version.line_ids}
        promises = promises_of(payload, keys, self._get_promised_dates(version))
        told, changes = self._compare_with_known(version, payload, promises)
        is_changed = bool(changes) or any(line.status != LineStatus.AS_KNOWN for line in told)
        code = choose_code(self.state, is_changed=is_changed)
        return Answer(code, version, version.content_hash, self._is_offered(), told, changes)

    def _compare_with_known(self, version, payload, promises):
        """Return ``(told lines, changes beside the lines)`` against what the customer has in hand."""
        known = self._get_known_acknowledgement(promises)
        if known:
            before = json.loads(known.version_id.payload)
            return compare(known.line_ids._get_promises(), promises), head_changes(before, payload)
        if self._is_agreed(version):
            keys = {line.sequence: line.line_res_id for line in version.line_ids}
            return compare(promises_of(payload, keys), promises), []
        received = json.loads(self.received_content or "{}")
        return compare(wishes_of(received), promises), head_changes(received, payload)

    def _get_known_acknowledgement(self, promises):
        """The last acknowledgement in the customer's hands that promised something else than ``promises``.

        An offer is compared with the order itself, and what was offered was no promise.
        """
        told = self.acknowledgement_ids.filtered(lambda a: a.sent_at and a.line_ids and not a.is_offer)
        if self._is_offered():
            return told.browse()
        open_promises = [line for line in promises if line.quantity]
        others = told.filtered(lambda a: a.line_ids._get_promises() != open_promises)
        return others.sorted("id")[-1:]

    def _get_wishes(self):
        """Return ``{line: Promise}``: the line as the customer sent it; lines that it did not send are left out."""
        self.ensure_one()
        # By key: without one, sorting is a query.
        lines = list(self.line_ids.sorted(lambda line: (line.sequence, line.id)))
        now = [line._as_promise(position) for position, line in enumerate(lines, start=1)]
        sent = pair(wishes_of(json.loads(self.received_content or "{}")), now)
        return {lines[position - 1]: wish for position, wish in sent.items()}

    def _get_received_positions(self, told):
        """Return ``{position told: position in what was received}``."""
        received = wishes_of(json.loads(self.received_content or "{}"))
        known = [replace(line.before or line.now, position=line.now.position) for line in told]
        partners = pair(received, known)
        return {position: line.position for position, line in partners.items()}

    def _get_unit_codes(self):
        """Return ``{line id: code of UN/ECE Recommendation 20}`` for the units that have one."""
        xmlids = self.line_ids.product_uom_id.get_external_id()
        codes = {xmlid: code for code, xmlid in reversed(UNECE_UNITS.items())}
        return {line.id: codes.get(xmlids.get(line.product_uom_id.id), False) for line in self.line_ids}

    def _is_offered(self):
        return self.state == "countered"

    # Hooks

    def _get_acknowledged_version(self):
        """The frozen content that an acknowledgement tells: what is in force, or what is offered."""
        self.ensure_one()
        return self.counter_version_id if self._is_offered() else self.current_version_id

    def _is_agreed(self, version):
        """Whether the customer itself agreed to this version before we told it, so that it reads of no change."""
        return version.kind == "counter" and not self._is_offered()

    def _get_promised_dates(self, version):
        """Return ``{position: date}`` of promises that moved without a new version. None do here: an addon that moves
        promises extends it, and calls ``_queue_acknowledgement`` when one moved."""
        return {}

    def _get_confirm_until(self):
        """Until which day the customer may confirm an offer; False where there is none."""
        return self._is_offered() and self.counter_valid_until
