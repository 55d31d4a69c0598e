from . import portal_account_statement
