"""bin/odoo: Odoo's own command line in this environment."""

from . import places
from .environment import environment
from .process import child

SERVER_OPTIONS = (
    "shell",
    "i18n",
    "db",
    "module",
    "neutralize",
    "populate",
    "cloc",
    "server",
    "obfuscate",
    "scaffold",
    "upgrade_code",
)
# Commands that take no --config and friends of ours before their own arguments.
PLAIN = ("cloc", "scaffold", "upgrade_code", "help", "--help", "-h", "--version")


def main(arguments):
    with environment() as env:
        command = arguments[:1] if arguments and arguments[0] in SERVER_OPTIONS else []
        rest = arguments[len(command) :]
        if arguments[:1] and arguments[0] in PLAIN:
            options = []
        elif command == ["db"]:
            options = _config_only(env)
        elif command and command[0] in ("i18n", "module"):
            # These read the configuration after their own sub-command.
            options, rest = [], [*rest[:1], *_config_only(env), *rest[1:]]
        else:
            options = env.options
        with child(env.command(*command, *options, *rest), env=env.variables) as process:
            return process.wait()


def _config_only(env):
    """Those sub-commands take a configuration file but no other options: write ours into one."""
    path = places.local("data") / "odoo.conf"
    path.write_text(
        "[options]\n"
        + f"addons_path = {env.addons_path}\ndata_dir = {places.local('data')}\n"
        + "".join(f"{key} = {value}\n" for key, value in (option[2:].split("=", 1) for option in env.server.options))
    )
    path.chmod(0o600)
    return ["-c", str(path)]
