import os
from configparser import ConfigParser
from configparser import Error as ConfigError

from odoo.tools import config

VARIABLE = "EVIDENCE_LEDGER_SECRET"
SECTION = "evidence_ledger"


def read_secret():
    """The secret that opens the private keys, or None.

    It comes from the environment, else from a section of its own in odoo.conf: Odoo warns about any name that it does
    not know in ``[options]``.
    """
    if secret := os.environ.get(VARIABLE):
        return secret
    parser = ConfigParser(interpolation=None)
    try:
        parser.read(config["config"])
    except ConfigError:
        return None
    return parser.get(SECTION, "secret", fallback=None) or None
