from . import test_ordered
