from . import base_partner_merge
from . import credit_limit_decide
from . import credit_statement_import
from . import credit_statement_import_problem
from . import credit_condition_settle
from . import credit_cover_use
from . import credit_what_if
