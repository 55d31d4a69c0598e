"""Every benchmark of bench/ stays within the limit that it states."""

import os
import subprocess
import sys

import pytest

from .support import ROOT, committed_database

BENCHES = sorted((ROOT / "bench").glob("bench_*.py"))


@pytest.mark.long
@pytest.mark.alone
@pytest.mark.parametrize("bench", BENCHES, ids=lambda path: path.stem)
def test_bench_stays_within_its_limit(bench):
    with committed_database("bench") as database, open(bench) as script:
        if "odoo shell" in bench.read_text():
            options = os.environ["SUITE_ODOO_OPTIONS"].split("\n")
            command = [
                sys.executable,
                "-m",
                "odoo",
                "shell",
                *options,
                "-d",
                database,
                "--no-http",
                "--log-level=error",
            ]
        else:
            command = [sys.executable, str(bench)]
        done = subprocess.run(command, stdin=script, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "ratio" in done.stdout, "the benchmark measured nothing"
