"""Where things lie. Nothing is written outside the checkout and the cache folder."""

import os
from pathlib import Path

from .process import Failure

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ROOT / "addons"
LOCAL = ROOT / ".local"
LOGS = LOCAL / "log"


def cache():
    """The cache folder shared by all checkouts of this user: Odoo, the virtual environments.

    Root's home is closed to the user that runs the database server, so root uses the system's cache folder.
    """
    chosen = os.environ.get("SUITE_CACHE")
    if not chosen:
        base = os.environ.get("XDG_CACHE_HOME") or ("/var/cache" if os.geteuid() == 0 else Path.home() / ".cache")
        chosen = Path(base) / "customer-order-suite"
    return writable(Path(chosen), "set SUITE_CACHE to a folder that you may write to")


def writable(folder, advice):
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Failure(f"The folder {folder} cannot be made ({error.strerror}): {advice}.") from None
    if not os.access(folder, os.W_OK):
        raise Failure(f"The folder {folder} cannot be written to: {advice}.")
    return folder


def local(name):
    """A folder of this checkout that git ignores."""
    return writable(LOCAL / name, "put the checkout where you may write")
