"""Two thousand broken files: each is refused in a sentence or imported whole, in bounded time and memory."""

import io
import resource

import pytest
from odoo.addons.customer_order_mgmt.tests.import_fuzz import import_variants, read_pdf_variants
from odoo.addons.customer_order_mgmt.tests.intake_support import order_pdf
from odoo.addons.customer_order_mgmt.tests.test_import_wizard import TABLE
from odoo.addons.customer_order_mgmt_sale_edi_ubl.tests.common import ubl_order
from openpyxl import Workbook

from .support import committed_database, record_figure, transaction

COUNTS = {"orders.csv": 700, "orders.xlsx": 600, "order.xml": 700}
PDFS = 300
SEED = 4
MEGABYTES = 400


def workbook():
    book = Workbook()
    for row in (
        ("Customer", "Order number", "Product code", "Quantity", "Unit price", "Description"),
        ("Aqua Works", "PO 1", "P1", 2, 91.25, "Pump"),
        (None, None, "V1", 1, None, None),
        ("Aqua Works", "PO 2", "V1", 3, 40, None),
    ):
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def make_master(env):
    """What the good files speak of."""
    env["res.partner"].create({"name": "Aqua Works", "is_company": True, "barcode": "4012345000009"})
    goods = [{"name": f"Fuzz {code}", "default_code": code, "type": "consu"} for code in ("P1", "V1")]
    return env["product.product"].create(goods)


@pytest.mark.long
def test_2000_broken_files_never_do_more_than_be_refused():
    files = {"orders.csv": TABLE.encode(), "orders.xlsx": workbook(), "order.xml": ubl_order()}
    with committed_database("import-fuzz") as database:
        with transaction(database) as env:
            make_master(env)
        before, refused, made = _peak(), 0, 0
        for name, content in files.items():
            with transaction(database) as env:
                counts = import_variants(env, content, name, COUNTS[name], SEED)
            refused, made = refused + counts[0], made + counts[1]
    assert refused + made == sum(COUNTS.values()) == 2000
    assert _peak() - before < MEGABYTES
    record_figure("broken files imported or refused without a traceback", refused + made, refused=refused, made=made)


@pytest.mark.long
def test_300_broken_pdfs_are_read_or_refused():
    before = _peak()
    refused, read = read_pdf_variants(order_pdf(), PDFS, SEED)
    assert refused + read == PDFS
    assert refused
    assert read
    assert _peak() - before < MEGABYTES
    record_figure("broken PDFs read or refused without a traceback", PDFS, refused=refused, read=read)


def _peak():
    """The most memory that this process ever had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
