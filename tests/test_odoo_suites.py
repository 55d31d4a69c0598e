"""Odoo's own tests give the same result with the suite installed as without it."""

import ast
import os
import re

import pytest

from .support import ROOT, committed_database, odoo_command, record_figure

pytestmark = pytest.mark.long

SUITES = ("portal", "sale", "sale_management", "sale_stock", "contacts")
RESULT = re.compile(r"(FAIL|ERROR): (?:Subtest )?(\w+\.\w+)")
COUNT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")


def core_template():
    """The template without our addons that bin/test made the suite's from."""
    return os.environ["SUITE_CORE_TEMPLATE"]


def run_suite(template, name, module):
    with committed_database(name, template) as database:
        done = odoo_command(
            "-d", database, "-u", module, f"--test-tags=/{module}", "--stop-after-init", "--http-port=8169",
            "--max-cron-threads=0",
        )  # fmt: skip
    log = done.stdout + done.stderr
    counted = COUNT.findall(log)
    assert counted, log[-3000:]
    return {match[1] for match in RESULT.findall(log)}, int(counted[-1][2])


@pytest.mark.parametrize("module", SUITES)
def test_odoo_suite_gives_the_same_result(module):
    alone, count = run_suite(core_template(), f"core-{module}", module)
    with_suite, count_with = run_suite(os.environ["SUITE_TEMPLATE"], f"with-{module}", module)
    record_figure(f"odoo suite {module}", len(with_suite - alone), tests=count_with, failing_without_us=len(alone))
    assert count_with >= count
    assert not with_suite - alone, f"only with the suite installed: {sorted(with_suite - alone)}"


def test_no_suite_is_left_out():
    """Every app of Odoo that we build on is in the list, or its tests need more than a sales database."""
    manifests = [ast.literal_eval(path.read_text()) for path in (ROOT / "addons").glob("*/__manifest__.py")]
    needed = {name for manifest in manifests for name in manifest["depends"]}
    ours = {path.parent.name for path in (ROOT / "addons").glob("*/__manifest__.py")}
    assert needed - ours <= {*SUITES, "mail"}
