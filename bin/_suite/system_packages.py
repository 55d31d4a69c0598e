"""Programs of the system that Odoo calls: wkhtmltopdf for documents, Chromium for browser tests."""

import os
import shutil

from . import places
from .process import Failure, run, step

PACKAGES = {
    "wkhtmltopdf": (("wkhtmltopdf",), "PDF documents"),
    "chromium": (("chromium", "google-chrome", "chromium-browser", "google-chrome-stable"), "browser tests"),
}


def ensure(*, required=()):
    """Install what is missing when root; otherwise print the command. Missing `required` programs are a Failure."""
    missing = [name for name, (programs, _use) in PACKAGES.items() if not any(map(shutil.which, programs))]
    if not missing:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing, "fonts-dejavu-core"]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with step(f"Installing {' and '.join(missing)} from the system's packages"):
            log = places.LOGS / "setup.log"
            environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
            try:
                run(["apt-get", "update"], log=log, advice="", env=environment)
                run(command, log=log, advice="", env=environment)
            except Failure:
                pass  # judged below: what is still missing is named with the command to run
        missing = [name for name in missing if not any(map(shutil.which, PACKAGES[name][0]))]
    for name in missing:
        sentence = f"{name} is not installed (needed for {PACKAGES[name][1]}): run as root: {' '.join(command)}"
        if name in required:
            raise Failure(sentence)
        print(f"  {sentence}")
