"""bin/run: serve the suite with its demo company."""

import argparse
import contextlib
import os
import socket
import time
import urllib.request

from . import databases, places
from .environment import environment, our_addons
from .process import Failure, child, step, tail

DATABASE = "demo"
BANNER = """
  The Customer Order System is running (Odoo {version}).

    {url}
    login admin, password admin
    or as clerk, manager, controller, analyst, director, accountant, auditor or portal (a customer):
    the password is the login

  What to click first: Customer Orders › Orders › any order in state Received, read it, then Accept;
  then Acknowledge, and look at the document that the customer gets.

  Ctrl-C stops it. ./bin/run --fresh starts over.
"""


def main(arguments):
    parser = argparse.ArgumentParser(
        prog="bin/run", description="Set up and serve the Customer Order System with its demo company."
    )
    parser.add_argument("--fresh", action="store_true", help="throw the demo database away and start over")
    # A default that is text goes through the type too.
    parser.add_argument("--port", type=_port, default=os.environ.get("PORT", "8069"), help="port on 127.0.0.1 (8069)")
    chosen = parser.parse_args(arguments)
    _need_free(chosen.port)
    with environment() as env:
        prepare(env, fresh=chosen.fresh)
        return _serve(env, chosen.port)


def _port(text):
    if not text.isdecimal() or not 0 < int(text) < 2**16:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: choose a number from 1 to 65535")
    return int(text)


def _need_free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Failure(
                f"Port {port} cannot be used ({error.strerror}): stop the program there, or choose another with --port."
            ) from None


def prepare(env, *, fresh=False):
    """Make the demo database, or bring it up to date with the addons of this checkout."""
    stamp = places.local("data") / f"{DATABASE}.stamp"
    now = databases.addons_fingerprint()
    present = DATABASE in env.server.databases() and stamp.exists()
    if present and not fresh and stamp.read_text() == now:
        return
    if present and not fresh:
        with step("Updating the demo database to the addons of this checkout"):
            databases.update(env, DATABASE, log=places.LOGS / "update.log")
    else:
        template = databases.core_template(env)
        with step("Installing the suite and its demo company"):
            stamp.unlink(missing_ok=True)
            databases.make(env, DATABASE, our_addons(), log=places.LOGS / "install.log", template=template)
    stamp.write_text(now)


def _serve(env, port):
    log = places.LOGS / "odoo.log"
    url = f"http://127.0.0.1:{port}"
    with child(server_command(env, port, log), own_session=True, env=env.variables, cwd=places.ROOT) as process:
        with step("Starting Odoo"):
            wait_for(f"{url}/web/login", process, log)
        if process.poll() is None:
            print(BANNER.format(version=env.odoo.version, url=url), flush=True)
        return process.wait()


def server_command(env, port, log):
    here = ["--http-interface=127.0.0.1", f"--http-port={port}", f"--db-filter=^{DATABASE}$", f"--logfile={log}"]
    return env.command(*env.options, "-d", DATABASE, *here)


def wait_for(url, process, log):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    for _attempt in range(600):
        if process.poll() is not None:
            raise Failure(f"Odoo stopped while starting; its log is {log}:\n{tail(log)}")
        with contextlib.suppress(OSError), opener.open(url, timeout=30) as answer:
            if answer.status == 200:
                return
        time.sleep(0.2)
    raise Failure(f"Odoo did not answer within two minutes; its log is {log}:\n{tail(log)}")
