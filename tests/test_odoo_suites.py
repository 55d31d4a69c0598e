"""Odoo's own tests give the same result with the suite installed as without it."""

import ast
import os
import re

import pytest

from .support import ROOT, committed_database, odoo_command, record_figure

pytestmark = [pytest.mark.long, pytest.mark.weight(250)]

# Of accounting the tests of what we touch, posting and what follows from it: all of them would take hours.
POSTING = (
    "TestAccountMove",
    "TestAccountMoveOutInvoiceOnchanges",
    "TestAccountMoveOutRefundOnchanges",
    "TestAccountMoveInalterableHash",
    "TestAccountPaymentRegister",
    "TestSequenceMixin",
)
SUITES = {
    **{name: f"/{name}" for name in ("portal", "sale", "sale_management", "sale_stock", "sale_edi_ubl", "contacts")},
    "account": ",".join(f"/account:{name}" for name in POSTING),
}
# Bridges to addons of the OCA are installed where these are.
MANIFESTS = [path for path in (ROOT / "addons").glob("*/__manifest__.py") if "_oca_" not in path.parent.name]
# The demo company has users and customers of its own, which Odoo's tests would take for theirs.
OURS = [path.parent.name for path in MANIFESTS if not path.parent.name.endswith(("_demo", "_example"))]
# Finished at once, without a web server and without crons.
QUIETLY = ("--stop-after-init", "--max-cron-threads=0")
RESULT = re.compile(r"(?:FAIL|ERROR): (?:Subtest )?(\w+\.\w+)")
COUNT = re.compile(r"(\d+) failed, (\d+) error\(s\) of (\d+) tests")


def run_suite(module, addons):
    """Run the tests of one of Odoo's modules beside ``addons``; return the names that failed, and how many ran."""
    core = os.environ["SUITE_CORE_TEMPLATE"]
    with committed_database(f"odoo-{module}", core) as database:
        if addons:
            installed = odoo_command("-d", database, "-i", ",".join(addons), "--no-http", *QUIETLY)
            assert installed.returncode == 0, installed.stderr[-3000:]
        port = "--http-port=8169"
        done = odoo_command("-d", database, "-u", module, f"--test-tags={SUITES[module]}", port, *QUIETLY)
    log = done.stdout + done.stderr
    counted = COUNT.findall(log)
    assert counted, log[-3000:]
    return set(RESULT.findall(log)), int(counted[-1][2])


@pytest.mark.parametrize("module", SUITES)
def test_odoo_suite_gives_the_same_result(module):
    alone, count = run_suite(module, [])
    beside, count_beside = run_suite(module, OURS)
    new = beside - alone
    record_figure(f"Odoo's suite of {module}", len(new), tests=count_beside, failing_without_us=len(alone))
    assert count_beside >= count
    assert not new, f"only with the suite installed: {sorted(new)}"


def test_no_suite_is_left_out():
    """Every app of Odoo that we build on is in the list, or its tests need more than a sales database."""
    manifests = [ast.literal_eval(path.read_text()) for path in MANIFESTS]
    needed = {name for manifest in manifests for name in manifest["depends"]}
    ours = {path.parent.name for path in MANIFESTS}
    assert needed - ours <= {*SUITES, "mail"}
