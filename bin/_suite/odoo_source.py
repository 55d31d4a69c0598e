"""Odoo 19 itself: a company's own, else the Debian package, else a clone of the official repository."""

import os
import re
import shutil
from pathlib import Path
from typing import NamedTuple

from . import debian, places
from .process import Failure, lock, need_space, run, step

SERIES = "19.0"
PACKAGE_SUITE = "unstable"
# Odoo's package links to these; from a stable suite, because unstable's Font Awesome 7 no longer has the files of
# version 4 that Odoo's web client is drawn with.
LINKED_PACKAGES = (
    "libjs-jquery", "libjs-jquery-form", "libjs-underscore", "fonts-font-awesome", "fonts-montserrat",
    "fonts-roboto-unhinted", "fonts-inconsolata", "fonts-ocr-b",
)  # fmt: skip
REPOSITORY = "https://github.com/odoo/odoo"
COMMIT = "003924d439d8249688d81e5704ef0770de7749ae"


class Odoo(NamedTuple):
    home: Path  # the folder that holds the package `odoo`
    addons: tuple  # folders for addons_path, beyond those that lie in the package itself
    version: str


def odoo():
    """Find or fetch Odoo; return where it lies. Raises Failure on an untested major version."""
    chosen = os.environ.get("ODOO_HOME")
    if chosen:
        return _described(Path(chosen).expanduser().resolve())
    with lock(places.cache() / "odoo.lock"):
        return _described(_package() if debian.is_debian() else _clone())


def _described(home):
    dist = next((folder for folder in (home, home / "src") if (folder / "odoo" / "release.py").is_file()), None)
    if dist is None:
        raise Failure(
            f"{home} holds no Odoo (odoo/release.py is missing): set ODOO_HOME to a checkout of Odoo {SERIES}."
        )
    release = (dist / "odoo" / "release.py").read_text()
    found = re.search(r"version_info = \((.+?), (\d+), (\d+),", release)
    version = ".".join(part.strip("'\"") for part in found.groups()) if found else "unknown"
    if not version.startswith(f"{SERIES}."):
        raise Failure(f"{dist} holds Odoo {version}; only {SERIES} is tested: set ODOO_HOME to an Odoo {SERIES}.")
    checkout_addons = dist / "addons" / "web" / "__manifest__.py"
    return Odoo(
        dist,
        (dist / "addons",) if checkout_addons.is_file() and not (dist / "odoo" / "addons" / "web").exists() else (),
        version,
    )


def _package():
    target = places.cache() / f"odoo-{SERIES}-debian"
    home = target / "usr" / "lib" / "python3" / "dist-packages"
    if (target / "complete").exists():
        _fill_gap(home)
        return home
    need_space(places.cache(), 2)
    with step("Fetching Odoo 19 from Debian (135 MB)"):
        archives = debian.download(PACKAGE_SUITE, ["odoo-19"]) + debian.download(debian.STABLE, LINKED_PACKAGES)
    with step("Unpacking Odoo 19"):
        shutil.rmtree(target, ignore_errors=True)
        debian.unpack(archives, target)
        broken = [link for link in (home / "odoo").rglob("*") if link.is_symlink() and not link.exists()]
        if broken:
            raise Failure(
                f"Odoo's package links to a file that is not there ({broken[0].name}): "
                f"report this with the versions of the packages in {archives[0].parent}."
            )
        _fill_gap(home)
        (target / "complete").write_text("\n".join(archive.name for archive in archives))
        for archive in archives:
            archive.unlink()
    return home


def _fill_gap(home):
    """Put an empty file where Debian left out one that a bundle names: every page would log an error in the browser.

    It blurs the background in video calls; Debian has no source for it.
    """
    script = home / "odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js"
    if not script.exists():
        script.parent.mkdir(exist_ok=True)
        script.write_text("// Not part of Debian's package: the background blur of video calls.\n")


def _clone():
    target = places.cache() / f"odoo-{SERIES}-{COMMIT[:12]}"
    if (target / "complete").exists():
        return target
    need_space(places.cache(), 3)
    with step(f"Cloning Odoo {SERIES} at {COMMIT[:12]}"):
        log = places.LOGS / "setup.log"
        target.mkdir(exist_ok=True)
        if not (target / ".git").exists():
            run(["git", "init", "--quiet", str(target)], log=log, advice="Install git and call again.")
        run(["git", "-C", str(target), "fetch", "--depth", "1", REPOSITORY, COMMIT], log=log, advice=debian.NETWORK)
        run(
            ["git", "-C", str(target), "checkout", "--force", "--quiet", "FETCH_HEAD"],
            log=log,
            advice="Free some disk space and call again.",
        )
        (target / "complete").touch()
    return target
