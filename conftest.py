"""What holds for every test: none is skipped unnoticed, browser tests open a browser, our addons log cleanly."""

import logging
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from odoo.tests import HttpCase

LONG = bool(os.environ.get("SUITE_LONG"))
# Which of how many processes this is: "1/2".
SHARD, SHARDS = map(int, os.environ.get("SUITE_SHARD", "1/1").split("/"))
OURS = {path.parent.name for path in (Path(__file__).parent / "addons").glob("*/__manifest__.py")}
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
    own, kept, left = _own_files(items), [], []
    for item in items:
        is_left = item.path not in own or (item.get_closest_marker("long") and not LONG)
        (left if is_left else kept).append(item)
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = kept


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
    options = session.config.option
    complete = session.config.args_source.name == "TESTPATHS" and not options.keyword
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
