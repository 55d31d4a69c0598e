"""Open items as they lie in a database that has grown for years, for benchmarks."""

# For ``move``, ``account``, ``journal``, ``company``, ``currency``, ``customer`` and their ``number``.
OPEN_ITEMS = """
    INSERT INTO account_move_line (move_id, account_id, journal_id, company_id, company_currency_id, currency_id,
                                   partner_id, parent_state, display_type, date, date_maturity, balance, debit,
                                   amount_currency, amount_residual, amount_residual_currency, reconciled)
    SELECT %(move)s, %(account)s, %(journal)s, %(company)s, %(currency)s, %(currency)s, %(customer)s, 'posted',
           'payment_term', CURRENT_DATE, CURRENT_DATE + (item %% 1000), 1, 1, 1, 1, 1, FALSE
      FROM generate_series(1, %(number)s) AS item
"""
