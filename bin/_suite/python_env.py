"""The virtual environment: pinned packages, and Odoo visible to Python and to pip."""

import hashlib
import importlib.util
import shutil
import sys
from pathlib import Path

from . import debian, places
from .process import Failure, lock, need_space, run, step

REQUIREMENTS = places.ROOT / "requirements.txt"
NEWEST_NUM2WORDS = "num2words==0.5.14"


def python(odoo):
    """Make or find the virtual environment for this Odoo and these requirements; return its Python."""
    pins = REQUIREMENTS.read_bytes() + f"{sys.version_info[:2]} {odoo.home} {NEWEST_NUM2WORDS}".encode()
    folder = places.cache() / f"venv-{hashlib.sha256(pins).hexdigest()[:12]}"
    interpreter = folder / "bin" / "python"
    with lock(places.cache() / "venv.lock"):
        if not (folder / "complete").exists():
            need_space(places.cache(), 1)
            with step("Installing the Python packages"):
                _make(folder, interpreter, odoo)
    return interpreter


def newest_num2words():
    """Folder with the newest num2words we know, put before the pinned one by the tests that try both."""
    return places.cache() / NEWEST_NUM2WORDS.replace("==", "-")


def _make(folder, interpreter, odoo):
    log = places.LOGS / "setup.log"
    shutil.rmtree(folder, ignore_errors=True)
    broken = "Python's venv module does not work here: on Debian run apt-get install python3-venv."
    if importlib.util.find_spec("ensurepip"):
        run([sys.executable, "-m", "venv", str(folder)], log=log, advice=broken)
    else:  # Debian ships ensurepip apart
        run([sys.executable, "-m", "venv", "--without-pip", str(folder)], log=log, advice=broken)
        run([str(interpreter), str(_pip_wheel() / "pip"), "install", "pip"], log=log, advice=debian.NETWORK)
    pip = [str(interpreter), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    advice = f"{debian.NETWORK} Where a package has no wheel, a C compiler and Python's headers are needed too."
    run([*pip, "-r", str(REQUIREMENTS)], log=log, advice=advice)
    run([*pip, "--no-deps", "--upgrade", "--target", str(newest_num2words()), NEWEST_NUM2WORDS], log=log, advice=advice)
    _show_odoo(folder, odoo)
    (folder / "complete").touch()


def _pip_wheel():
    if not debian.is_debian():
        raise Failure(
            "This Python cannot make a virtual environment: install the venv and pip packages of your system."
        )
    unpacked = places.cache() / "pip-wheel"
    debian.unpack(debian.download(debian.STABLE, ["python3-pip-whl"]), unpacked)
    return next((unpacked / "usr" / "share" / "python-wheels").glob("pip-*.whl"))


def _show_odoo(folder, odoo):
    """Put Odoo on the path, and its metadata where pip sees it, so that addons from PyPI find their dependency.

    The metadata is ours and asks for nothing: what Odoo needs is pinned here, and the package's own list would make pip
    replace pins (psycopg2-binary, lxml) by newer versions.
    """
    site = Path(next((folder / "lib").glob("python3.*"))) / "site-packages"
    (site / "odoo-home.pth").write_text(f"{odoo.home}\n")
    metadata = site / f"odoo-{odoo.version}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: odoo\nVersion: {odoo.version}\n")
    (metadata / "INSTALLER").write_text("customer-order-suite\n")
    (metadata / "RECORD").touch()
