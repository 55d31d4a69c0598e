"""Paying online in the portal, over HTTP, with the demo provider."""

from odoo.modules.registry import Registry

from .gate_support import portal_token
from .support import odoo_command, transaction

PAID = {"require_signature": False, "require_payment": True}


def allow_payments(database):
    """Install the demo provider and let customers pay with it."""
    done = odoo_command("-d", database, "-i", "payment_demo", "--stop-after-init", "--no-http", "--max-cron-threads=0")
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    Registry.delete(database)
    with transaction(database) as env:
        provider = env.ref("payment.payment_provider_demo")
        provider.write({"state": "test", "is_published": True})
        assert provider.journal_id
        env.ref("payment_demo.payment_method_demo").active = True


def start(database, visitor, order, amount):
    """Choose the demo provider in the portal; return the reference of the transaction."""
    with transaction(database) as env:
        provider = env.ref("payment.payment_provider_demo").id
        method = env.ref("payment_demo.payment_method_demo").id
    token = portal_token(database, order)
    answer = visitor.ask(
        f"/my/orders/{order}/transaction",
        access_token=token,
        provider_id=provider,
        payment_method_id=method,
        token_id=None,
        amount=amount,
        flow="direct",
        tokenization_requested=False,
        landing_route=f"/my/orders/{order}?access_token={token}",
    )
    return answer["reference"]


def pay(database, visitor, order, amount):
    """Pay in the portal and wait on the status page, as a browser does; return the page one lands on."""
    return visitor.page(settle(database, visitor, order, amount))


def settle(database, visitor, order, amount):
    """Pay in the portal and wait on the status page; return the address of the page that comes next."""
    reference = start(database, visitor, order, amount)
    visitor.ask("/payment/demo/simulate_payment", reference=reference, payment_details="4242", simulated_state="done")
    status = _poll(visitor)
    assert status["state"] == "done"
    return status["landing_route"]


def _poll(visitor, tries=50):
    """Ask for the status as the page does: again where the payment collided with something else."""
    for _time in range(tries):
        answer = visitor.answer("/payment/status/poll")
        if "error" not in answer:
            return answer["result"]
        assert answer["error"]["data"]["message"] == "retry", answer["error"]
    raise AssertionError(f"{tries} collisions in a row")
