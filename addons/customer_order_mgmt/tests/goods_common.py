import base64

from odoo.addons.order_gate.exceptions import OrderHeld
from odoo.addons.order_gate.tools.refusals import PendingRefusals
from odoo.fields import Command
from odoo.tests import Form

from .common import CustomerOrderCommon


class GoodsCommon(CustomerOrderCommon):
    """Orders with requirements, and a packer who has no rights on customers' orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["order.gate.rule"].sudo().search([]).action_archive()
        cls.packer = cls._create_user("order_packer", "stock.group_stock_user")
        cls.warehouse = cls.env["stock.warehouse"].search([("company_id", "=", cls.company.id)], limit=1)

    @classmethod
    def _create_file(cls, name, content=b"drawing", user=None):
        attachments = cls.env["ir.attachment"].with_user(user or cls.clerk)
        return attachments.create({"name": name, "datas": base64.b64encode(content)})

    def _create_order_with_requirements(self, **vals):
        """Two pumps with instructions, a must and a drawing, one valve; one must for every delivery; one day."""
        lines = [
            {
                "product_id": self.pump.id,
                "quantity": 2,
                "instructions": "Paint it blue",
                "attachment_ids": [Command.set(self._create_file("pump.pdf").ids)],
                "requirement_ids": [Command.create({"kind": "marking", "name": "Serial number engraved"})],
            },
            {"product_id": self.valve.id, "quantity": 1},
        ]
        vals = {
            "instructions": "- Two pallets\n- Call before delivery",
            "head_requirement_ids": [
                Command.create({"kind": "packing", "name": "Two pallets"}),
                Command.create({"kind": "document", "name": "Leaflet", "is_required": False}),
            ],
            **vals,
        }
        return self._create_order(lines, **vals)

    def _get_picking(self, order):
        """The open delivery of ``order`` as the packer sees it."""
        pickings = order.sudo().sale_order_ids.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))
        return pickings.with_user(self.packer)

    def _rows(self, picking, *names):
        rows = picking.with_user(self.packer).requirement_due_ids
        return rows.filtered(lambda row: row.name in names) if names else rows

    def _pick(self, picking, **quantities):
        """Pick these quantities by code of the product; everything when there is none."""
        for move in picking.sudo().move_ids:
            code = move.product_id.default_code
            move.quantity = quantities.get(code, 0) if quantities else move.product_uom_qty
            move.picked = bool(move.quantity)

    def _assert_held(self, act, *, names=()):
        """Expect ``OrderHeld``; every one of ``names`` is in its message."""
        PendingRefusals.get(self.env).take()
        with self.assertRaises(OrderHeld) as caught, self.env.cr.savepoint():
            act()
        for name in names:
            self.assertIn(name, str(caught.exception))
        PendingRefusals.get(self.env).take()
        return str(caught.exception)

    def _validate(self, picking):
        """Press *Validate* and answer the question about a backorder."""
        answer = picking.button_validate()
        if isinstance(answer, dict) and answer.get("res_model") == "stock.backorder.confirmation":
            Form.from_action(self.env(user=picking.env.user), answer).save().process()
        self._commit_like(picking)
        return answer
