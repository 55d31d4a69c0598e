import os
import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from ...exceptions import BureauRefused

MANAGER = "customer_credit_view.group_credit_manager"
CONFIGURED = frozenset({"name", "active", "sequence", "company_id", "connector", "secret_variable", "reuse_days"})
# Only these variables are read: a manager must not be able to send any secret of the server to a bureau.
VARIABLE = re.compile(r"CREDIT_BUREAU_[A-Z0-9_]{1,50}")


class CreditBureau(models.Model):
    """An agency that reports on customers, and how it is asked."""

    _name = "credit.bureau"
    _inherit = ["credit.company.mixin", "evidence.guarded", "mail.thread"]
    _description = "Credit Bureau"
    _order = "sequence, id"
    _check_company_auto = True
    _act_fields = frozenset({"problems"})

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10, help="The first one is asked first.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company.root_id
    )
    connector = fields.Selection(
        [("file", "File")], required=True, default="file", help="How answers arrive. Other addons add connectors."
    )
    secret_variable = fields.Char(
        string="Variable with the Key",
        help="Name of the server's environment variable that holds the key of this bureau, e.g. CREDIT_BUREAU_ACME."
        " The key itself is never stored here.",
    )
    reuse_days = fields.Integer(
        string="Do Not Ask Again Within",
        default=180,
        help="In days: a customer whose last report is younger is not asked about again.",
    )
    file = fields.Binary(attachment=True, help="Answers of the bureau; XLSX or CSV.")
    filename = fields.Char()
    problems = fields.Text(string="Not Read", readonly=True, copy=False)
    report_ids = fields.One2many("credit.bureau.report", "bureau_id", string="Reports")

    _reuse_days_sensible = models.Constraint(
        "CHECK(reuse_days BETWEEN 0 AND 3650)", "A report is used again for 0 to 3650 days."
    )

    def write(self, vals):
        # Analysts bring what a bureau sends; how a bureau is asked is for managers.
        if not CONFIGURED.isdisjoint(vals) and not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("Only a manager of credit may change how a bureau is asked."))
        return super().write(vals)

    @api.constrains("secret_variable")
    def _check_secret_variable(self):
        for bureau in self:
            if bureau.secret_variable and not VARIABLE.fullmatch(bureau.secret_variable):
                raise ValidationError(
                    self.env._(
                        "The name of the variable begins with CREDIT_BUREAU_ and has capitals, digits and _ only."
                        " Do not enter the key itself."
                    )
                )

    def action_fetch(self):
        """Ask the bureau about all customers of its company whose last report is old enough."""
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("customer_credit_view.group_credit_analyst"):
            raise AccessError(self.env._("Only an analyst of credit may ask bureaus."))
        profiles = self.env["credit.profile"].search([("company_id", "=", self.company_id.id)])
        reports = self._fetch(profiles)
        if reports:
            return reports._get_records_action(name=self.env._("New Reports"))
        message = self.env._("%s has no new report. What could not be read stands below.", self.name)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"message": message, "next": {"type": "ir.actions.client", "tag": "soft_reload"}},
        }

    def _fetch(self, profiles):
        """Ask this bureau about those of ``profiles`` that are due and return the new reports; ``problems`` has what
        could not be read.

        Whatever it answers is stored, about customers that nobody asked about, too: it may be that one is insolvent.
        """
        self.ensure_one()
        connector = self._get_connector()
        reading = connector._interpret(connector._request(self, self._get_due(profiles)))
        # sudo: reports are the bureau's, nobody writes them.
        return self.env["credit.bureau.report"].sudo()._store(self, profiles, reading).with_env(self.env)

    def _get_due(self, profiles):
        """The customers about whom the last report of this bureau is not young enough to be used again."""
        if not self.reuse_days:
            return profiles
        since = fields.Date.context_today(self) - timedelta(days=self.reuse_days)
        young = [("bureau_id", "=", self.id), ("profile_id", "in", profiles.ids), ("report_date", ">", since)]
        # sudo: how old reports are does not depend on who asks.
        return profiles - self.env["credit.bureau.report"].sudo().search(young).profile_id.with_env(self.env)

    def _get_connector(self):
        name = f"credit.bureau.connector.{self.connector}"
        if name not in self.env.registry:
            raise BureauRefused(self.env._("No connector asks the bureau “%s”.", self.name))
        return self.env[name]

    def _get_secret(self):
        """The key of this bureau, for its connector. Raises ``BureauRefused`` where the server has none."""
        self.ensure_one()
        secret = self.secret_variable and os.environ.get(self.secret_variable)
        if not secret:
            raise BureauRefused(
                self.env._("The server has no key for the bureau “%s”. Ask its administrator to set it.", self.name)
            )
        return secret
