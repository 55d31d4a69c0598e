from odoo import fields, models

from ...exceptions import ListRefused
from ...logic.screening_file import File


class CreditScreeningLoad(models.TransientModel):
    """Loading the file, or the files, of a list of restricted parties."""

    _name = "credit.screening.load"
    _description = "Load a List of Restricted Parties"

    list_id = fields.Many2one("credit.screening.list", required=True)
    file_ids = fields.Many2many(
        "ir.attachment",
        string="Files",
        help="The file as its publisher offers it: XML or CSV, in a ZIP or not. Of OFAC's CSV all three files.",
    )
    allow_fewer = fields.Boolean(
        string="Accept Fewer Parties",
        help="Otherwise a file with less than half of the parties in force is refused: most of these are cut off.",
    )

    def action_load(self):
        """Load the files and open the list."""
        self.ensure_one()
        if not self.file_ids:
            raise ListRefused(self.env._("Please choose the file of the list."))
        files = [File(file.name or "", file.raw or b"") for file in self.file_ids]
        self.list_id._load(files, self.allow_fewer)
        self.file_ids.filtered(lambda file: file.res_model == self._name).unlink()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.list_id._name,
            "res_id": self.list_id.id,
            "views": [(False, "form")],
        }
