from . import (
    test_logic_content,
    test_logic_findings,
    test_logic_rules,
    test_order_hold,
    test_order_hold_decision,
)
