from odoo import api, fields, models


class CreditProfile(models.Model):
    """What a standing allows: credit rules of the kind “standing” say it. A standing without rules passes."""

    _inherit = "credit.profile"

    standing_effect = fields.Char(
        string="It Means", compute="_compute_standing_effect", help="What enforced rules about this standing do."
    )

    is_limit_unchecked = fields.Boolean(
        compute="_compute_is_limit_unchecked", help="No enforced rule compares with limits: they are only observed."
    )

    @api.depends("company_id")
    def _compute_is_limit_unchecked(self):
        for company, profiles in self.grouped("company_id").items():
            profiles.is_limit_unchecked = not any(
                setting.kind == "limit_used" and setting.mode == "enforce" and not setting.value.is_exclusion
                for checkpoint, _label in self.env["order.hold"]._fields["checkpoint"]._description_selection(self.env)
                for setting in self.env["credit.rule"]._get_settings(company.id, checkpoint)
            )

    @api.depends("standing")
    @api.depends_context("lang")
    def _compute_standing_effect(self):
        known = {}
        for profile in self:
            key = profile.company_id, profile.standing
            if key not in known:
                known[key] = profile._get_standing_effect()
            profile.standing_effect = known[key]

    def _get_standing_effect(self):
        """Return the sentence about the standing of this profile."""
        self.ensure_one()
        found = {"block": [], "warning": []}
        for checkpoint, label in self.env["order.hold"]._fields["checkpoint"]._description_selection(self.env):
            severity = self._get_standing_severity(checkpoint)
            if severity in found:
                found[severity].append(label.lower())
        texts = []
        if found["block"]:
            texts.append(self.env._("Held at %(checkpoints)s.", checkpoints=", ".join(found["block"])))
        if found["warning"]:
            texts.append(self.env._("Warned about at %(checkpoints)s.", checkpoints=", ".join(found["warning"])))
        return " ".join(texts) or self.env._("Passes.")

    def _get_standing_severity(self, checkpoint):
        settings = self.env["credit.rule"]._get_settings(self.company_id.id, checkpoint)
        severities = {
            setting.value.severity
            for setting in settings
            if setting.standing == self.standing and setting.kind == "standing" and setting.mode == "enforce"
            and not setting.value.is_exclusion and not (setting.customers or setting.grades or setting.tags)
        }  # fmt: skip
        return next((severity for severity in ("block", "warning") if severity in severities), None)

    def _set_standing(self, standing, reason):
        result = super()._set_standing(standing, reason)
        # What was held for the standing may pass now.
        self.partner_id._gate_touch_holds()
        return result
