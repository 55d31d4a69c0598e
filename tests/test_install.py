"""Installing, updating and validating the suite leaves no warning in the log."""

import os
import re
from pathlib import Path

from odoo.modules.registry import Registry
from odoo.tools import config

from .support import INSTALLED, ROOT, committed_database, odoo_command, transaction

# Said by Odoo of the machine it runs on, or of core's own modules; none of ours causes it.
NOT_OURS = re.compile(r"is a security risk|py\.warnings: \S*/(site-packages|dist-packages|odoo/(addons|orm|tools))/")
LEVEL = re.compile(r" (WARNING|ERROR|CRITICAL) ")


def complaints(log):
    """Lines of a log at WARNING or above, with what follows the last of them."""
    return [line for line in log.split("\n") if LEVEL.search(line) and not NOT_OURS.search(line)]


def test_installation_log_is_clean():
    log = Path(ROOT / ".local" / "log" / "test-install.log").read_text()
    assert "Modules loaded" in log
    assert not complaints(log), "\n".join(complaints(log))


def test_every_addon_is_installed():
    with Registry(config["db_name"][0] if isinstance(config["db_name"], list) else config["db_name"]).cursor() as cr:
        cr.execute("SELECT name FROM ir_module_module WHERE state = 'installed' AND name = ANY(%s)", [INSTALLED])
        assert sorted(name for (name,) in cr.fetchall()) == INSTALLED


def test_update_log_is_clean_and_views_validate():
    with committed_database("update") as database:
        done = odoo_command(
            "-d", database, "-u", ",".join(INSTALLED), "--stop-after-init", "--no-http", "--max-cron-threads=0"
        )
        log = done.stdout + done.stderr
        assert done.returncode == 0, log[-4000:]
        assert not complaints(log), "\n".join(complaints(log))
        with transaction(database) as env:
            views = env["ir.ui.view"].search([("model_data_id.module", "in", INSTALLED)])
            assert views, "no view of ours was found"
            views._check_xml()


def test_demo_company_is_loaded():
    """The demo addon tells a story: without its orders the first screens would be empty."""
    with committed_database("demo") as database, transaction(database) as env:
        states = dict(env["customer.order"]._read_group([], ["state"], ["__count"]))
        assert sum(states.values()) >= 30, states
        assert os.environ["SUITE_ODOO_VERSION"].startswith("19.0.")
