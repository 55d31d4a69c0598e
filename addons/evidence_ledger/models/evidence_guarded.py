from odoo import api, models

from ..exceptions import ActRefused, NumberRefused
from ..logic.given import senseless_numbers

NUMBERS = ("float", "monetary", "integer")


class EvidenceGuarded(models.AbstractModel):
    """Rows that people and other programs write.

    What follows from other values and what only acts decide is not written, and no number is one that cannot be counted
    with. Inherit it before ``mail.thread``, name in ``_act_fields`` what only acts write, and write that with ``_act``.
    """

    _name = "evidence.guarded"
    _description = "What People Write"

    _act_fields = frozenset()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_given(vals)
        return super(EvidenceGuarded, self._without_guarded_defaults()).create(vals_list)

    def write(self, vals):
        self._check_given(vals)
        return super().write(vals)

    def _act(self, vals):
        """Write what only acts may write. Overrides of ``write`` in later addons are not passed: extend the acts."""
        return super().write(vals)

    @api.model
    def _get_act_fields(self):
        """Return the names that only acts write. Extend with ``super()``."""
        return self._act_fields

    @api.model
    def _get_guarded_names(self):
        """Return the names that nobody writes: what acts decide, and stored fields that follow from others."""
        derived = {name for name, field in self._fields.items() if field.compute and field.store and field.readonly}
        return derived | self._get_act_fields()

    def _without_guarded_defaults(self):
        """This model without defaults in the context for what is guarded: they come in behind the values given."""
        guarded = {f"default_{name}" for name in self._get_guarded_names()}
        if guarded.isdisjoint(self.env.context):
            return self
        # Replaced, not extended. pylint: disable=context-overridden
        return self.with_context({key: value for key, value in self.env.context.items() if key not in guarded})

    def _check_given(self, vals):
        guarded = self._get_guarded_names().intersection(vals)
        if guarded:
            raise self._prepare_act_refusal(self._name_fields(guarded))
        senseless = self._get_senseless_names(vals)
        if senseless:
            raise self._prepare_number_refusal(self._name_fields(senseless))

    def _name_fields(self, names):
        return ", ".join(sorted(self._fields[name]._description_string(self.env) for name in names))

    # Hooks

    def _get_senseless_names(self, vals):
        """Return the names in ``vals`` whose number cannot be counted with. Extend with ``super()``."""
        numbers = [name for name in vals if name in self._fields and self._fields[name].type in NUMBERS]
        return set(senseless_numbers(vals, numbers))

    @api.model
    def _prepare_act_refusal(self, labels):
        return ActRefused(self.env._("%s: this is decided by an act or follows from the rest.", labels))

    @api.model
    def _prepare_number_refusal(self, labels):
        return NumberRefused(self.env._("%s: this number cannot be counted with. Please correct it.", labels))
