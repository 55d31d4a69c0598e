"""bin/screenshots: take the pictures of the README from the demo company, as a user sees it."""

import argparse
import shutil
import socket
import subprocess

from . import command_run, places
from .environment import environment
from .process import Failure, child, step, tail

TARGET = places.ROOT / "docs" / "screenshots"
DRIVER = places.ROOT / "bin" / "_suite" / "browser_shots.py"


def main(arguments):
    parser = argparse.ArgumentParser(prog="bin/screenshots", description="Take the pictures in docs/screenshots.")
    parser.add_argument("--fresh", action="store_true", help="from a demo database made anew")
    parser.add_argument("shots", nargs="*", help="names of the pictures to take (all)")
    chosen = parser.parse_args(arguments)
    with environment(required_programs=("chromium", "wkhtmltopdf")) as env:
        command_run.prepare(env, fresh=chosen.fresh)
        TARGET.mkdir(parents=True, exist_ok=True)
        return _shoot(env, chosen.shots)


def _shoot(env, shots):
    port, log = _free_port(), places.LOGS / "screenshots.log"
    url = f"http://127.0.0.1:{port}"
    command = command_run.server_command(env, port, log)
    with child(command, own_session=True, env=env.variables, cwd=places.ROOT) as process:
        with step("Starting Odoo"):
            command_run.wait_for(f"{url}/web/login", process, log)
        browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
        driver = [str(env.python), str(DRIVER), browser, url, command_run.DATABASE, str(TARGET), *shots]
        with step("Taking the pictures"):
            done = subprocess.run(driver, env=env.variables, cwd=places.ROOT, check=False)
    if done.returncode:
        raise Failure(f"The pictures could not be taken; the end of the server's log {log}:\n{tail(log)}")
    return 0


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
