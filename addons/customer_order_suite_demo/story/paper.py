import io

from odoo.tools import format_date
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

STYLES = getSampleStyleSheet()
WIDTHS = (12 * mm, 28 * mm, 92 * mm, 18 * mm, 24 * mm)


def print_order(order):
    """The customer's own paper: the order as it came in, as a PDF."""
    sheet = io.BytesIO()
    document = SimpleDocTemplate(sheet, pagesize=A4, title=order.customer_reference, author=order.partner_id.name)
    document.build([*_head(order), _lines(order), Spacer(1, 8 * mm), *_foot(order)])
    return sheet.getvalue()


def print_sheet(title, texts):
    """A sheet with a title and a few paragraphs, as a PDF."""
    sheet = io.BytesIO()
    document = SimpleDocTemplate(sheet, pagesize=A4, title=title)
    document.build(
        [Paragraph(_escape(title), STYLES["Heading1"]), *(Paragraph(_escape(t), STYLES["Normal"]) for t in texts)]
    )
    return sheet.getvalue()


def _head(order):
    customer = order.partner_id
    return [
        Paragraph(_escape(customer.name), STYLES["Heading2"]),
        Paragraph(_escape(f"{customer.street}, {customer.zip} {customer.city}"), STYLES["Normal"]),
        Spacer(1, 10 * mm),
        Paragraph(_escape(f"To {order.company_id.name}"), STYLES["Normal"]),
        Paragraph(_escape(f"Purchase order {order.customer_reference}"), STYLES["Heading1"]),
        Paragraph(format_date(order.env, order.customer_date), STYLES["Normal"]),
        Spacer(1, 6 * mm),
    ]


def _lines(order):
    rows = [("Pos.", "Our code", "Description", "Quantity", "Due")]
    for position, line in enumerate(order.line_ids.sorted("sequence"), start=1):
        text = Paragraph(_escape("\n".join(filter(None, (line.name, line.instructions)))), STYLES["Normal"])
        due = format_date(order.env, line.requested_date)
        rows.append((position, line.customer_product_code or "", text, f"{line.quantity:g}", due))
    return Table(rows, colWidths=WIDTHS, hAlign="LEFT", repeatRows=1, style=[("VALIGN", (0, 0), (-1, -1), "TOP")])


def _foot(order):
    texts = filter(
        None, (order.instructions, f"{order.incoterm_id.code} {order.incoterm_location}", order.contact_id.name)
    )
    return [Paragraph(_escape(text), STYLES["Normal"]) for text in texts]


def _escape(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>")
