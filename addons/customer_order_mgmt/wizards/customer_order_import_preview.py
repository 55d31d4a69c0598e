from odoo import models

# More rows than anyone looks at; what is imported is always the whole file.
PREVIEW_LIMIT = 1000


class CustomerOrderImport(models.TransientModel):
    """What an import would create, as rows to look at."""

    _inherit = "customer.order.import"

    def _show(self, resolutions):
        """Write the rows of the preview, what is faulty before the rest, and count all orders of the file."""
        shown = sorted(resolutions, key=lambda resolution: resolution.is_valid)[:PREVIEW_LIMIT]
        valid = sum(resolution.is_valid for resolution in resolutions)
        self.order_count, self.faulty_count = valid, len(resolutions) - valid
        self.hidden_count = len(resolutions) - len(shown)
        drafts = {resolution.index: self._draft(resolution) for resolution in shown}
        self.env["customer.order.import.order"].create([self._prepare_order(r, drafts[r.index]) for r in shown])
        lines = [vals for r in shown for vals in self._prepare_lines(r, drafts[r.index])]
        self.env["customer.order.import.line"].create(lines[: 2 * PREVIEW_LIMIT])
        self.env["customer.order.import.problem"].create(self._prepare_problems(resolutions))

    def _draft(self, resolution):
        """Return the order as it would be created, in memory only; empty for one that would not be."""
        orders = self.env["customer.order"].with_company(self.company_id)
        return orders.new(resolution.vals) if resolution.is_valid else orders

    def _prepare_order(self, resolution, draft):
        captured = resolution.captured
        return {
            "import_id": self.id,
            "row": captured.row,
            "customer_reference": captured.customer_reference,
            "customer_date": captured.customer_date,
            "customer_name": draft.partner_id.display_name or captured.buyer.name or captured.buyer.reference,
            "line_count": len(captured.lines),
            "currency_id": draft.currency_id.id,
            # Not the order's own amount, which would compute the taxes of every order only to show this.
            "amount_untaxed": sum(draft.line_ids.mapped("price_subtotal")),
            "is_faulty": not resolution.is_valid,
            "status": self._get_status(resolution.problems),
        }

    def _prepare_lines(self, resolution, draft):
        """Return one row per line: as it would be created, or as it stands in the file when it would not be."""
        drafted = iter(draft.line_ids)
        by_line = {}
        for problem in resolution.problems:
            by_line.setdefault(problem.line, []).append(problem)
        for line in resolution.captured.lines:
            created = next(drafted, draft.line_ids.browse())
            yield {
                "import_id": self.id,
                "row": line.row or line.position,
                "customer_reference": resolution.captured.customer_reference,
                "item": created.product_id.display_name
                or line.product_code
                or line.customer_product_code
                or line.barcode,
                "name": created.name or line.description,
                "quantity": created.quantity or (float(line.quantity) if _is_shown(line.quantity) else 0.0),
                "unit": created.product_uom_id.name or line.unit,
                "price_unit": created.price_unit or (float(line.price_unit) if _is_shown(line.price_unit) else 0.0),
                "discount": created.discount,
                "currency_id": draft.currency_id.id,
                "price_subtotal": created.price_subtotal,
                "requested_date": created.requested_date or line.requested_date,
                "status": self._get_status(by_line.get(line.position, [])),
            }

    def _prepare_problems(self, resolutions):
        orders = self.env["customer.order"]
        labels = orders._get_problem_labels()
        found = [(problem, r.captured) for r in resolutions for problem in r.problems][:PREVIEW_LIMIT]
        sentences = orders._describe_problems([problem for problem, _captured in found])
        return [
            {
                "import_id": self.id,
                "row": problem.row or problem.line,
                "customer_reference": captured.customer_reference,
                "column": labels.get(problem.column, problem.column),
                "sentence": sentence,
                "is_blocking": problem.is_blocking,
            }
            for (problem, captured), sentence in zip(found, sentences, strict=True)
        ]

    def _get_status(self, problems):
        if any(problem.is_blocking for problem in problems):
            return "fault"
        return "warning" if problems else "ready"


def _is_shown(number):
    return number is not None and number.is_finite() and abs(number) < 10**12
