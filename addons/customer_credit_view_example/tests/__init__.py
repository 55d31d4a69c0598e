from . import test_risk_example, test_rule_example
