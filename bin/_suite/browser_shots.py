"""Drives a headless Chromium through the demo company and keeps what it shows. Runs in the virtual environment.

Arguments: the browser's program, the server's URL, the database, the folder for the pictures, names of pictures.
"""

import base64
import contextlib
import io
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pypdfium2
import websocket
from PIL import Image

WIDTH, HEIGHT = 1440, 900
LONGEST_WAIT = 60
LARGEST = 250_000
MODULE = "customer_order_suite_demo"
ORDER, GERMAN_ORDER, PORTAL_ORDER = "order_15", "order_23", "order_18"


class Browser:
    """One page of a browser, spoken to over the DevTools protocol."""

    def __init__(self, endpoint, url, database):
        self.url, self.database = url, database
        self.numbers = itertools.count(1)
        self.socket = websocket.create_connection(endpoint, timeout=LONGEST_WAIT, suppress_origin=True)
        self.send("Page.enable")
        self.send("Emulation.setTimezoneOverride", timezoneId="Europe/Amsterdam")
        self.send("Emulation.setDeviceMetricsOverride", width=WIDTH, height=HEIGHT, deviceScaleFactor=1, mobile=False)

    def send(self, method, **parameters):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def evaluate(self, script):
        result = self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(f"{script}: {result['exceptionDetails']}")
        return result["result"].get("value")

    def open(self, path, awaited):
        """Go to ``path`` and wait until the element ``awaited`` is there and nothing loads any more."""
        self.send("Page.navigate", url=self.url + path)
        quiet = f"""document.readyState === "complete" && document.querySelector({json.dumps(awaited)})
            && !document.querySelector(".o_loading_indicator, .o_blockUI, .o_view_sample_data")
            && [...document.images].every((image) => image.complete) && document.fonts.status === "loaded" """
        deadline = time.monotonic() + LONGEST_WAIT
        while not self.evaluate(f"Boolean({quiet})"):
            if time.monotonic() > deadline:
                raise RuntimeError(f"{path} did not show {awaited} within {LONGEST_WAIT} seconds")
            time.sleep(0.2)
        time.sleep(1)  # transitions

    def wait(self, awaited):
        """Wait until the element ``awaited`` is there, and what moves has come to rest."""
        deadline = time.monotonic() + LONGEST_WAIT
        while not self.evaluate(f"Boolean(document.querySelector({json.dumps(awaited)}))"):
            if time.monotonic() > deadline:
                raise RuntimeError(f"{awaited} did not show within {LONGEST_WAIT} seconds")
            time.sleep(0.2)
        time.sleep(1)  # transitions

    def log_in(self, login):
        self.send("Network.clearBrowserCookies")
        self.open("/web/login", "body")
        parameters = {"db": self.database, "login": login, "password": login}
        self.fetch("/web/session/authenticate", parameters)

    def fetch(self, path, parameters):
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": parameters})
        answer = self.evaluate(f"""
            fetch({json.dumps(path)}, {{
                method: "POST", headers: {{"Content-Type": "application/json"}}, body: {json.dumps(body)},
            }}).then((response) => response.json())
        """)
        if "error" in answer:
            raise RuntimeError(f"{path}: {answer['error']['data']['message']}")
        return answer["result"]

    def call(self, model, method, *args, **kwargs):
        parameters = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.fetch("/web/dataset/call_kw", parameters)

    def named(self, name):
        """Database id of a record of the demo story."""
        domain = [["module", "=", MODULE], ["name", "=", name]]
        return self.call("ir.model.data", "search_read", domain, ["res_id"])[0]["res_id"]

    def read(self, model, record, field):
        return self.call(model, "read", [record], [field])[0][field]

    def picture(self):
        data = self.send("Page.captureScreenshot", format="png")["data"]
        return Image.open(io.BytesIO(base64.b64decode(data)))

    def download(self, path):
        text = self.evaluate(f"""
            fetch({json.dumps(path)}).then((response) => response.arrayBuffer()).then((buffer) => {{
                let text = "";
                for (const byte of new Uint8Array(buffer)) text += String.fromCharCode(byte);
                return btoa(text);
            }})
        """)
        return base64.b64decode(text)


def orders(browser):
    browser.open("/odoo/action-customer_order_mgmt.customer_order_action", ".o_list_view .o_data_row")
    return browser.picture()


def order(browser):
    record = browser.named(ORDER)
    path = f"/odoo/action-customer_order_mgmt.customer_order_action/{record}"
    browser.open(path, ".o_form_view .o_field_x2many .o_data_row")
    return browser.picture()


def acknowledgement(browser, name=ORDER):
    acknowledgements = browser.read("customer.order", browser.named(name), "acknowledgement_ids")
    attachment, _name = browser.read("customer.order.acknowledgement", acknowledgements[0], "attachment_id")
    document = pypdfium2.PdfDocument(browser.download(f"/web/content/{attachment}"))
    return document[0].render(scale=1.6).to_pil()


