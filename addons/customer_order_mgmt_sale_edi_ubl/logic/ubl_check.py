"""What Odoo's decoder of UBL takes for granted, made sure of before it reads.

It turns text into numbers without looking, and expects every allowance or charge to say which of both it is.
"""

import re

NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{0,18})?", re.ASCII)
NUMERIC = ("Amount", "Quantity", "Percent", "Numeric")
TRUTHS = {"true": "true", "1": "true", "false": "false", "0": "false"}
