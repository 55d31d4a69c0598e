"""bin/test: lint, unit, integration and browser tests, on databases made for them."""

from . import databases, places, python_env, verification
from .environment import environment, our_addons
from .process import child, step

DATABASE = "suite-test"


def main(arguments):
    long = "--long" in arguments
    arguments = [argument for argument in arguments if argument != "--long"]
    with environment(required_programs=("chromium", "wkhtmltopdf")) as env:
        core = _prepare(env)
        figures, junit = places.LOGS / "figures.jsonl", places.LOGS / "junit.xml"
        figures.unlink(missing_ok=True)
        variables = {
            **env.variables,
            "SUITE_LONG": "1" if long else "",
            "SUITE_ROOT": str(places.ROOT),
            "SUITE_DATABASE": DATABASE,
            "SUITE_TEMPLATE": template_name(),
            "SUITE_CORE_TEMPLATE": core,
            "SUITE_FIGURES": str(figures),
            "SUITE_ODOO_OPTIONS": "\n".join(env.options),
            "SUITE_ODOO_VERSION": env.odoo.version,
            "SUITE_NEWEST_NUM2WORDS": str(python_env.newest_num2words()),
        }
        options = [f"--odoo-extra={option[2:]}" for option in env.options if not option.startswith("--config=")]
        command = [
            str(env.python), "-m", "pytest", f"--odoo-config={places.ROOT / 'odoo.conf'}",
            f"--odoo-database={DATABASE}", "--odoo-http", "--odoo-log-level=warn",
            f"--junitxml={junit}", *options, *arguments,
        ]  # fmt: skip
        with child(command, env=variables, cwd=places.ROOT) as process:
            result = process.wait()
        if long:
            verification.write(env, junit, figures)
        return result


def template_name():
    return f"suite-{databases.addons_fingerprint()}"


def _prepare(env):
    """A fresh copy of a database into which the suite was installed; its installation log stays for the tests.

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
    with step("Copying the test database"):
        databases.copy(env, name, DATABASE)
    return core
