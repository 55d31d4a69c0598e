"""Taxes, fiscal positions, payment terms, currencies and bank account of the company."""

from odoo.fields import Command


def tell(book):
    if book.find("tax_domestic"):
        return
    _switch_on_features(book)
    _keep_taxes(book)
    _keep_payment_terms(book)
    _keep_rates(book)
    bank = book.env["account.journal"].search([("type", "=", "bank"), ("company_id", "=", book.company.id)], limit=1)
    # The Dutch banks' own example of a number.
    bank.set_bank_account("NL91ABNA0417164300")


def _switch_on_features(book):
    """What the company's trade needs: several currencies, pricelists, delivery addresses, terms of sale."""
    features = (
        "base.group_multi_currency",
        "product.group_product_pricelist",
        "account.group_delivery_invoice_address",
    )
    for feature in features:
        book.env.ref("base.group_user")._apply_group(book.env.ref(feature))
    book.env["ir.config_parameter"].set_param("account.use_invoice_terms", True)


def _keep_taxes(book):
    """VAT as a Dutch exporter has it; the taxes that came with the chart of accounts are put aside."""
    env, company = book.env, book.company
    for model in ("account.fiscal.position", "account.tax"):
        env[model].search([("company_id", "=", company.id)]).active = False
    positions = {
        "domestic": {"name": "Netherlands", "sequence": 1, "country_id": env.ref("base.nl").id},
        "union": {
            "name": "European Union, business customers",
            "sequence": 2,
            "country_group_id": env.ref("base.europe").id,
            "vat_required": True,
            "note": "VAT reverse-charged: article 138 of Directive 2006/112/EC.",
        },
        "export": {
            "name": "Export",
            "sequence": 3,
            "note": "Exempt from VAT: export, article 146 of Directive 2006/112/EC.",
        },
    }
    for name, vals in positions.items():
        book.once(f"fiscal_position_{name}", "account.fiscal.position", company_id=company.id, auto_apply=True, **vals)
    german_note = "Steuerschuldnerschaft des Leistungsempfängers: Artikel 138 der Richtlinie 2006/112/EG."
    book.translate(book.get("fiscal_position_union"), note=german_note)
    domestic = _keep_tax(book, "domestic", "VAT 21 %", 21, "21 %")
    union = _keep_tax(book, "union", "VAT 0 % EU", 0, "VAT reverse-charged", replaced=domestic)
    book.translate(union.tax_group_id, name="USt. 0 % EU")
    _keep_tax(book, "export", "VAT 0 % export", 0, "Export", replaced=domestic)
    company.write({"account_sale_tax_id": domestic.id, "account_purchase_tax_id": False})


def _keep_tax(book, name, title, rate, label, replaced=None):
    env, company = book.env, book.company
    group = book.once(f"tax_group_{name}", "account.tax.group", name=title, company_id=company.id)
    account = env["account.chart.template"].with_company(company).ref("tax_received")
    repartition = [
        Command.create({"document_type": document, "repartition_type": kind, "account_id": destination})
        for document in ("invoice", "refund")
        for kind, destination in (("base", False), ("tax", account.id))
    ]
    return book.once(
        f"tax_{name}",
        "account.tax",
        name=title,
        amount=rate,
        invoice_label=label,
        type_tax_use="sale",
        company_id=company.id,
        country_id=env.ref("base.nl").id,
        tax_group_id=group.id,
        repartition_line_ids=repartition,
        fiscal_position_ids=[Command.link(book.get(f"fiscal_position_{name}").id)],
        original_tax_ids=[Command.link(replaced.id)] if replaced else [],
    )


def _keep_payment_terms(book):
    terms = {
        "30": ("30 days net", "30 Tage netto", [(100, 30, "days_after")]),
        "60": ("60 days net", "60 Tage netto", [(100, 60, "days_after")]),
        "eom": ("End of the following month", "Ende des Folgemonats", [(100, 0, "days_after_end_of_next_month")]),
        "advance": (
            "30 % in advance, balance 60 days net",
            "30 % Anzahlung, Rest 60 Tage netto",
            [(30, 0, "days_after"), (70, 60, "days_after")],
        ),
    }
    for name, (title, german, parts) in terms.items():
        lines = [
            Command.create({"value": "percent", "value_amount": share, "nb_days": days, "delay_type": delay})
            for share, days, delay in parts
        ]
        term = book.once(
            f"payment_term_{name}",
            "account.payment.term",
            name=title,
            note=f"Payment terms: {title}",
            company_id=book.company.id,
            line_ids=lines,
        )
        book.translate(term, name=german, note=f"Zahlungsbedingung: {german}")


def _keep_rates(book):
    rates = book.table("rates")
    for code in ("USD", "GBP"):
        currency = book.env.ref(f"base.{code}")
        currency.active = True
        book.env["res.currency.rate"].create(
            [
                {
                    "currency_id": currency.id,
                    "company_id": book.company.id,
                    "name": book.day(row["day"]),
                    "rate": float(row[code]),
                }
                for row in rates
            ]
        )
