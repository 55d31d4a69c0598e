"""docs/verification.md: what a long test run showed, with the commit it was run on."""

import datetime
import json
import platform
import shutil
import subprocess
import xml.etree.ElementTree as ET

from . import places

TARGET = places.ROOT / "docs" / "verification.md"


def write(env, reports, figures):
    """Write the page from pytest's JUnit files and the figures that tests and benchmarks kept."""
    suites = [ET.parse(report).getroot().find("testsuite") for report in reports]
    total, failed = _total(suites, "tests"), _total(suites, "failures") + _total(suites, "errors")
    lines = [
        "# Verification",
        "",
        "Written by `./bin/test --long`. Absolute times mean little on shared machines; ratios and counts do.",
        "",
        f"- Commit: `{git('rev-parse', 'HEAD')}`{' (changed)' if git('status', '--porcelain') else ''}",
        f"- Date: {datetime.datetime.now(datetime.UTC):%Y-%m-%d %H:%M} UTC",
        f"- Odoo {env.odoo.version}, Python {platform.python_version()}, "
        f"PostgreSQL {env.server.query('SHOW server_version')[0]}",
        f"- Tests: {total} run, {total - failed} passed, {failed} failed",
        "",
        "| Figure | Value | Details |",
        "|---|---|---|",
    ]
    for line in figures.read_text().splitlines() if figures.exists() else []:
        figure = json.loads(line)
        name = figure.pop("name")
        value = figure.pop("value") if "value" in figure else figure.pop("ratio")
        value = f"{value:.3g}" if isinstance(value, float) else value
        lines.append(f"| {name} | {value} | {', '.join(f'{key}: {detail}' for key, detail in figure.items())} |")
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("\n".join(lines) + "\n")


def _total(suites, attribute):
    return sum(int(suite.get(attribute)) for suite in suites)


def git(*arguments):
    if not shutil.which("git"):
        return "unknown"
    done = subprocess.run(["git", *arguments], cwd=places.ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or ("unknown" if done.returncode else "")
