from . import account_move_line, credit_control_policy