def german_acknowledgement(browser):
    return acknowledgement(browser, GERMAN_ORDER)


def portal(browser):
    record = browser.named(PORTAL_ORDER)
    browser.log_in("portal")
    browser.open(f"/my/customer-orders/{record}", "#wrap")
    return browser.picture()


def verification_page(browser):
    version, _name = browser.read("customer.order", browser.named(ORDER), "current_version_id")
    token = browser.read("customer.order.version", version, "verification_token")
    browser.send("Network.clearBrowserCookies")
    browser.open(f"/customer-order/verify/{token}", "body")
    return browser.picture()


def evidence(browser):
    browser.open("/odoo/action-evidence_ledger.evidence_entry_action", ".o_list_view .o_data_row")
    return browser.picture()


def verification_report(browser):
    record = browser.call("evidence.verification", "search", [], limit=1)[0]
    browser.open(f"/odoo/action-evidence_ledger.evidence_verification_action/{record}", ".o_form_view .o_field_widget")
    return browser.picture()


def held(browser, name="order_25"):
    record = browser.named(name)
    hold = browser.call("order.hold", "search", [["res_model", "=", "customer.order"], ["res_id", "=", record]])[0]
    browser.log_in("controller")
    browser.open(f"/odoo/action-order_gate.order_hold_action/{hold}", ".o_form_view .o_data_row")
    return browser.picture()


def credit_hold(browser):
    held(browser, "order_26")
    browser.evaluate("document.querySelector('button[name=action_what_if]').click()")
    browser.wait(".modal .o_form_view .o_field_widget")
    return browser.picture()


def credit_profile(browser):
    record = browser.named("profile_harrow")
    browser.log_in("controller")
    browser.open(
        f"/odoo/action-customer_credit_view.credit_profile_action/{record}", ".o_form_view .o_credit_comparison"
    )
    return browser.picture()


def credit_morning(browser):
    browser.log_in("controller")
    browser.open("/odoo/action-customer_credit_view.credit_work_action", ".o_kanban_record:not(.o_kanban_ghost)")
    return browser.picture()


def credit_exposure(browser):
    browser.log_in("controller")
    browser.open("/odoo/action-customer_credit_view.credit_exposure_action", ".o_list_view .o_data_row")
    return browser.picture()


def account_statement(browser):
    record = browser.named("profile_harrow")
    browser.log_in("controller")
    report = browser.download(f"/report/pdf/customer_credit_view.report_account_statement/{record}")
    return pypdfium2.PdfDocument(report)[0].render(scale=1.6).to_pil()


SHOTS = {
    "orders": orders,
    "order": order,
    "acknowledgement": acknowledgement,
    "acknowledgement-german": german_acknowledgement,
    "portal": portal,
    "verification-page": verification_page,
    "held": held,
    "credit-morning": credit_morning,
    "credit-profile": credit_profile,
    "credit-exposure": credit_exposure,
    "credit-hold": credit_hold,
    "account-statement": account_statement,
    "evidence": evidence,
    "verification-report": verification_report,
}


@contextlib.contextmanager
def chromium(program):
    """A headless browser with a profile of its own; yields the address of a page for DevTools."""
    with tempfile.TemporaryDirectory() as profile:
        switches = ["--headless=new", "--hide-scrollbars", "--no-first-run", "--remote-debugging-port=0"]
        if os.geteuid() == 0:
            switches.append("--no-sandbox")
        command = [program, *switches, f"--window-size={WIDTH},{HEIGHT}", f"--user-data-dir={profile}", "about:blank"]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            yield _page_address(Path(profile) / "DevToolsActivePort")
        finally:
            process.terminate()
            process.wait(20)


def _page_address(announcement):
    deadline = time.monotonic() + LONGEST_WAIT
    while time.monotonic() < deadline:
        if announcement.exists() and (lines := announcement.read_text().splitlines()):
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(f"http://127.0.0.1:{lines[0]}/json/list") as answer:
                pages = [target for target in json.load(answer) if target["type"] == "page"]
            if pages:
                return pages[0]["webSocketDebuggerUrl"]
        time.sleep(0.1)
    raise RuntimeError("the browser did not start")


def main(program, url, database, folder, *names):
    with chromium(program) as endpoint:
        browser = Browser(endpoint, url, database)
        for name in names or SHOTS:
            browser.log_in("admin")
            path = Path(folder) / f"{name}.png"
            keep(SHOTS[name](browser).convert("RGB"), path)
            print(f"  {path.name}: {path.stat().st_size // 1024} kB", flush=True)


def keep(picture, path):
    """Save ``picture`` in true colours if that is small enough for a repository."""
    picture.save(path, optimize=True)
    if path.stat().st_size > LARGEST:
        picture.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
