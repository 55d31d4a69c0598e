import io

import xlsxwriter

AMOUNTS = ("amount_untaxed", "amount_tax", "amount_total", "company_amount", "previous_amount")
DATES = ("registered_date", "accepted_date")
SELECTIONS = {"kind": "kind", "status": "status", "previous_status": "status"}
# What a cell can hold; XlsxWriter leaves out longer texts.
LONGEST = 32767
WIDTHS = {"partner_name": 34, "customer_reference": 20, "company_amount": 22}


def make_workbook(closing, labels, words):
    """Return a closed month of the register as XLSX, as bytes.

    Texts of customers are written as texts, whatever they begin with: no cell of theirs is a formula.
    """
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(stream, options) as book:
        formats = {
            "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "bold": book.add_format({"bold": True}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "amount": book.add_format({"num_format": "#,##0.00"}),
        }
        _write_lines(book.add_worksheet(words["register"]), closing, labels, words, formats)
        _write_totals(book.add_worksheet(words["totals"]), closing, labels, words, formats)
    return stream.getvalue()


def _write_lines(sheet, closing, labels, words, formats):
    columns = list(words["columns"])
    _write_head(sheet, 0, [words["columns"][name] for name in columns], formats)
    for index, name in enumerate(columns):
        sheet.set_column(index, index, WIDTHS.get(name, 14))
    for row, line in enumerate(closing.line_ids, start=1):
        for column, name in enumerate(columns):
            _write(sheet, row, column, name, line[name], labels, formats)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(closing.line_ids), 1), len(columns) - 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _write_totals(sheet, closing, labels, words, formats):
    sheet.set_column(0, 7, 18)
    facts = (
        (words["month"], closing.name),
        (words["missing"], closing.missing or words["none"]),
        (words["seal"], closing.content_hash),
    )
    for row, (label, value) in enumerate(facts):
        sheet.write_string(row, 0, label, formats["bold"])
        sheet.write_string(row, 1, value)
    names = ("kind", "status", "currency_code", "amount_untaxed", "amount_tax", "amount_total", "company_amount")
    start = len(facts) + 1
    _write_head(sheet, start, [*(words["columns"][name] for name in names), words["count"]], formats)
    for row, total in enumerate(closing.total_ids, start=start + 1):
        for column, name in enumerate(names):
            _write(sheet, row, column, name, total[name], labels, formats)
        sheet.write_number(row, len(names), total.count)


def _write_head(sheet, row, texts, formats):
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text, formats["head"])


def _write(sheet, row, column, name, value, labels, formats):
    if name in AMOUNTS:
        sheet.write_number(row, column, value or 0, formats["amount"])
    elif name in DATES:
        if value:
            sheet.write_datetime(row, column, value, formats["date"])
    elif name in SELECTIONS:
        sheet.write_string(row, column, labels[SELECTIONS[name]].get(value, ""))
    elif isinstance(value, int) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, (value or "")[:LONGEST])
