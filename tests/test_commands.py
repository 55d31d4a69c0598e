"""The newcomer's commands, as a newcomer calls them."""

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import closing

import psutil
import pytest

from .support import ROOT

LONGEST_START = 300


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def plain_environment(**variables):
    """The caller's environment: without what bin/test put there for pytest."""
    kept = {name: value for name, value in os.environ.items() if not re.match(r"SUITE_(?!CACHE)|PG|PYTEST", name)}
    return {**kept, **variables}


def call(command, *arguments, **variables):
    return subprocess.run(
        [str(ROOT / "bin" / command), *arguments],
        env=plain_environment(**variables),
        capture_output=True,
        text=True,
        check=False,
        timeout=LONGEST_START,
    )


@pytest.fixture
def serving(tmp_path):
    """Start bin/run; yield a function that gives the port, the process and the seconds until its banner."""
    running = []

    def start():
        port, log = free_port(), tmp_path / f"run{len(running)}.log"
        started = time.monotonic()
        with open(log, "w") as output:
            command = [str(ROOT / "bin" / "run"), "--port", str(port)]
            process = subprocess.Popen(command, env=plain_environment(), stdout=output, stderr=output)
        running.append(process)
        while "Ctrl-C" not in log.read_text():
            assert process.poll() is None and time.monotonic() - started < LONGEST_START, log.read_text()
            time.sleep(0.2)
        return port, process, time.monotonic() - started, log.read_text()

    yield start
    for process in running:
        process.kill()


def test_run_serves_says_what_to_do_and_leaves_nothing_running(serving):
    port, process, _seconds, banner = serving()
    assert f"http://127.0.0.1:{port}" in banner
    assert re.search(r"login \w+, password \w+", banner)
    assert "click first" in banner
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    page = opener.open(f"http://127.0.0.1:{port}/web/login", timeout=60).read().decode()
    assert 'name="login"' in page
    started = psutil.Process(process.pid).children(recursive=True)
    assert started
    process.send_signal(signal.SIGINT)
    process.wait(60)
    _gone, alive = psutil.wait_procs(started, timeout=30)
    assert not alive


def test_second_run_starts_in_seconds(serving):
    serving()[1].send_signal(signal.SIGINT)
    _port, _process, seconds, banner = serving()
    assert "Installing" not in banner
    assert "Updating" not in banner
    assert seconds < 30


def test_taken_port_is_one_sentence():
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = call("run", "--port", str(other.getsockname()[1]))
    assert done.returncode == 1
    assert "cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_port_that_is_none_is_one_sentence():
    for done in (call("run", "--port", "99999"), call("run", PORT="http")):
        assert done.returncode == 2
        assert "is no port" in done.stderr
        assert "Traceback" not in done.stderr


def test_untested_odoo_is_one_sentence(tmp_path):
    (tmp_path / "odoo").mkdir()
    (tmp_path / "odoo" / "release.py").write_text("version_info = (18, 0, 0, 'final', 0, '')\n")
    done = call("odoo", "--version", ODOO_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "18.0.0" in done.stderr
    assert "ODOO_HOME" in done.stderr
    assert "Traceback" not in done.stderr


def test_missing_python_is_one_sentence(tmp_path):
    (tmp_path / "dirname").symlink_to(shutil.which("dirname"))
    shell = f'source "{ROOT}/bin/_python.sh" odoo --version'
    nowhere = {"PATH": str(tmp_path), "PYTHON": "/nowhere"}
    done = subprocess.run(["/bin/bash", "-c", shell], env=nowhere, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "No Python 3.11, 3.12 or 3.13 was found" in done.stderr


def test_odoo_is_the_command_line_of_odoo():
    done = call("odoo", "--version")
    assert done.stdout.strip().endswith("19.0")


def test_configuration_is_safe():
    conf = (ROOT / "odoo.conf").read_text()
    assert re.search(r"^http_interface = 127\.0\.0\.1$", conf, re.M)
    assert re.search(r"^list_db = False$", conf, re.M)
    password = re.search(r"^admin_passwd = (.+)$", conf, re.M).group(1)
    assert password.startswith("$pbkdf2-sha512$")
