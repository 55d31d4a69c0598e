import json

from odoo import fields, models

from ...exceptions import ApplicationRefused

ACTS = [("return", "Return"), ("withdraw", "Withdraw"), ("reject", "Reject")]


class CreditApplicationReason(models.TransientModel):
    """Why an application is returned or withdrawn, or a document rejected."""

    _name = "credit.application.reason"
    _description = "Say Why"

    act = fields.Selection(ACTS, required=True)
    res_ids = fields.Char(required=True)
    reason = fields.Text(required=True)

    def action_act(self):
        self.ensure_one()
        model = "credit.document" if self.act == "reject" else "credit.application"
        try:
            ids = [int(one) for one in json.loads(self.res_ids)]
        except (ValueError, TypeError) as error:
            raise ApplicationRefused(self.env._("Please open the record again and say why there.")) from error
        # Read with the rights of the user: what is not theirs is refused there.
        records = self.env[model].browse(ids)
        if self.act == "reject":
            records._reject(self.reason)
        elif self.act == "return":
            records._return(self.reason)
        else:
            records._check_role("customer_credit_view.group_credit_analyst")
            records._withdraw(self.reason)
        return {"type": "ir.actions.act_window_close"}
