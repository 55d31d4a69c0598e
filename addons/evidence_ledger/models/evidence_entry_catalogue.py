from odoo import api, models

from ..tools import catalogue


class EvidenceEntry(models.Model):
    _inherit = "evidence.entry"

    @api.model
    def _render_event_catalogue(self):
        """All events of the installed addons, as the text of docs/events.md."""
        return catalogue.render(self._render_event_sections())

    @api.model
    def _render_event_sections(self):
        mixin = self.env["evidence.mixin"]
        shared = mixin._get_evidence_events()
        events = {(event, "evidence.mixin"): schema for event, schema in shared.items()}
        for name, model in self.env.items():
            if issubclass(self.pool[name], self.pool["evidence.mixin"]) and not model._abstract:
                events |= {(event, name): schema for event, schema in model._get_evidence_events().items()}
        return [
            catalogue.render_section(event, schema, name, self.env[name]._original_module)
            for (event, name), schema in sorted(events.items())
            if name == "evidence.mixin" or event not in shared
        ]
