import base64
import binascii

from odoo import fields, models
from odoo.exceptions import UserError

from ..exceptions import OrderFileKnown, OrderFileRefused


class CustomerOrderImport(models.TransientModel):
    """Reads a file of orders, shows what would be created and every fault, and creates drafts when told to."""

    _name = "customer.order.import"
    _description = "Import Customer Orders"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    file = fields.Binary(attachment=False, help="XLSX, CSV or another format that orders can be read from.")
    filename = fields.Char()
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        check_company=True,
        help="Whose orders these are. Leave empty when the file says it.",
    )
    allow_custom = fields.Boolean(
        string="Unknown Items Are Custom-made",
        help="An item that is not found becomes a custom-made line if the file describes it.",
    )
    faulty = fields.Selection(
        [("refuse", "Import nothing"), ("skip", "Import the other orders")],
        string="If an Order Has a Fault",
        required=True,
        default="refuse",
    )
    state = fields.Selection([("upload", "Upload"), ("preview", "Preview")], default="upload", readonly=True)
    order_ids = fields.One2many("customer.order.import.order", "import_id", string="Orders", readonly=True)
    line_ids = fields.One2many("customer.order.import.line", "import_id", string="Lines", readonly=True)
    problem_ids = fields.One2many("customer.order.import.problem", "import_id", string="Problems", readonly=True)
    order_count = fields.Integer(string="Orders to Import", readonly=True)
    faulty_count = fields.Integer(string="Orders with a Fault", readonly=True)
    hidden_count = fields.Integer(readonly=True, help="More orders than the preview shows.")
    source_id = fields.Many2one("customer.order.source", readonly=True, help="The same file, imported before.")
    known_imports = fields.Integer(readonly=True)
    import_again = fields.Boolean(help="The file was imported before: make its orders once more.")

    def action_preview(self):
        """Read the file and show what would be created. Nothing is."""
        self.ensure_one()
        resolutions = self._read()
        self._clear_preview()
        self._show(resolutions)
        source = self.env["customer.order.source"]._find(self._get_content(), self.company_id)
        self.write({"state": "preview", "source_id": source.id, "known_imports": source.import_count})
        return self._reopen()

    def action_back(self):
        """Choose another file or other options."""
        self._clear_preview()
        self.write({"state": "upload", "import_again": False})
        return self._reopen()

    def action_import(self):
        """Create the drafts and open them."""
        self.ensure_one()
        return self._get_orders_action(self._import())

    def _get_orders_action(self, orders):
        action = self.env["ir.actions.act_window"]._for_xml_id("customer_order_mgmt.customer_order_action")
        if len(orders) == 1:
            return {**action, "res_id": orders.id, "view_mode": "form", "views": [(False, "form")]}
        return {**action, "name": self.env._("Imported Orders"), "domain": [("id", "in", orders.ids)], "context": {}}

    def action_view_source_orders(self):
        """Open the orders that the file made before."""
        return self.source_id.action_view_orders()

    def _can_import_unseen(self):
        """Whether the files leave nothing to decide: no fault, never imported before. The rest stands on the drafts."""
        return not any(
            wizard.env["customer.order.source"]._find(wizard._get_content(), wizard.company_id)
            or any(not resolution.is_valid for resolution in wizard._read())
            for wizard in self
        )

    def _import_unseen(self):
        """Import the files as they are, all or none; return the action that opens the drafts."""
        orders = self.env["customer.order"]
        for wizard in self:
            orders += wizard._import()
        return self._get_orders_action(orders)

    def _import(self):
        resolutions = self._read()
        orders = self.env["customer.order"]
        faulty = [resolution for resolution in resolutions if not resolution.is_valid]
        if faulty and (self.faulty == "refuse" or len(faulty) == len(resolutions)):
            problems = [problem for resolution in faulty for problem in resolution.problems if problem.is_blocking]
            raise OrderFileRefused(
                self.env._(
                    "Nothing was imported:\n%(problems)s", problems="\n".join(orders._describe_problems(problems[:20]))
                )
            )
        source = self._register_source()
        channel = "edi" if (self.filename or "").lower().endswith(".xml") else "file"
        return orders._create_from_resolutions(resolutions, self.company_id, source.attachment_id, channel).orders

    def _register_source(self):
        name = self.filename or self.env._("File without a name")
        source = self.env["customer.order.source"]._keep(name, self._get_content(), self.company_id)
        # Once more than this user was told of means: somebody was faster.
        is_told = self.import_again and source.import_count == self.known_imports + 1
        if source.import_count > 1 and not is_told:
            raise OrderFileKnown(
                self.env._(
                    "“%(file)s” was imported before. Look at its orders, and say so if they are meant once more.",
                    file=self.filename,
                )
            )
        return source

    def _read(self):
        """Return the resolutions of the orders in the file."""
        self.check_access("write")
        reading = self.env["customer.order.parser"]._read(self._get_content(), self.filename or "")
        return self.env["customer.order.resolver"]._resolve(
            reading.orders,
            self.company_id,
            self.partner_id or None,
            allow_custom=self.allow_custom,
            problems=reading.problems,
        )

    def _get_content(self):
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        try:
            return base64.b64decode(self.with_context(bin_size=False).file)
        except binascii.Error as error:
            raise OrderFileRefused(self.env._("The file arrived damaged. Choose it again.")) from error

    def _clear_preview(self):
        self.order_ids.unlink()
        self.line_ids.unlink()
        self.problem_ids.unlink()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Customer Orders"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
