"""What the tests of the gate on committed data share: people, goods, a rule in force, acts as a client sends them."""

import contextlib
import os
import socket
import subprocess
import sys
import time

import requests
from odoo import SUPERUSER_ID
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.service.model import execute_cr

from .support import LONGEST_WAIT, ROOT, transaction

LIMIT = 1000
SELLER = ["sales_team.group_sale_salesman_all_leads", "stock.group_stock_user", "account.group_account_invoice"]
CONTROLLER = "order_gate.group_order_gate_controller"


def set_up_gate(database):
    """Make orders over 1,000 wait in this database, and no others; return the ids of those who work with them."""
    with transaction(database) as env:
        env["order.gate.rule"].search([]).action_archive()
        vals = {"kind": "value", "mode": "enforce", "amount_limit": LIMIT}
        env["order.gate.rule"].create({"name": "Value", **vals})
        return {
            "seller": create_user(env, "seller", SELLER),
            "colleague": create_user(env, "colleague", SELLER),
            "controller": create_user(env, "controller", [CONTROLLER, *SELLER]),
            "second": create_user(env, "second", [CONTROLLER, *SELLER]),
            "clerk": create_user(env, "clerk", [CONTROLLER]),
        }


def create_user(env, login, groups):
    vals = {"name": login.title(), "login": f"gate_{login}", "email": f"{login}@example.com"}
    return env["res.users"].create({**vals, "group_ids": [Command.set([env.ref(name).id for name in groups])]}).id


def create_order(database, uid, price=2000.0, **vals):
    """Return the id of a committed quotation for one pump at ``price``."""
    with transaction(database) as env:
        product = env["product.product"].create(
            {
                "name": "Gate pump",
                "type": "consu",
                "list_price": price,
                "taxes_id": False,
                "invoice_policy": "order",
            }
        )
        partner = env["res.partner"].create({"name": "Gate customer", "email": "customer@example.com"})
        line = {"product_id": product.id, "product_uom_qty": 1, "price_unit": price}
        # Without a price list, in the currency of the company and of the limit.
        vals = {"partner_id": partner.id, "pricelist_id": False, "order_line": [Command.create(line)], **vals}
        return env["sale.order"].with_user(uid).create(vals).id


def call(database, uid, model, method, *args, **kwargs):
    """Call ``method`` as a client does by RPC: in a transaction of its own, with Odoo's own retries."""
    with Registry(database).cursor() as cr:
        return execute_cr(cr, uid, model, method, list(args), kwargs)


def read(database, model, record_id, *names):
    """Return the committed values of one record."""
    with transaction(database, SUPERUSER_ID) as env:
        record = env[model].browse(record_id)
        values = [record[name] for name in names]
        return values[0] if len(names) == 1 else tuple(values)


def holds_of(database, order_id, model="sale.order"):
    """Return ``[(state, act, requested by)]`` of the committed holds of a document, oldest first."""
    with transaction(database) as env:
        holds = env["order.hold"].search([("res_model", "=", model), ("res_id", "=", order_id)], order="id")
        return [(hold.state, hold.act, hold.requested_by_id.id) for hold in holds]


def line_of(database, order_id):
    with transaction(database) as env:
        return env["sale.order"].browse(order_id).order_line[0].id


class Visitor(requests.Session):
    """A visitor of the web server at ``url``, who is not logged in."""

    def __init__(self, url):
        super().__init__()
        self.url = url

    def page(self, path):
        response = self.get(self.url + path, timeout=LONGEST_WAIT)
        response.raise_for_status()
        return response.text

    def ask(self, path, **params):
        """Call a JSON route; return its result."""
        answer = self.answer(path, **params)
        assert "error" not in answer, answer["error"]
        return answer.get("result")

    def answer(self, path, **params):
        """Call a JSON route; return the whole answer, be it an error."""
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        return self.post(self.url + path, json=body, timeout=LONGEST_WAIT).json()


@contextlib.contextmanager
def web_server(database):
    """Yield the address of an Odoo server of its own for ``database``."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = [*os.environ["SUITE_ODOO_OPTIONS"].split("\n"), "-d", database, f"--http-port={port}"]
    command = [sys.executable, "-m", "odoo", *options, "--max-cron-threads=0", "--log-level=error"]
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen(command, cwd=ROOT) as process:
        try:
            _wait_for(url)
            yield url
        finally:
            process.terminate()


def _wait_for(url):
    until = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < until:
        with contextlib.suppress(requests.ConnectionError):
            if requests.get(f"{url}/web/health", timeout=LONGEST_WAIT).ok:
                return
        time.sleep(0.2)
    raise AssertionError("the web server does not answer")


def portal_token(database, order_id):
    with transaction(database) as env:
        return env["sale.order"].browse(order_id)._portal_ensure_token()
