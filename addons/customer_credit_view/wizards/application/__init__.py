from . import credit_application_reason
from . import credit_application_recommend
from . import credit_application_decide
