import sys

from . import command_odoo, command_run, command_screenshots, command_test
from .process import Failure

COMMANDS = {
    "odoo": command_odoo.main,
    "run": command_run.main,
    "screenshots": command_screenshots.main,
    "test": command_test.main,
}


def main(argv):
    try:
        return COMMANDS[argv[0]](argv[1:])
    except Failure as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The next call goes on from here.", file=sys.stderr)
        return 130


sys.exit(main(sys.argv[1:]))
