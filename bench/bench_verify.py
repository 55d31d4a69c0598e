"""verify.py against a bare loop that reads, canonicalises and hashes the same entries with the same canonicaliser.

What verify.py does on top: compare files with the manifest, follow the chain, prove each entry in its checkpoint, check
signatures. It may cost as much again as the bare loop, no more.

    python bench/bench_verify.py
"""

import contextlib
import hashlib
import importlib.util
import json
import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEDGER = ROOT / "addons" / "evidence_ledger"
sys.path[:0] = [str(Path(__file__).parent), str(LEDGER)]

from _figures import report  # noqa: E402
from logic import canonical, chain, merkle, pack, signature  # noqa: E402

ENTRIES = 20_000
PER_CHECKPOINT = 250
ROUNDS = 3
LIMIT = 0.5


def load_verify():
    spec = importlib.util.spec_from_file_location("verify", LEDGER / "pack" / "verify.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def payload(number, source):
    """An order of five lines."""
    lines = [
        {
            "product": f"Pump {source.randrange(1000)}",
            "quantity": canonical.money(source.randrange(1, 50), 3),
            "price": canonical.money(source.randrange(1, 100_000) / 100, 2),
            "requested": f"2026-{source.randrange(1, 13):02}-01",
        }
        for _line in range(5)
    ]
    return {"number": f"CO/{number}", "customer": "Söhne & Co", "lines": lines}


def links(payloads):
    previous = chain.GENESIS
    for sequence, content in enumerate(payloads, 1):
        text = canonical.canonical_bytes(content)
        record = chain.EntryRecord(
            *(chain.FORMAT, 1, "Pumps & Sons", "customer.order", "CO/1", sequence, "order.amended", 1),
            *(canonical.digest(text), "user:2", "2026-03-01T08:30:00.000000Z", None),
        )
        link = chain.EntryLink(record, previous, chain.link(previous, record))
        previous = link.entry_hash
        yield link


def evidence():
    source = random.Random(7)
    payloads = [payload(number, source) for number in range(ENTRIES)]
    chained = list(links(payloads))
    key = signature.new_key()
    public = signature.public_text(key)
    checkpoints, proofs, previous = [], [], chain.GENESIS
    for number, start in enumerate(range(0, ENTRIES, PER_CHECKPOINT), 1):
        leaves = [chain.leaf(link.entry_hash) for link in chained[start : start + PER_CHECKPOINT]]
        record = chain.CheckpointRecord(
            *(chain.FORMAT, 1, "Pumps & Sons", number, len(leaves), merkle.root(leaves).hex(), previous),
            *("2026-03-01T08:31:00.000000Z", signature.fingerprint(public)),
        )
        previous = chain.checkpoint_hash(record)
        checkpoints.append(pack.PackCheckpoint(record, previous, signature.sign(key, previous)))
        for index, path in merkle.inclusion_proofs(leaves, range(len(leaves))).items():
            proofs.append(pack.Proof(number, index, [sibling.hex() for sibling in path]))
    return pack.Evidence(
        *(1, "Pumps & Sons", "customer.order", "CO/1"),
        entries=list(map(pack.PackEntry, chained, payloads, proofs)),
        files=[],
        checkpoints=checkpoints,
        keys={signature.fingerprint(public): public},
        documents={},
        texts={},
    )


def bare_loop(verify, path):
    source = verify.Zip(path)
    for name in source.names:
        if name.startswith("entries/"):
            value = json.loads(b"".join(source.chunks(name)))
            hashlib.sha256(verify.canonical(value).encode()).digest()


def whole(verify, path):
    with contextlib.redirect_stdout(None):
        if verify.verify(path) != 0:
            raise SystemExit("The pack of the benchmark does not verify.")


def timed(function, *arguments):
    start = time.perf_counter()
    function(*arguments)
    return time.perf_counter() - start


def main():
    verify = load_verify()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "pack.zip"
        path.write_bytes(pack.build(evidence()))
        # In turns, so that a busy machine slows both; the fastest of each.
        times = [(timed(bare_loop, verify, path), timed(whole, verify, path)) for _round in range(ROUNDS)]
    bare, full = map(min, zip(*times, strict=True))
    return report(
        "verify.py / bare loop with its own canonicaliser",
        bare / full,
        LIMIT,
        at_least=True,
        entries=ENTRIES,
        entries_per_second=round(ENTRIES / full),
    )


if __name__ == "__main__":
    sys.exit(main())
