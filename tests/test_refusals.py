"""The web client shows an error it does not know by its full name as a crash: every refusal must be known to it."""

import ast

import pytest

from .support import ROOT

ADDONS = sorted(path.parent for path in (ROOT / "addons").glob("*/exceptions.py"))


@pytest.mark.parametrize("addon", ADDONS, ids=lambda path: path.name)
def test_every_refusal_is_known_to_the_web_client(addon):
    tree = ast.parse((addon / "exceptions.py").read_text())
    refusals = {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    source = (addon / "static" / "src" / "refusals.js").read_text()
    assert refusals
    assert not {name for name in refusals if f'"{name}"' not in source}
    assert f'showRefusals("{addon.name}", [' in source
    assert f'"{addon.name}/static/src/refusals.js"' in (addon / "__manifest__.py").read_text()
