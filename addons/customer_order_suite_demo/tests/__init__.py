from . import test_demo_credit, test_demo_story
