"""What holds for every test: none is skipped unnoticed, browser tests open a browser, our addons log cleanly.

All tests together run as a sample: of each class the first few of an order that the commit draws, so that the next
commit tries others. ``bin/test --long`` runs all of them, and so does whoever names files or tests.
"""

import hashlib
import logging
import os
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from odoo import SUPERUSER_ID, Command, api
from odoo.addons.account.tests.common import AccountTestInvoicingCommon
from odoo.modules.registry import Registry
from odoo.tests import HttpCase, TransactionCase

LONG = bool(os.environ.get("SUITE_LONG"))
# Which of how many processes this is: "1/2".
SHARD, SHARDS = map(int, os.environ.get("SUITE_SHARD", "1/1").split("/"))
OURS = {path.parent.name for path in (Path(__file__).parent / "addons").glob("*/__manifest__.py")}
# Of a class against the database the sample takes so many tests, or this share of them if that is more.
SAMPLE, SAMPLE_SHARE = 3, 0.25
COMPANY = "company_1_data"
browser_runs = []
# Tests of bridges to addons of the OCA run where these are installed.
collect_ignore_glob = ["addons/*_oca_*"]


class Complaints(logging.Handler):
    """Keeps what our addons log at WARNING or above; a test that expects a complaint mutes or asserts it."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        found = re.match(r"odoo\.addons\.(\w+)", record.name)
        if found and found.group(1) in OURS and ".tests." not in record.name:
            self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


complaints = Complaints()


def pytest_configure(config):
    config.addinivalue_line("markers", "long: full counts, run by bin/test --long only")
    config.addinivalue_line("markers", "alone: timed, so that nothing else may run beside it")
    config.addinivalue_line("markers", "weight(tests): takes as long as so many others")
    logging.getLogger().addHandler(complaints)
    _count_browser_runs()


def pytest_report_header():
    return f"Odoo {os.environ.get('SUITE_ODOO_VERSION')}, addons: {', '.join(sorted(OURS))}"


def pytest_collection_modifyitems(config, items):
    kept = [item for item in items if LONG or not _is_long(item)]
    if not LONG and _is_complete(config):
        kept = _sample(kept)
    own = _own_files(kept)
    kept = [item for item in kept if item.path in own]
    left = set(items).difference(kept)
    if left:
        config.hook.pytest_deselected(items=[item for item in items if item in left])
        items[:] = kept


def pytest_collection_finish(session):
    if any(item.cls and issubclass(item.cls, AccountTestInvoicingCommon) for item in session.items):
        _share_company()


def _is_complete(config):
    return config.args_source.name == "TESTPATHS" and not config.option.keyword


def _is_long(item):
    """Marked for pytest, or, in an addon, tagged for Odoo's own test runner, too."""
    return item.get_closest_marker("long") or "long" in getattr(item.cls, "test_tags", ())


def _sample(items):
    """All tests that need no database, and of each class that does some, drawn by the commit."""
    classes = defaultdict(list)
    for item in items:
        if item.cls and issubclass(item.cls, TransactionCase):
            classes[item.cls].append(item)
    left = set()
    for own in classes.values():
        size = max(SAMPLE, round(len(own) * SAMPLE_SHARE))
        left.update(sorted(own, key=_draw)[size:])
    return [item for item in items if item not in left]


def _draw(item):
    return hashlib.sha256(f"{os.environ.get('SUITE_COMMIT')} {item.nodeid}".encode()).digest()


def _share_company():
    """Make the company with its chart of accounts that classes of tests start with, once for all of them.

    Each class would make its own and roll it back, which is half of its set-up.
    """
    original = AccountTestInvoicingCommon.__dict__["setup_independent_company"].__func__
    with Registry(os.environ["SUITE_DATABASE"]).cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        shared = env["res.company"].search([("name", "=", COMPANY)]) or _make_company(env)

    @classmethod
    def setup_independent_company(cls, **values):
        if values or cls.chart_template or cls.country_code:
            return original(cls, **values)
        company = cls.env["res.company"].browse(shared.id)
        cls.env.user.company_ids = [Command.link(company.id)]
        return company

    AccountTestInvoicingCommon.setup_independent_company = setup_independent_company


def _make_company(env):
    company = env["res.company"].create({"name": COMPANY})
    # Odoo does so for companies that a test makes.
    env["stock.warehouse"].create({"company_id": company.id})
    AccountTestInvoicingCommon.env = env
    AccountTestInvoicingCommon._use_chart_template(company)
    del AccountTestInvoicingCommon.env
    return company


def _own_files(items):
    """The files of this shard: the largest first, each to the shard with the fewest tests so far."""
    shards = [[] for _number in range(SHARDS)]
    counts = Counter()
    for item in items:
        weight = item.get_closest_marker("weight")
        counts[item.path] += weight.args[0] if weight and LONG else 1
    for path in sorted(counts, key=lambda path: (-counts[path], path)):
        min(shards, key=lambda shard: sum(counts[own] for own in shard)).append(path)
    return set(shards[SHARD - 1])


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that skips itself, for a missing browser say, has not shown anything: it fails."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {call.excinfo.value if call.excinfo else ''}"


def pytest_sessionfinish(session, exitstatus):
    """A complete run in which no browser was opened has failed, and so has one in which our addons complained."""
    complete = _is_complete(session.config)
    # A shard may hold none of the tests that could open one.
    with_pages = any(item.cls and issubclass(item.cls, HttpCase) for item in session.items)
    failures = ["No browser test ran."] if complete and with_pages and not browser_runs else []
    failures += [f"Logged during the tests: {line}" for line in complaints.lines]
    if failures and exitstatus == 0:
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        for failure in failures:
            reporter.write_line(failure, red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _count_browser_runs():
    original = HttpCase.browser_js

    def browser_js(self, *args, **kwargs):
        original(self, *args, **kwargs)
        browser_runs.append(self.id())

    HttpCase.browser_js = browser_js
