from odoo import models

from ...logic.bureau_file import read_bureau_file
from ...tools import read_upload


class CreditBureauConnectorFile(models.AbstractModel):
    """The reference: a bureau that delivers a file, which somebody puts into its form."""

    _name = "credit.bureau.connector.file"
    _inherit = ["credit.bureau.connector"]
    _description = "Connector to a Credit Bureau That Sends Files"

    def _request(self, bureau, profiles):
        return read_upload(self.env, bureau.with_context(bin_size=False).file, bureau.filename)

    def _interpret(self, answer):
        return read_bureau_file(answer)
