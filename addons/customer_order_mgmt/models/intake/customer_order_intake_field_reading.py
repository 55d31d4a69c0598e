from datetime import date

from odoo import api, models
from odoo.tools import format_date

from ...logic.confidence import rate_line
from .customer_order_intake_field import SEQUENCE


class CustomerOrderIntakeField(models.Model):
    """From what was read to the rows that a person compares."""

    _inherit = "customer.order.intake.field"

    @api.model
    def _prepare_read_vals(self, intake, field):
        """Return the values of one ``ReadField``."""
        return {
            "intake_id": intake.id,
            "sequence": SEQUENCE.get(field.name, 10),
            "name": field.name,
            "read_value": self._write_neutral(field.value),
            "value": self._write_neutral(field.value),
            "confidence": field.confidence,
            "file_id": intake._get_order_files()[field.source].id if field.source is not None else False,
            "page": field.page,
            "snippet": field.snippet,
            "label": field.label,
            "relation": field.relation.value if field.relation else False,
        }

    @api.model
    def _prepare_missing_vals(self, intake, found):
        """What every order has and was not found is looked up by a person."""
        return [
            {"intake_id": intake.id, "sequence": SEQUENCE[name], "name": name, "confidence": 0}
            for name in ("customer_reference", "amount_total")
            if name not in found
        ]

    @api.model
    def _prepare_lines_vals(self, intake, reading, lines):
        """Return the values of each line that was read, and of their number."""
        files = intake._get_order_files()
        vals_list = []
        for read in reading.lines:
            line = lines.get(read.line.position, self.env["customer.order.line"])
            vals_list.append(
                {
                    "intake_id": intake.id,
                    "sequence": SEQUENCE["line"],
                    "name": "line",
                    "line_id": line.id,
                    "read_value": self._write_line(read.line, read.place.code),
                    "value": self._write_line(read.line, read.place.code),
                    "confidence": self._rate_line(read.line, line),
                    "file_id": files[read.source].id if read.source is not None else False,
                    "page": read.place.page,
                    "snippet": read.place.snippet,
                }
            )
        count = str(len(reading.lines))
        return [
            *vals_list,
            {
                "intake_id": intake.id,
                "sequence": SEQUENCE["line_count"],
                "name": "line_count",
                "read_value": count,
                "value": count,
                "confidence": min([vals["confidence"] for vals in vals_list], default=0),
            },
        ]

    @api.model
    def _rate_line(self, read, line):
        return rate_line(read.quantity, read.price_unit, read.amount, read.discount, has_product=bool(line.product_id))

    @api.model
    def _write_neutral(self, value):
        return value.isoformat() if isinstance(value, date) else str(value)

    @api.model
    def _write_line(self, line, code):
        named = " ".join(filter(None, [line.product_code or line.customer_product_code or code, line.description]))
        price = f"{line.quantity or '?'} {line.unit} × {line.price_unit if line.price_unit is not None else '?'}"
        day = format_date(self.env, line.requested_date) if line.requested_date else ""
        return ", ".join(filter(None, [named, price, day]))[:500]
