"""Mails and documents as customers send them."""

import io
from email.message import EmailMessage

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

ALIAS = "orders"
DOMAIN = "seller.example.com"
HEAD = (
    ("Order number:", "PO-4711"),
    ("Order date:", "10.01.2027"),
    ("Delivery date:", "01.03.2027"),
    ("Currency", "USD"),
)
COLUMNS = ("Pos", "Your item", "Description", "Quantity", "Unit", "Price", "Amount")
GOODS = (
    ("1", "AQ-P1", "Pump P1 with seal kit", "2", "Units", "100.00", "200.00"),
    ("2", "AQ-V1", "Valve V1 DN 50", "1", "Units", "40.00", "40.00"),
)
TOTALS = (("Net total", "240.00"),)
PLACES = ((50, "left"), (80, "left"), (150, "left"), (360, "right"), (380, "left"), (470, "right"), (545, "right"))


def order_pdf(head=HEAD, goods=GOODS, totals=TOTALS, columns=COLUMNS, *, title="PURCHASE ORDER", **canvas_options):
    """Return a PDF of one customer's order: particulars at the top right, a table, totals below."""
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, **canvas_options)
    page.setFont("Helvetica", 16)
    page.drawString(50, 800, title)
    page.setFont("Helvetica", 10)
    height = 784
    for label, value in head:
        page.drawString(330, height, label)
        page.drawString(430, height, value)
        height -= 16
    height -= 40
    for row in (columns, *goods):
        for (place, side), value in zip(PLACES, row, strict=True):
            (page.drawRightString if side == "right" else page.drawString)(place, height, value)
        height -= 14
        if height < 60:
            page.showPage()
            page.setFont("Helvetica", 10)
            height = 800
    for label, value in totals:
        height -= 14
        page.drawRightString(470, height, label)
        page.drawRightString(545, height, value)
    page.save()
    return out.getvalue()


def picture_pdf():
    """Return a PDF with lines and no text, as scanners make them."""
    out = io.BytesIO()
    page = canvas.Canvas(out)
    page.rect(100, 100, 200, 300, fill=1)
    page.save()
    return out.getvalue()


def order_mail(*files, message_id="<order-1@aqua.example.com>", body="Please find our order attached.", **headers):
    """Return a mail as bytes. ``files`` are ``(name, mimetype, content)``."""
    mail = EmailMessage()
    mail["Message-Id"] = message_id
    mail["From"] = headers.pop("sender", "Pat Buyer <pat@aqua.example.com>")
    mail["To"] = headers.pop("to", f"{ALIAS}@{DOMAIN}")
    mail["Subject"] = headers.pop("subject", "Order PO-4711")
    mail["Date"] = "Sun, 10 Jan 2027 09:00:00 +0000"
    subtype = headers.pop("subtype", "plain")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(body, subtype=subtype)
    for name, mimetype, content in files:
        maintype, subtype = mimetype.split("/")
        mail.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    return mail.as_bytes()
