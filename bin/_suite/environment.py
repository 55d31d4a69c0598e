"""Everything a command needs, set up once: Odoo, Python, server, and Odoo's command line for them."""

import contextlib
import os
import secrets
import subprocess
from typing import NamedTuple

from . import odoo_source, places, postgres, python_env, system_packages
from .process import Failure


class Environment(NamedTuple):
    odoo: odoo_source.Odoo
    python: object  # path of the virtual environment's interpreter
    server: postgres.Server
    programs: list  # folders with programs that the system does not have

    @property
    def addons_path(self):
        folders = [places.ADDONS, *self.odoo.addons]
        if (self.odoo.home / "odoo" / "addons" / "web").exists():
            folders.append(self.odoo.home / "odoo" / "addons")
        return ",".join(map(str, folders))

    @property
    def options(self):
        """Options of Odoo's command line that point to this checkout, its server and its data."""
        return [
            f"--config={places.ROOT / 'odoo.conf'}",
            f"--addons-path={self.addons_path}",
            f"--data-dir={places.local('data')}",
            *self.server.options,
        ]

    def command(self, *arguments):
        return [str(self.python), "-m", "odoo", *arguments]

    def odoo_run(self, *arguments, log, script=""):
        """Run Odoo to its end with its log in a file, and ``script`` in its shell; True when it went well."""
        with open(log, "w") as output:
            done = subprocess.run(
                self.command(*arguments),
                env=self.variables,
                cwd=places.ROOT,
                input=script,
                stdout=output,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
        return done.returncode == 0

    @property
    def variables(self):
        environment = self.server.environment
        path = os.pathsep.join([*map(str, self.programs), environment["PATH"]])
        return {**environment, "PATH": path, "PYTHONUNBUFFERED": "1", **_bytecode(), **_secrets()}


@contextlib.contextmanager
def environment(*, required_programs=()):
    """Set up what is missing and yield the Environment; the embedded server stops with its last user."""
    if not places.ADDONS.is_dir():
        raise Failure(f"{places.ADDONS} is missing: call this from a complete checkout.")
    places.local("log")
    source = odoo_source.odoo()
    python = python_env.python(source)
    programs = system_packages.ensure(required=required_programs)
    with postgres.server(python) as server:
        found = Environment(source, python, server, programs)
        (places.LOCAL / "versions.txt").write_text(f"Odoo {source.version} in {source.home}\nPython {python}\n")
        yield found


def _bytecode():
    """Odoo compiled once, whatever the machine says: each start would compile it anew, in half of its time."""
    return {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(places.local("pycache"))}


def our_addons(*, examples=False):
    """Names of the addons of this checkout, in alphabetical order; without bridges to addons of the OCA, which install
    themselves where these are."""
    names = sorted(path.parent.name for path in places.ADDONS.glob("*/__manifest__.py"))
    names = [name for name in names if "_oca_" not in name]
    return [name for name in names if examples or not name.endswith("_example")]


def _secrets():
    """The secret that encrypts signing keys in this checkout's databases; a company sets its own."""
    if os.environ.get("EVIDENCE_LEDGER_SECRET"):
        return {}
    path = places.local("data") / "evidence-secret"
    if not path.exists():
        draft = path.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(32))
        draft.rename(path)
    return {"EVIDENCE_LEDGER_SECRET": path.read_text()}
