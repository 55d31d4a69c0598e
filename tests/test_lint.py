"""The code and the texts of the repository, as a linter and a reviewer would grep them."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(os.environ["SUITE_ROOT"])
BIN = Path(sys.executable).parent
# Each with its reason.
NOT_OUR_STYLE = (
    "missing-readme",  # made from readme/ when an addon is published
    "consider-merging-classes-inherited",  # one file for each concern of a model
    "super-method-mismatch",  # acts pass their own guard by super().write, privately
    "missing-return",  # of methods that return nothing
    "attribute-string-redundant",  # a label may equal the field's own name
)
ADDONS = sorted(path.parent for path in (ROOT / "addons").glob("*/__manifest__.py"))


def tracked_files():
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
        names = listed.stdout.split("\0")
    except (FileNotFoundError, subprocess.CalledProcessError):
        names = _all_files()
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def _all_files():
    """A machine or an export without git: everything but what the set-up makes."""
    made = {".local", "__pycache__", ".git"}
    names = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
    return [str(name) for name in names if not made & set(name.parts)]


def check(*command):
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stdout[-6000:] + done.stderr[-2000:]


def test_ruff_has_no_findings():
    check(str(BIN / "ruff"), "check", "--output-format=concise", ".")


def test_code_is_formatted():
    check(str(BIN / "ruff"), "format", "--check", ".")


def test_pylint_odoo_has_no_findings():
    switches = ["--disable=all", "--enable=odoolint", f"--disable={','.join(NOT_OUR_STYLE)}"]
    check(sys.executable, "-m", "pylint", "--rcfile=pyproject.toml", "-j2", *switches, *map(str, ADDONS))


@pytest.mark.parametrize("addon", ADDONS, ids=lambda path: path.name)
def test_logic_never_imports_odoo(addon):
    for path in addon.glob("logic/*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            assert not [name for name in names if name.split(".")[0] == "odoo"], f"{path.name} imports odoo"


def test_every_sudo_gives_its_reason():
    """A comment stands on the line of a sudo() or above the statement that holds it."""
    silent = []
    for path in (ROOT / "addons").rglob("*.py"):
        if "tests" in path.parts:
            continue
        lines = path.read_text().split("\n")
        for number, line in enumerate(lines):
            near = lines[max(0, number - 4) : number + 1]
            if ".sudo()" in line and not any("#" in text or '"""' in text for text in near):
                silent.append(f"{path.relative_to(ROOT)}:{number + 1}")
    assert not silent, "\n".join(silent)


def test_repository_names_no_machine_and_no_registry():
    places = "|".join(
        [
            "/wo" + "rk/",
            "/fa" + "rm/",
            "/ho" + "me/[a-z]+/",
            r"deb\.deb" + "ian",
            r"py" + r"pi\.org",
            "python" + "hosted",
            r"npm" + r"js\.",
        ]
    )
    found = []
    for path in tracked_files():
        if path.suffix in {".png", ".pdf", ".woff2"}:
            continue
        for number, line in enumerate(path.read_text(errors="replace").split("\n"), 1):
            if re.search(places, line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("addon", ADDONS, ids=lambda path: path.name)
def test_addon_is_complete(addon):
    """Each addon has its licence, version, icon, readme and translation template."""
    manifest = ast.literal_eval((addon / "__manifest__.py").read_text())
    assert manifest["license"] == ("AGPL-3" if "oca" in addon.name else "LGPL-3")
    assert re.fullmatch(r"19\.0\.\d+\.\d+\.\d+", manifest["version"])
    for name in ("readme/DESCRIPTION.md", "static/description/icon.png", f"i18n/{addon.name}.pot"):
        assert (addon / name).is_file(), f"{addon.name} lacks {name}"
