from . import test_risk_example
