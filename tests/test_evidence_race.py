"""Eight writers seal on committed data at once; sealers are killed; nobody waits, nothing is lost."""

import random
import signal
import time

import psycopg2
import pytest

from .support import committed_database, in_parallel, odoo_process, record_figure, retrying, transaction

WRITERS = 8
SEALS = 500
EVENT, PAYLOAD = "personal.erased", {"values": [{"entry": 1, "path": "race"}]}


@pytest.fixture(scope="module")
def database():
    with committed_database("evidence-race") as name:
        yield name


@pytest.fixture(scope="module")
def subjects(database):
    """Ids of received orders, which are subjects of evidence: ``{id: number}``."""
    with transaction(database) as env:
        partner = env["res.partner"].create({"name": "Race"})
        line = {"name": "Pump", "quantity": 1, "price_unit": 10.0}
        values = {"partner_id": partner.id, "customer_reference": "RACE", "line_ids": [(0, 0, line)]}
        orders = env["customer.order"].create([values] * WRITERS)
        orders.action_receive()
        return orders.ids


def seal(order_id):
    return lambda env: env["customer.order"].browse(order_id)._seal(EVENT, PAYLOAD)


def entries(env):
    """The entries of these tests, and those of the receipts below them."""
    numbers = env["customer.order"].search([("customer_reference", "=", "RACE")]).mapped("name")
    return env["evidence.entry"].search([("subject_key", "in", numbers)])


def test_eight_writers_lose_nothing_and_fork_nothing(database, subjects):
    """Half of the seals go to the writer's own subject, half to one that all share."""
    collisions = []
    started = time.monotonic()

    def writer(number):
        rng = random.Random(number)
        for _round in range(SEALS // WRITERS + (number < SEALS % WRITERS)):
            subject = subjects[number] if rng.random() < 0.5 else subjects[0]
            # Many tries: other tests run at the same time, and half of the seals go to one subject.
            collisions.append(retrying(database, seal(subject), tries=500))

    in_parallel(*[lambda number=number: writer(number) for number in range(WRITERS)])
    with transaction(database) as env:
        env["evidence.checkpoint"]._seal_checkpoints()
        found = entries(env)
        assert len(found) == SEALS + WRITERS
        for subject in set(found.mapped("subject_key")):
            chain = found.filtered(lambda entry, key=subject: entry.subject_key == key).sorted("sequence")
            assert chain.mapped("sequence") == list(range(1, len(chain) + 1))
            assert chain.mapped("previous_hash")[1:] == chain.mapped("entry_hash")[:-1]
        assert not env["evidence.entry"]._verify([("id", "in", found.ids)])
        assert all(found.mapped("checkpoint_number")), "an entry is in no checkpoint"
    record_figure(
        "seals by 8 writers at once", SEALS, collisions=sum(collisions), seconds=round(time.monotonic() - started, 1)
    )


def test_writers_of_different_subjects_never_wait(database, subjects):
    with transaction(database) as slow:
        slow["customer.order"].browse(subjects[1])._seal(EVENT, PAYLOAD)
        with transaction(database) as quick:
            quick.cr.execute("SET LOCAL lock_timeout = '200ms'")
            quick["customer.order"].browse(subjects[2])._seal(EVENT, PAYLOAD)
            quick.cr.commit()
        with transaction(database) as sealer:
            sealer["evidence.checkpoint"]._seal_checkpoints()
        with transaction(database) as reader:
            number = reader["customer.order"].browse(subjects[2]).name
            last = entries(reader).filtered(lambda entry: entry.subject_key == number)[:1]
            assert last.checkpoint_number, "the sealer waited for a transaction that is still open"


def test_two_writers_of_one_subject_collide_and_retry(database, subjects):
    with transaction(database) as first:
        first["customer.order"].browse(subjects[3])._seal(EVENT, PAYLOAD)
        with pytest.raises(psycopg2.errors.LockNotAvailable), transaction(database) as second:
            second.cr.execute("SET LOCAL lock_timeout = '200ms'")
            second["customer.order"].browse(subjects[3])._seal(EVENT, PAYLOAD)
    assert retrying(database, seal(subjects[3])) == 0


KILLED = """
import os
from odoo.addons.evidence_ledger.models import evidence_checkpoint
original = type(env["evidence.checkpoint.leaf"])._insert
def die(self, rows):
    original(self, rows)
    if self._name == "evidence.checkpoint.leaf":
        print("KILL ME", flush=True)
        os.kill(os.getpid(), 9)
type(env["evidence.checkpoint.leaf"])._insert = die
env["evidence.checkpoint"]._seal_checkpoints()
"""


def test_killed_sealer_leaves_the_rest_to_the_next(database, subjects):
    with transaction(database) as env:
        env.registry.ready = False  # the sealer that would run after this commit is the one that gets killed
        try:
            env["customer.order"].browse(subjects[4])._seal(EVENT, PAYLOAD)
            env.cr.commit()
        finally:
            env.registry.ready = True
    process = odoo_process(database, KILLED)
    output, _none = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL, output
    with transaction(database) as env:
        waiting = entries(env).filtered(lambda entry: not entry.checkpoint_number)
        assert waiting, "the killed sealer committed something"
    with transaction(database) as env:
        env["evidence.checkpoint"]._seal_checkpoints()
    with transaction(database) as env:
        assert all(entries(env).mapped("checkpoint_number"))
        assert not env["evidence.entry"]._verify([("id", "in", entries(env).ids)])
