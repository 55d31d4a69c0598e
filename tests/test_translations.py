"""The translation templates hold just the texts that the code holds."""

import os
import re
import subprocess
import sys

import polib
import pytest

from .support import INSTALLED, ROOT, TEMPLATE, committed_database


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """Fresh templates of all addons, exported by Odoo from a copy of the installed suite."""
    folder = tmp_path_factory.mktemp("i18n")
    with committed_database("i18n", TEMPLATE) as database:
        for addon in INSTALLED:
            export_template(database, addon, folder / f"{addon}.pot")
    return folder


def export_template(database, addon, target):
    options = [option.removeprefix("--").split("=", 1) for option in os.environ["SUITE_ODOO_OPTIONS"].split("\n")]
    conf = target.with_suffix(".conf")
    known = {"addons-path": "addons_path", "data-dir": "data_dir"}
    lines = [f"{known.get(key, key)} = {value}" for key, value in options if key != "config"]
    conf.write_text("[options]\n" + "\n".join(lines) + "\n")
    command = [
        sys.executable,
        "-m",
        "odoo",
        "i18n",
        "export",
        "-c",
        str(conf),
        "-d",
        database,
        "-o",
        str(target),
        addon,
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.parametrize("addon", INSTALLED)
def test_template_is_up_to_date(exported, addon):
    stored = ROOT / "addons" / addon / "i18n" / f"{addon}.pot"
    if os.environ.get("SUITE_WRITE_TEMPLATES"):
        stored.parent.mkdir(exist_ok=True)
        text = (exported / f"{addon}.pot").read_text()
        stored.write_text(re.sub(r'"(POT-Creation-Date|PO-Revision-Date): [^"]*\\n"\n', "", text))
    assert texts(exported / f"{addon}.pot") == texts(stored), (
        "Run SUITE_WRITE_TEMPLATES=1 ./bin/test tests/test_translations.py and commit the templates."
    )


@pytest.mark.parametrize("po", sorted((ROOT / "addons").glob("*/i18n/*.po")), ids=lambda path: path.stem)
def test_translations_are_of_texts_that_exist(po):
    template = polib.pofile(str(po.with_name(f"{po.parents[1].name}.pot")))
    known = {entry.msgid for entry in template}
    stale = [entry.msgid for entry in polib.pofile(str(po)) if entry.msgid not in known and not entry.obsolete]
    assert not stale, "\n".join(stale)


def texts(path):
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in polib.pofile(str(path))}
