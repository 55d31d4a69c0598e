"""The company: an exporter of pumps in Zwolle, founded in the database's empty company or beside the others."""

import base64

from odoo.tools import file_open

UNNAMED = {"My Company", "YourCompany"}
TERMS = """\
1. Our acknowledgement states what we deliver, when, and at what price. Deviations are agreed in writing.
2. Delivery follows the Incoterms 2020 rule named in the acknowledgement.
3. Goods remain our property until they are paid in full.
4. We repair or replace what fails through material or workmanship within 24 months of delivery.
5. Dutch law applies; the Vienna Sales Convention (CISG) does not."""
GERMAN_TERMS = """\
1. Unsere Auftragsbestätigung sagt, was wir wann zu welchem Preis liefern. Abweichungen werden schriftlich vereinbart.
2. Geliefert wird nach der Klausel der Incoterms 2020, die in der Auftragsbestätigung steht.
3. Die Ware bleibt bis zur vollständigen Zahlung unser Eigentum.
4. Was binnen 24 Monaten nach Lieferung durch Material- oder Fertigungsfehler ausfällt, reparieren oder ersetzen wir.
5. Es gilt niederländisches Recht ohne das UN-Kaufrecht (CISG)."""


def found(book):
    """Found the demo company at the first call. A company in use is never touched."""
    if book.company:
        return
    main = book.base_env.ref("base.main_company")
    company = main if _is_pristine(main) else book.base_env["res.company"].create({"name": "Aldern Pumps B.V."})
    book.company = book.keep("company", company)
    if not company.chart_template:
        # try_loading() does the same and warns, since modules are still being installed; no other chart is waiting.
        book.env["account.chart.template"]._load("generic_coa", company, install_demo=False)
    # After the chart, which sets currency and country of taxes to its own defaults.
    company.write(_prepare_company_vals(book))
    company.partner_id.write({"lang": "en_US", "tz": "Europe/Amsterdam"})
    book.env.ref("base.user_admin").company_ids += company
    _learn_german(book)
    _open_warehouse(book)


def _learn_german(book):
    """Two customers are German, and a customer gets its documents in its own language."""
    languages = book.env["res.lang"].with_context(active_test=False)
    if not languages.search([("code", "=", "de_DE")]).active:
        languages._activate_lang("de_DE")
        book.env["ir.module.module"].search([("state", "=", "installed")])._update_translations("de_DE")
    book.translate(book.company, invoice_terms=_as_html(GERMAN_TERMS))


def _open_warehouse(book):
    """The warehouse that came with the database's first company, or one of its own for a further company."""
    warehouses = book.env["stock.warehouse"]
    vals = {"name": "Zwolle", "code": "ZWO"}
    first = warehouses.search([("company_id", "=", book.company.id)], limit=1)
    if first:
        first.write(vals)
    else:
        first = warehouses.create({**vals, "company_id": book.company.id})
    book.keep("warehouse", first)


def _is_pristine(company):
    """Whether nobody has worked in this company yet."""
    env = company.env
    documents = ("account.move", "sale.order", "stock.picking", "customer.order")
    return (
        company.name in UNNAMED
        and company.chart_template in (False, "generic_coa")
        and not any(env[model].search_count([("company_id", "=", company.id)], limit=1) for model in documents)
    )


def _prepare_company_vals(book):
    env = book.base_env
    euro = env.ref("base.EUR")
    euro.active = True
    with file_open("customer_order_suite_demo/static/img/aldern_pumps.png", "rb") as logo:
        picture = base64.b64encode(logo.read())
    return {
        "name": "Aldern Pumps B.V.",
        "street": "Ceintuurbaan 32",
        "zip": "8022 AW",
        "city": "Zwolle",
        "country_id": env.ref("base.nl").id,
        "account_fiscal_country_id": env.ref("base.nl").id,
        "phone": "+31 38 555 0140",
        "email": "orders@aldernpumps.example",
        "website": "https://www.aldernpumps.example",
        # The tax office's own example of a number.
        "vat": "NL000099998B57",
        "currency_id": euro.id,
        "logo": picture,
        "primary_color": "#17496b",
        "secondary_color": "#d9822b",
        "external_report_layout_id": env.ref("web.external_layout_standard").id,
        "invoice_terms": _as_html(TERMS),
    }


def _as_html(text):
    return text.replace("\n", "<br/>")
