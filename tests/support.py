"""Tools for tests that need committed data: databases of their own, real parallel transactions, real processes."""

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import odoo.sql_db
from odoo import SUPERUSER_ID, api
from odoo.exceptions import ConcurrencyError
from odoo.modules.registry import Registry
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import config

ROOT = Path(os.environ["SUITE_ROOT"])
TEMPLATE = os.environ["SUITE_TEMPLATE"]
ADDONS = sorted(path.parent.name for path in (ROOT / "addons").glob("*/__manifest__.py"))
# Bridges to addons of the OCA install themselves where these are, which is not here.
INSTALLED = [name for name in ADDONS if "_oca_" not in name]
LONG = bool(os.environ.get("SUITE_LONG"))
LONGEST_WAIT = 300


def record_figure(name, value, **details):
    """Keep a measured figure for docs/verification.md, which ``bin/test --long`` writes."""
    path = os.environ.get("SUITE_FIGURES")
    if path:
        with open(path, "a") as figures:
            figures.write(json.dumps({"name": name, "value": value, **details}) + "\n")


@contextlib.contextmanager
def committed_database(name, template=TEMPLATE):
    """Yield the name of a database copied from the installed suite; dropped afterwards."""
    database = f"suite-{name}"
    _discard(database)
    _maintain(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
    store = Path(config.filestore(template))
    if store.exists():
        subprocess.run(["cp", "-al", str(store), config.filestore(database)], check=True)
    # Loading a registry with test_enable set would start Odoo's own test run.
    enabled, config["test_enable"] = config["test_enable"], False
    try:
        Registry(database)
        yield database
    finally:
        config["test_enable"] = enabled
        Registry.delete(database)
        _discard(database)


@contextlib.contextmanager
def empty_database(name):
    """Yield the name of a database without Odoo; dropped afterwards."""
    database = f"suite-{name}"
    _discard(database)
    _maintain(f'CREATE DATABASE "{database}"')
    try:
        yield database
    finally:
        _discard(database)


def _discard(database):
    odoo.sql_db.close_db(database)
    # Not WITH (FORCE): it refuses where autovacuum is at work, which a plain DROP ends and waits for.
    _maintain(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user AND datname = %s", database
    )
    _maintain(f'DROP DATABASE IF EXISTS "{database}"')
    subprocess.run(["rm", "-rf", config.filestore(database)], check=True)


def _maintain(statement, *params):
    with contextlib.closing(odoo.sql_db.db_connect("postgres").cursor()) as cr:
        cr._cnx.autocommit = True
        cr.execute(statement, params)


@contextlib.contextmanager
def transaction(database, uid=SUPERUSER_ID, context=None):
    """Yield an environment on a cursor of its own; commits at the end, rolls back on an error."""
    with Registry(database).cursor() as cr:
        yield api.Environment(cr, uid, context or {})


def retrying(database, act, *, uid=SUPERUSER_ID, tries=50):
    """Run ``act(env)`` in a transaction and, like Odoo's RPC layer, again when transactions collide.

    :return: the number of collisions
    """
    for collisions in range(tries):
        try:
            with transaction(database, uid) as env:
                act(env)
                env.cr.flush()
            return collisions
        except (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError):
            continue
    raise AssertionError(f"{tries} collisions in a row")


@contextlib.contextmanager
def no_deadlock(database):
    """Fail at the end if PostgreSQL has ended a deadlock in ``database`` meanwhile: who retries would not notice.

    Other processes that work there must have ended before; the connections of this one are closed.
    """
    before = _count_deadlocks(database)
    yield
    count = _count_deadlocks(database) - before
    assert not count, f"{count} deadlocks in {database}"
    record_figure("deadlocks that PostgreSQL ended meanwhile", count, database=database)


def _count_deadlocks(database):
    # A backend reports what it counted when it ends, or sometime later.
    odoo.sql_db.close_db(database)
    backends = (
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = %s AND backend_type = 'client backend' AND pid != pg_backend_pid()"
    )
    until = time.monotonic() + 20
    while _ask(backends, database) and time.monotonic() < until:
        time.sleep(0.05)
    return _ask("SELECT deadlocks FROM pg_stat_database WHERE datname = %s", database)


def _ask(query, *params):
    with contextlib.closing(odoo.sql_db.db_connect("postgres").cursor()) as cr:
        cr.execute(query, params)
        return cr.fetchone()[0]


def in_parallel(*acts):
    """Run the callables in threads that start together; re-raise the first error of any."""
    barrier = threading.Barrier(len(acts))
    errors = []

    def run(act):
        try:
            barrier.wait(LONGEST_WAIT)
            act()
        except BaseException as error:  # re-raised below, in the thread of the test
            errors.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST_WAIT)
    if errors:
        raise errors[0]
    assert not any(thread.is_alive() for thread in threads), "a transaction waits for ever"


def odoo_process(database, script, **variables):
    """Start ``script`` (Python text, with ``env``) in an Odoo shell of its own; return the Popen, output piped."""
    options = os.environ["SUITE_ODOO_OPTIONS"].split("\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "odoo", "shell", *options, "-d", database, "--no-http", "--log-level=error"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **variables},
        cwd=ROOT,
    )
    process.stdin.write(script)
    process.stdin.close()
    process.stdin = None  # communicate() must not flush it again
    return process


def odoo_command(*arguments):
    """Run Odoo's command line to its end; return the finished process with its output."""
    options = os.environ["SUITE_ODOO_OPTIONS"].split("\n")
    return subprocess.run(
        [sys.executable, "-m", "odoo", *options, *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )
