import ast
from pathlib import Path

from odoo.tests import BaseCase, tagged

LOGIC = Path(__file__).parents[1] / "logic"


@tagged("at_install")
class TestLogicPurity(BaseCase):
    def test_logic_does_not_import_odoo(self):
        files = sorted(LOGIC.glob("*.py"))
        self.assertGreater(len(files), 10)
        for file in files:
            for node in ast.walk(ast.parse(file.read_text())):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                with self.subTest(file.name):
                    self.assertFalse([name for name in names if name.split(".")[0] == "odoo"])
