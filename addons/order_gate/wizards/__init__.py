from . import order_hold_decide
from . import validate_account_move
