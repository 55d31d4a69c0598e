"""Every benchmark of bench/ stays within the limit that it states."""

import os
import subprocess
import sys

import pytest

from .support import ROOT, committed_database

BENCHES = sorted(path.name for path in (ROOT / "bench").glob("bench_*.py"))


@pytest.mark.long
@pytest.mark.parametrize("name", BENCHES)
def test_bench_stays_within_its_limit(name):
    with committed_database("bench") as database:
        done = subprocess.run(
            [sys.executable, str(ROOT / "bench" / name)],
            cwd=ROOT,
            env={**os.environ, "SUITE_BENCH_DATABASE": database},
            capture_output=True,
            text=True,
            check=False,
        )
    print(done.stdout)
    assert done.returncode == 0, done.stdout + done.stderr
