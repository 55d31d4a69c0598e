from . import order_hold_decide
from . import validate_account_move
from . import order_gate_check
from . import order_gate_check_line
from . import order_gate_check_finding
from . import order_gate_takeover
from . import order_gate_takeover_line
