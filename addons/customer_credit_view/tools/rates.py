def has_rate(currency, company):
    """Whether amounts in ``currency`` can be told in the currency of ``company``.

    Odoo converts a currency without any rate one to one, unsaid: a limit in it would be many times too high or too low.
    """
    if currency == company.currency_id:
        return True
    # sudo: rates are the same for everybody.
    rates = currency.env["res.currency.rate"].sudo()
    domain = [("currency_id", "=", currency.id), ("company_id", "in", [company.root_id.id, False])]
    return bool(rates.search_count(domain, limit=1))


def rate_sentence(currency, company):
    """Return the sentence that refuses ``currency`` for lack of a rate."""
    return currency.env._(
        "There is no rate for %(currency)s. Please enter one, or choose %(company_currency)s.",
        currency=currency.name,
        company_currency=company.currency_id.name,
    )
