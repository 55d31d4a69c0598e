from . import portal_account_statement
from . import credit_application
