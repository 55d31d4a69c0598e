from odoo import api, fields, models

from .credit_profile import READER


class CreditProfile(models.Model):
    """The log and the tasks of a profile have figures in them: they are for readers of credit.

    The rights on messages and activities are not enough: whoever reads the profile could search through these fields,
    which the ORM does without asking for them, and read the words of a task that are shown as a field.
    """

    _inherit = "credit.profile"

    message_ids = fields.One2many(groups=READER)
    website_message_ids = fields.One2many(groups=READER)
    activity_ids = fields.One2many(groups=READER)
    activity_state = fields.Selection(groups=READER)
    activity_user_id = fields.Many2one(groups=READER)
    activity_type_id = fields.Many2one(groups=READER)
    activity_type_icon = fields.Char(groups=READER)
    activity_date_deadline = fields.Date(groups=READER)
    my_activity_date_deadline = fields.Date(groups=READER)
    activity_summary = fields.Char(groups=READER)
    activity_exception_decoration = fields.Selection(groups=READER)
    activity_exception_icon = fields.Char(groups=READER)

    @api.model
    def _search_activity_state(self, operator, value):
        # The ORM does not look who searches by a field with a method of its own.
        self._check_field_access(self._fields["activity_state"], "read")
        return super()._search_activity_state(operator, value)

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """The log names limits, reasons and warnings: it is for readers of credit, the standing for everybody."""
        operations = super()._mail_get_operation_for_mail_message_operation(message_operation)
        if message_operation != "read" or self.env.user.has_group(READER):
            return operations
        return dict.fromkeys(operations, "write")
