"""A small, complete body of evidence, made with the pure functions alone: no database, the same bytes every time."""

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ..logic import canonical, chain, merkle, pack, signature

PACK_FOLDER = Path(__file__).parent.parent / "pack"
SALT = "00112233445566778899aabbccddeeff"
DRAWING = b"%PDF-1.4 drawing of a pump"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SUBJECT = {"company_id": 1, "company": "Pumpen & Söhne", "subject_model": "customer.order", "subject_key": "CO/7"}


def sample_payload(sequence):
    """What entry ``sequence`` says: amounts, a personal value, a file, letters from many scripts."""
    payload = {
        "number": f"CO/{sequence}",
        "total": canonical.money(1234.5 * sequence, 2),
        "lines": [{"product": "Pumpe № 1 «ö» 泵 😂 דּ", "quantity": "3.00"}, {"note": 'line\n"two"\\ \u007f'}],
        "contact": canonical.salted(SALT, "Ana Müller"),
    }
    if sequence == 2:
        described = {"sha256": canonical.digest(DRAWING), "size": len(DRAWING), "mimetype": "application/pdf"}
        payload["drawing"] = described
    return payload


def sample_links(count, payload=sample_payload, **values):
    """``count`` entries of one subject, chained; ``values`` replace parts of every record."""
    links, previous = [], chain.GENESIS
    for sequence in range(1, count + 1):
        text = canonical.canonical_bytes(payload(sequence)).decode()
        record = chain.EntryRecord(
            **{
                **SUBJECT,
                "format": chain.FORMAT,
                "sequence": sequence,
                "event": "order.accepted",
                "event_version": 1,
                "payload_hash": canonical.digest(text.encode()),
                "author": "user:2",
                "sealed_at": f"2026-03-{sequence % 28 + 1:02}T08:30:00.000000Z",
                "reason": None,
                **values,
            }
        )
        links.append(chain.EntryLink(record, previous, chain.link(previous, record), text))
        previous = links[-1].entry_hash
    return links


def sample_checkpoints(batches, key=KEY):
    """One checkpoint per batch of entry hashes; unsigned without ``key``."""
    checkpoints, previous = [], chain.GENESIS
    fingerprint = signature.fingerprint(signature.public_text(key)) if key else None
    for number, hashes in enumerate(batches, 1):
        record = chain.CheckpointRecord(
            format=chain.FORMAT,
            company_id=SUBJECT["company_id"],
            company=SUBJECT["company"],
            number=number,
            size=len(hashes),
            root=merkle.root(list(map(chain.leaf, hashes))).hex(),
            previous=previous,
            sealed_at=f"2026-04-{number:02}T00:00:00.000000Z",
            key=fingerprint,
        )
        previous = chain.checkpoint_hash(record)
        checkpoints.append(pack.PackCheckpoint(record, previous, signature.sign(key, previous) if key else None))
    return checkpoints


def sample_evidence(count=5, payload=sample_payload, key=KEY):
    """``count`` entries in two checkpoints among entries of others, and a third checkpoint after them."""
    links = sample_links(count, payload)
    stranger = canonical.digest(b"another subject")
    half = (count + 1) // 2
    batches = [
        [stranger, *(link.entry_hash for link in links[:half])],
        [*(link.entry_hash for link in links[half:]), stranger],
        [stranger],
    ]
    return pack.Evidence(
        **SUBJECT,
        entries=[
            pack.PackEntry(link, payload(link.record.sequence), proof, personal)
            for link, proof, personal in zip(links, sample_proofs(batches, links), sample_personal(links), strict=True)
        ],
        files=[(canonical.digest(DRAWING), "Zeichnung №1.pdf", DRAWING)] if count > 1 else [],
        checkpoints=sample_checkpoints(batches, key),
        keys={signature.fingerprint(signature.public_text(key)): signature.public_text(key)} if key else {},
        documents={"order.pdf": b"%PDF-1.4 order"},
        texts={name: (PACK_FOLDER / name).read_bytes() for name in ("README.txt", "verify.py")},
    )


def sample_proofs(batches, links):
    """The proof of every entry, in order."""
    places = {}
    for number, hashes in enumerate(batches, 1):
        proofs = merkle.inclusion_proofs(list(map(chain.leaf, hashes)), range(len(hashes)))
        for index, entry_hash in enumerate(hashes):
            places[entry_hash] = pack.Proof(number, index, [sibling.hex() for sibling in proofs[index]])
    return [places[link.entry_hash] for link in links]


def sample_personal(links):
    """The originals: erased in the first entry, at hand in the others."""
    for link in links:
        if link.record.sequence == 1:
            yield [{"path": "/contact", "erased_on": "2026-05-01"}]
        else:
            yield [{"path": "/contact", "salt": SALT, "value": "Ana Müller"}]
