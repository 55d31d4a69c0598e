"""What holds for every test: nothing is skipped unnoticed, and browser tests really open a browser."""

import os

import pytest
from odoo.tests import HttpCase

LONG = bool(os.environ.get("SUITE_LONG"))
browser_runs = []


def pytest_configure(config):
    config.addinivalue_line("markers", "long: full counts, run by bin/test --long only")
    _count_browser_runs()


def pytest_collection_modifyitems(config, items):
    if LONG:
        return
    chosen = [item for item in items if not item.get_closest_marker("long")]
    left = [item for item in items if item.get_closest_marker("long")]
    if left:
        config.hook.pytest_deselected(items=left)
        items[:] = chosen


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that skips itself, for a missing browser say, has not shown anything: it fails."""
    outcome = yield
    report = outcome.get_result()
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped: {call.excinfo.value if call.excinfo else ''}"


def pytest_sessionfinish(session, exitstatus):
    """A complete run in which no browser was opened has failed."""
    complete = session.config.args_source.name == "TESTPATHS" and not session.config.option.keyword
    if complete and not browser_runs and exitstatus == 0:
        session.config.pluginmanager.get_plugin("terminalreporter").write_line("No browser test ran.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _count_browser_runs():
    original = HttpCase.browser_js

    def browser_js(self, *args, **kwargs):
        original(self, *args, **kwargs)
        browser_runs.append(self.id())

    HttpCase.browser_js = browser_js
