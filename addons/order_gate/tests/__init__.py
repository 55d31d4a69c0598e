from . import (
    test_account_move_gate,
    test_logic_content,
    test_logic_findings,
    test_logic_rules,
    test_order_gate_check,
    test_order_gate_observation,
    test_order_gate_takeover,
    test_order_gate_rule,
    test_order_hold,
    test_order_hold_decision,
    test_sale_order_gate,
    test_stock_picking_gate,
)
from . import test_story_browser
