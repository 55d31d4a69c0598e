from . import credit_takeover
