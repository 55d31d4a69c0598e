"""Databases made once and copied: core's apps, then our addons on top of them."""

import ast
import hashlib
import shutil
import subprocess

from . import places
from .environment import our_addons
from .process import Failure, step, tail

LANGUAGES = "en_US"
# All that pages name but the bundles of Odoo's own unit tests.
BUILD_ASSETS = """
scripts, styles = env["ir.qweb"]._get_bundles_to_pregenarate()
for bundle in sorted(scripts | styles):
    if "unit" not in bundle and bundle != "web.tests_assets":
        assets = env["ir.qweb"]._get_asset_bundle(bundle, css=bundle in styles, js=bundle in scripts)
        if bundle in scripts:
            assets.js()
        if bundle in styles:
            assets.css()
env.cr.commit()
"""


def core_dependencies():
    """The addons of Odoo that ours depend on."""
    ours = our_addons(examples=True)
    manifests = [ast.literal_eval((places.ADDONS / name / "__manifest__.py").read_text()) for name in ours]
    return sorted({name for manifest in manifests for name in manifest["depends"]} - set(ours))


def fingerprint(*parts):
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()[:12]


def addons_fingerprint():
    """Changes with any file of our addons that Odoo loads at installation."""
    digest = hashlib.sha256()
    for path in sorted(places.ADDONS.rglob("*")):
        if (
            path.suffix in {".py", ".xml", ".csv", ".js", ".scss", ".po", ".pot", ".json", ".sql"}
            and "__pycache__" not in path.parts
        ):
            digest.update(str(path.relative_to(places.ADDONS)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def core_template(env):
    """A database with core's addons only; made once for each Odoo and each list of them."""
    dependencies = core_dependencies()
    name = f"core-{fingerprint(env.odoo.version, env.odoo.home, *dependencies)}"
    if name not in env.server.databases():
        with step("Installing Odoo's own apps into a template (two minutes)"):
            make(env, name, dependencies, log=places.LOGS / "core.log")
    return name


def make(env, name, addons, *, log, template=None, extra=()):
    """Make a database under a draft name and rename it when complete, so that an interrupted one never counts."""
    draft = f"{name}-draft"
    discard(env, draft)
    if template:
        copy(env, template, draft)
    arguments = [
        "-d",
        draft,
        "-i",
        ",".join(addons),
        "--stop-after-init",
        "--no-http",
        "--max-cron-threads=0",
        "--load-language",
        LANGUAGES,
    ]
    if not env.odoo_run(*env.options, *arguments, *extra, log=log):
        raise Failure(f"Odoo could not install {', '.join(addons)}; its log is {log}:\n{tail(log)}")
    discard(env, name)
    env.server.query(f'ALTER DATABASE "{draft}" RENAME TO "{name}"')
    store = filestore(draft)
    if store.exists():
        store.rename(filestore(name))


def update(env, name, *, log):
    if not env.odoo_run(
        *env.options,
        "-d",
        name,
        "-u",
        ",".join(our_addons()),
        "--stop-after-init",
        "--no-http",
        "--max-cron-threads=0",
        log=log,
    ):
        raise Failure(f"Odoo could not update the database {name}; its log is {log}:\n{tail(log)}")


def build_assets(env, name, *, log):
    """Build the web client's bundles. Each browser test would build them anew and then roll them back."""
    if not env.odoo_run("shell", *env.options, "-d", name, "--no-http", log=log, script=BUILD_ASSETS):
        raise Failure(f"The web client's files could not be built; the log is {log}:\n{tail(log)}")


def copy(env, source, target):
    discard(env, target)
    env.server.copy(source, target)
    if filestore(source).exists():
        # Files of a filestore are never rewritten, so links are as good as copies.
        subprocess.run(["cp", "-al", str(filestore(source)), str(filestore(target))], check=True)


def discard(env, name):
    env.server.drop(name)
    shutil.rmtree(filestore(name), ignore_errors=True)


def filestore(name):
    return places.local("data") / "filestore" / name
