"""Everything a command needs, set up once: Odoo, Python, server, and Odoo's command line for them."""

import contextlib
import subprocess
from typing import NamedTuple

from . import odoo_source, places, postgres, python_env, system_packages
from .process import Failure


class Environment(NamedTuple):
    odoo: odoo_source.Odoo
    python: object  # path of the virtual environment's interpreter
    server: postgres.Server

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

    def odoo_run(self, *arguments, log):
        """Run Odoo to its end with its log in a file; True when it went well."""
        with open(log, "w") as output:
            done = subprocess.run(
                self.command(*arguments),
                env=self.variables,
                cwd=places.ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
                check=False,
            )
        return done.returncode == 0

    @property
    def variables(self):
        return {**self.server.environment, "PYTHONUNBUFFERED": "1"}


@contextlib.contextmanager
def environment(*, required_programs=()):
    """Set up what is missing and yield the Environment; the embedded server stops with its last user."""
    if not places.ADDONS.is_dir():
        raise Failure(f"{places.ADDONS} is missing: call this from a complete checkout.")
    places.local("log")
    source = odoo_source.odoo()
    python = python_env.python(source)
    system_packages.ensure(required=required_programs)
    with postgres.server(python) as server:
        found = Environment(source, python, server)
        (places.LOCAL / "versions.txt").write_text(f"Odoo {source.version} in {source.home}\nPython {python}\n")
        yield found


def our_addons(*, examples=False):
    """Names of the addons of this checkout, in alphabetical order."""
    names = sorted(path.parent.name for path in places.ADDONS.glob("*/__manifest__.py"))
    return [name for name in names if examples or not name.endswith("_example")]
