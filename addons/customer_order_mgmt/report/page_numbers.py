import io

from odoo.tools.pdf import PdfFileReader, PdfFileWriter
from reportlab.pdfgen import canvas


def number_pages(pdf, name):
    """Stamp ``name · page/pages`` at the foot of every page of a PDF (bytes) that has several.

    wkhtmltopdf prints running footers only with its patched Qt. Stamped afterwards, each page says to which document it
    belongs wherever it was printed. The mark has no words, so it needs no translation.
    """
    document = PdfFileReader(io.BytesIO(pdf), strict=False)
    count = document.getNumPages()
    if count < 2:
        return pdf
    pages = [document.getPage(index) for index in range(count)]
    sizes = [(float(page.mediaBox.getWidth()), float(page.mediaBox.getHeight())) for page in pages]
    marks = PdfFileReader(_print_marks(name, sizes), strict=False)
    result = PdfFileWriter()
    for index, page in enumerate(pages):
        page.mergePage(marks.getPage(index))
        result.addPage(page)
    stream = io.BytesIO()
    result.write(stream)
    return stream.getvalue()


def _print_marks(name, sizes):
    stream = io.BytesIO()
    sheet = canvas.Canvas(stream)
    for number, (width, height) in enumerate(sizes, start=1):
        sheet.setPageSize((width, height))
        sheet.setFont("Helvetica", 7)
        sheet.setFillGray(0.4)
        sheet.drawCentredString(width / 2, 18, f"{name} · {number}/{len(sizes)}")
        sheet.showPage()
    sheet.save()
    stream.seek(0)
    return stream
