"""Programs that Odoo calls: wkhtmltopdf for documents, Chromium for browser tests."""

import os
import shutil

from . import debian, places
from .process import Failure, lock, run, step

PACKAGES = {
    "wkhtmltopdf": (("wkhtmltopdf",), "PDF documents"),
    "chromium": (("chromium", "google-chrome", "chromium-browser", "google-chrome-stable"), "browser tests"),
}
FONTS = ("fonts-liberation", "fonts-dejavu-core")  # without any, documents are blank
LAST_SUITE_WITH_WKHTMLTOPDF = "bookworm"


def ensure(*, required=()):
    """Install what is missing when root; otherwise print the command. Missing ``required`` programs are a Failure.

    :return: folders to put on the PATH
    """
    missing = _missing()
    installable = [name for name in missing if _has_candidate(name)]
    command = ["apt-get", "install", "-y", "--no-install-recommends", *installable, *FONTS]
    if installable and os.geteuid() == 0:
        with step(f"Installing {' and '.join(installable)} from the system's packages"):
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            run(command, log=places.LOGS / "setup.log", advice="See that log, mend it and call again.", env=environment)
        missing = _missing()
    extra = []
    if "wkhtmltopdf" in missing and debian.is_debian():
        extra.append(_private_wkhtmltopdf())
        missing.remove("wkhtmltopdf")
    for name in missing:
        sentence = f"{name} is not installed (needed for {PACKAGES[name][1]}): run as root: {' '.join(command)}"
        if name in required:
            raise Failure(sentence)
        print(f"  {sentence}")
    return extra


def _missing():
    return [name for name, (programs, _use) in PACKAGES.items() if not any(map(shutil.which, programs))]


def _has_candidate(name):
    """Whether the system's own suite has the package; as root its lists are brought up to date first."""
    if not shutil.which("apt-get"):
        return False
    log = places.LOGS / "setup.log"
    simulated = ["apt-get", "install", "--simulate", "--no-install-recommends", name]
    try:
        run(simulated, log=log, advice="", quiet=True)
    except Failure:
        if os.geteuid() != 0:
            return name != "wkhtmltopdf"
        try:
            run(["apt-get", "update"], log=log, advice="", quiet=True)
            run(simulated, log=log, advice="", quiet=True)
        except Failure:
            return False
    return True


def _private_wkhtmltopdf():
    """Folder with a wkhtmltopdf of our own, for systems whose suite dropped it and for users without root.

    It runs with the libraries of its own suite, loader included, so that it does not depend on the system's.
    """
    target = places.cache() / f"wkhtmltopdf-{LAST_SUITE_WITH_WKHTMLTOPDF}"
    with lock(places.cache() / "wkhtmltopdf.lock"):
        if not (target / "bin" / "wkhtmltopdf").exists():
            with step("Fetching wkhtmltopdf into the cache (110 MB)"):
                shutil.rmtree(target, ignore_errors=True)
                archives = debian.download_with_dependencies(LAST_SUITE_WITH_WKHTMLTOPDF, ["wkhtmltopdf", *FONTS])
                debian.unpack(archives, target / "root")
                for archive in archives:
                    archive.unlink()
                _write_wrapper(target)
    return target / "bin"


def _write_wrapper(target):
    root = target / "root"
    loader = next((root / "lib").glob("*-linux-gnu*/ld-linux*.so*"))
    libraries = f"{loader.parent}:{root}/usr/lib/{loader.parent.name}"
    (target / "fonts.conf").write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>/usr/share/fonts</dir>'
        f"<dir>{root}/usr/share/fonts</dir><cachedir>{target}/fontcache</cachedir></fontconfig>\n"
    )
    (target / "bin").mkdir()
    draft = target / "bin" / "draft"
    draft.write_text(
        "#!/bin/sh\n"
        f"export LC_ALL=C QT_QPA_PLATFORM=offscreen QT_PLUGIN_PATH={root}/usr/lib/{loader.parent.name}/qt5/plugins\n"
        f"export FONTCONFIG_FILE={target}/fonts.conf\n"
        f'exec {loader} --library-path {libraries} {root}/usr/bin/wkhtmltopdf "$@"\n'
    )
    draft.chmod(0o755)
    draft.rename(target / "bin" / "wkhtmltopdf")
