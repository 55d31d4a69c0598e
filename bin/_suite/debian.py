"""Debian packages fetched without installing them: apt with lists of our own, verified with the archive keyring."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from . import places
from .process import run

STABLE = "trixie"
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")
NETWORK = "Check the network connection and call again; what was fetched so far is kept."
SPACE = "Free some disk space and call again."


def is_debian():
    """True where Debian packages can be fetched and unpacked."""
    return bool(shutil.which("apt-get") and shutil.which("dpkg-deb") and KEYRING.is_file() and mirror())


def mirror():
    """Debian's mirror as this machine's own apt is set up, or None."""
    targets = subprocess.run(
        ["apt-get", "indextargets", "--no-release-info", "--format", "$(CREATED_BY) $(REPO_URI) $(RELEASE)"],
        capture_output=True,
        text=True,
        check=False,
    )
    addresses = [line.split()[1] for line in targets.stdout.splitlines() if line.startswith("Packages ")]
    archives = [address for address in addresses if re.search(r"/debian/?$", address)]
    return archives[0] if archives else None


def download(suite, packages):
    """Fetch just these packages of a suite; return their files."""
    work, apt = _apt(suite)
    run([*apt, "download", *packages], log=places.LOGS / "setup.log", advice=NETWORK, cwd=work / "archives")
    archives = work / "archives"
    return [max(archives.glob(f"{name}_*.deb"), key=lambda path: path.stat().st_mtime) for name in packages]


def download_with_dependencies(suite, packages):
    """Fetch packages of a suite and all they need, as if nothing were installed; return the files."""
    work, apt = _apt(suite)
    command = [
        *apt,
        "install",
        "-y",
        "--no-install-recommends",
        "--download-only",
        "-o",
        "Debug::NoLocking=1",
        *packages,
    ]
    run(command, log=places.LOGS / "setup.log", advice=NETWORK)
    return list((work / "cache" / "archives").glob("*.deb"))


def unpack(archives, target):
    target.mkdir(parents=True, exist_ok=True)
    for archive in archives:
        run(["dpkg-deb", "-x", str(archive), str(target)], log=places.LOGS / "setup.log", advice=SPACE)


def _apt(suite):
    """The work folder of a suite and the apt-get command for it, with its lists brought up to date."""
    work = places.writable(places.cache() / f"apt-{suite}", "free some space")
    for folder in ("lists/partial", "cache/archives/partial", "archives"):
        (work / folder).mkdir(parents=True, exist_ok=True)
    (work / "sources.list").write_text(f"deb [signed-by={KEYRING}] {mirror()} {suite} main\n")
    (work / "status").touch()
    settings = {
        "Dir::State::lists": work / "lists", "Dir::State::status": work / "status", "Dir::Cache": work / "cache",
        "Dir::Etc::sourcelist": work / "sources.list", "Dir::Etc::sourceparts": "-",
        "Dir::Etc::preferencesparts": "/nowhere",
        "Dir::Etc::preferences": "/nowhere", "Acquire::Languages": "none", "Acquire::Retries": "3",
        # A company's mirror may lag, and unstable's index expires within days. Signatures are still checked.
        "Acquire::Check-Valid-Until": "false",
    }  # fmt: skip
    if os.geteuid() == 0:
        settings["APT::Sandbox::User"] = "root"  # apt's own user may not enter the cache folder
    apt = ["apt-get", *(part for key, value in settings.items() for part in ("-o", f"{key}={value}"))]
    run([*apt, "update"], log=places.LOGS / "setup.log", advice=NETWORK)
    return work, apt
