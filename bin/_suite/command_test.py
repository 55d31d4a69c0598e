"""bin/test: lint, unit, integration and browser tests, on databases made for them."""

import contextlib
import os
import shutil
import socket
import sys

from . import databases, places, python_env, verification
from .environment import environment, our_addons
from .process import child, step

DATABASE = "suite-test"
SHARDS = 2
# The marker of tests that nothing else may run beside.
ALONE = "alone"


def main(arguments):
    long = "--long" in arguments
    arguments = [argument for argument in arguments if argument != "--long"]
    # A choice of tests goes through one process; all tests, through one per core.
    shards = 1 if arguments or (os.cpu_count() or 1) < SHARDS else SHARDS
    with environment(required_programs=("chromium", "wkhtmltopdf")) as env:
        core = _prepare(env, shards)
        figures = places.LOGS / "figures.jsonl"
        for old in (figures, *_reports()):
            old.unlink(missing_ok=True)
        variables = {
            **env.variables,
            "SUITE_LONG": "1" if long else "",
            "SUITE_COMMIT": verification.git("rev-parse", "HEAD"),
            "SUITE_ROOT": str(places.ROOT),
            "SUITE_TEMPLATE": template_name(),
            "SUITE_CORE_TEMPLATE": core,
            "SUITE_FIGURES": str(figures),
            "SUITE_ODOO_OPTIONS": "\n".join(env.options),
            "SUITE_ODOO_VERSION": env.odoo.version,
            "SUITE_NEWEST_NUM2WORDS": str(python_env.newest_num2words()),
        }
        results = [_run_pytest(env, variables, arguments or [f"-m not {ALONE}"], shards)]
        if long and not arguments:
            # What is timed has the machine to itself.
            results.append(_run_pytest(env, variables, [f"-m {ALONE}"], 1, first=shards + 1))
        if long:
            verification.write(env, _reports(), figures)
        return next((result for result in results if result), 0)


def _reports():
    return sorted(places.LOGS.glob("junit-*.xml"))


def _run_pytest(env, variables, arguments, shards, *, first=1):
    """Run every shard at the same time; the first one is shown as it goes, the others when all have ended.

    :param first: the number of the first report
    :return: the exit code, 0 when every shard passed
    """
    logs = {number: places.LOGS / f"test-{number}.log" for number in range(2, shards + 1)}
    with contextlib.ExitStack() as stack:
        processes = []
        for number in range(1, shards + 1):
            output = stack.enter_context(open(logs[number], "w")) if number in logs else None
            own = {"SUITE_DATABASE": _database(number), "SUITE_SHARD": f"{number}/{shards}"}
            report = places.LOGS / f"junit-{first + number - 1}.xml"
            command = _command(env, _database(number), [f"--junitxml={report}", *arguments])
            options = {"env": {**variables, **own}, "cwd": places.ROOT, "stdout": output, "stderr": output}
            processes.append(stack.enter_context(child(command, **options)))
        results = [process.wait() for process in processes]
    for log in logs.values():
        with open(log) as shown:
            shutil.copyfileobj(shown, sys.stdout)
    return next((result for result in results if result), 0)


def _command(env, database, arguments):
    options = [f"--odoo-extra={option[2:]}" for option in env.options if not option.startswith("--config=")]
    return [
        str(env.python), "-m", "pytest", f"--odoo-config={places.ROOT / 'odoo.conf'}",
        f"--odoo-database={database}", "--odoo-http", "--odoo-log-level=warn",
        f"--odoo-extra=http-port={_free_port()}", *options, *arguments,
    ]  # fmt: skip


def _database(number):
    return DATABASE if number == 1 else f"{DATABASE}-{number}"


def _free_port():
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def template_name():
    return f"suite-{databases.addons_fingerprint()}"


def _prepare(env, shards):
    """A fresh copy, for each shard, of a database into which the suite was installed; its installation log stays.

    :return: the name of the template below it, with core's addons only
    """
    name = template_name()
    core = databases.core_template(env)
    present = env.server.databases()
    if name not in present or not (places.LOGS / "test-install.log").exists():
        for old in present:
            if old.startswith("suite-") and old != name:
                databases.discard(env, old)
        with step("Installing the suite for the tests"):
            databases.make(env, name, our_addons(examples=True), log=places.LOGS / "test-install.log", template=core)
        with step("Building the web client's files"):
            databases.build_assets(env, name, log=places.LOGS / "test-assets.log")
    with step("Copying the test database"):
        for number in range(1, shards + 1):
            databases.copy(env, name, _database(number))
    return core
