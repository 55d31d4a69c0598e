import ast
import doctest
import importlib
from pathlib import Path

from odoo.tests import BaseCase, tagged

LOGIC = Path(__file__).parent.parent / "logic"
MODULES = sorted(path for path in LOGIC.glob("*.py") if path.stem != "__init__")


def _imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # Two dots and more leave the folder, for where Odoo is.
            yield node.module if node.level == 0 else "." * node.level


@tagged("post_install", "-at_install")
class TestPurity(BaseCase):
    def test_logic_never_imports_odoo(self):
        self.assertTrue(MODULES)
        for path in LOGIC.rglob("*.py"):
            for name in _imported(ast.parse(path.read_text())):
                with self.subTest(path=path.name, imported=name):
                    self.assertNotEqual(name.split(".")[0], "odoo")
                    self.assertFalse(name.startswith(".."))

    def test_examples_in_docstrings_run(self):
        package = __package__.removesuffix(".tests")
        attempted = 0
        for path in MODULES:
            failed, tried = doctest.testmod(importlib.import_module(f"{package}.logic.{path.stem}"))
            self.assertFalse(failed, path.stem)
            attempted += tried
        self.assertGreater(attempted, 0)
