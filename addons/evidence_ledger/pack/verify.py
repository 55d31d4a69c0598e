#!/usr/bin/env python3
"""Check an evidence pack without Odoo. Any Python from 3.8 on will do, nothing needs to be installed.

    python3 verify.py                  inside the unzipped pack
    python3 verify.py pack.zip         or the folder it was unzipped into
    python3 verify.py pack.zip --key FINGERPRINT --head HASH
                                       compare with what you know from elsewhere: the fingerprint of the company's key,
                                       and the hash of a checkpoint as it was mailed to you or printed for you

Ends with 0 when everything holds, 1 when something does not, 2 when something could not be checked.
"""

import argparse
import base64
import decimal
import hashlib
import json
import re
import struct
import sys
import zlib
from pathlib import Path

try:
    from cryptography.hazmat.primitives.serialization import load_der_public_key
except Exception:  # a broken installation of it must not keep anyone from checking
    load_der_public_key = None

FORMAT = 1
GENESIS = "0" * 64
HASH = re.compile(r"[0-9a-f]{64}")
SALT = re.compile(r"[0-9a-f]{32}")
PROOF = re.compile(r'\{"checkpoint":\d+,"index":\d+,"path":\[("[0-9a-f]{64}"(,"[0-9a-f]{64}")*)?\]\}')
LARGEST_JSON = 256 * 1024**2
LARGEST_FILE = 4 * 1024**3
CHUNK = 1024**2
LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}  # what file managers leave in a folder
ENTRY = {"record", "previous_hash", "entry_hash", "payload", "proof", "personal"}
RECORD = {
    *("format", "company_id", "company", "subject_model", "subject_key", "sequence"),
    *("event", "event_version", "payload_hash", "author", "sealed_at", "reason"),
}
CHECKPOINT = {"record", "checkpoint_hash", "signature"}
CHECKPOINT_RECORD = {"format", "company_id", "company", "number", "size", "root", "previous", "sealed_at", "key"}
MANIFEST = {"format", "company_id", "company", "subject_model", "subject_key", "entries", "head", "files"}


class NotAPack(Exception):
    """Nothing here can be checked; the message says why."""


class Broken(Exception):
    """A part of the pack is not what it has to be; the message says which."""


class Folder:
    """An unzipped pack."""

    def __init__(self, path):
        self.path = path
        if not (path / "manifest.json").is_file():
            raise NotAPack(f"There is no evidence pack in {path}: manifest.json is missing.")
        self.names = sorted(self._walk())

    def _walk(self):
        folders = [self.path]
        while folders:
            for path in folders.pop().iterdir():
                if path.is_symlink() or not (path.is_file() or path.is_dir()):
                    raise NotAPack(f"{path} is a link or a device. A pack holds plain files only.")
                if path.is_dir():
                    folders.append(path)
                elif path.name not in LITTER:
                    yield path.relative_to(self.path).as_posix()

    def size(self, name):
        return (self.path / name).stat().st_size

    def chunks(self, name):
        with (self.path / name).open("rb") as file:
            yield from iter(lambda: file.read(CHUNK), b"")


class Zip:
    """A pack as it was downloaded. Its zip has one form only: names in order, no compression, one date. Reading it by
    that form, to the last byte, leaves no room for a hidden, doubled, overlapping or swelling file."""

    LOCAL, CENTRAL, END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s4B4H3L5H2L"), struct.Struct("<4s4H2LH")
    DATE = (0, 33)  # midnight, 1 January 1980
    ALTERED = (
        "This is not a pack as it was written: the zip was changed, cut short or packed again. "
        "To check its files alone, unzip it and run verify.py in the folder."
    )

    def __init__(self, path):
        self.file = path.open("rb")
        self.length = path.stat().st_size
        self.members = {}
        end_of_files = self._read_members()
        directory = self._directory(end_of_files)
        if not self.members or self.length != end_of_files + len(directory):
            raise NotAPack(self.ALTERED)
        if self._peek(end_of_files, len(directory)) != directory:
            raise NotAPack(self.ALTERED)
        self.names = list(self.members)

    def _read_members(self):
        offset, last = 0, ""
        while self._peek(offset, 4) == b"PK\x03\x04":
            header = self._peek(offset, self.LOCAL.size)
            if len(header) < self.LOCAL.size:
                raise NotAPack(self.ALTERED)
            crc, _compressed, size, name_length = self.LOCAL.unpack(header)[6:10]
            name = self._name(self._peek(offset + self.LOCAL.size, name_length))
            start = offset + self.LOCAL.size + name_length
            if header != self.LOCAL.pack(b"PK\x03\x04", 20, 0, 0, *self.DATE, crc, size, size, len(name), 0):
                raise NotAPack(self.ALTERED)
            if name <= last or start + size > self.length:
                raise NotAPack(self.ALTERED)
            self.members[name] = (offset, start, size, crc)
            offset, last = start + size, name
        return offset

    def _directory(self, offset):
        """What must follow the files, to the end of the zip."""
        entries = []
        for name, (start_of_header, _start, size, crc) in self.members.items():
            lengths = (crc, size, size, len(name), 0, 0, 0, 0)
            versions = (b"PK\x01\x02", 20, 3, 20, 0, 0, 0, *self.DATE)
            entries.append(self.CENTRAL.pack(*versions, *lengths, 0o100644 << 16, start_of_header) + name.encode())
        directory, count = b"".join(entries), min(len(entries), 0xFFFF)
        return directory + self.END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)

    def _name(self, raw):
        name = raw.decode("ascii", "replace")
        if not re.fullmatch(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*", name) or {"..", "."} & set(name.split("/")):
            raise NotAPack(f"The zip holds a file named {name}, which no pack does.")
        return name

    def _peek(self, offset, length):
        self.file.seek(offset)
        return self.file.read(length)

    def size(self, name):
        return self.members[name][2]

    def chunks(self, name):
        _offset, start, size, expected = self.members[name]
        crc = 0
        for offset in range(start, start + size, CHUNK):
            chunk = self._peek(offset, min(CHUNK, start + size - offset))
            crc = zlib.crc32(chunk, crc)
            yield chunk
        if crc != expected:
            raise Broken(f"{name} was damaged or changed inside the zip.")


class Pack:
    """The files, with the hash that each had when it was read."""

    def __init__(self, source):
        self.source = source
        self.names = source.names
        self.known = set(source.names)
        self.hashes = {}

    def read(self, name):
        if name not in self.known:
            raise Broken(f"The file {name} is missing.")
        if self.source.size(name) > LARGEST_JSON:
            raise Broken(f"The file {name} is larger than it can be.")
        data = b"".join(self.source.chunks(name))
        self.hashes[name] = sha256(data)
        return data

    def hash(self, name):
        if name not in self.hashes:
            if self.source.size(name) > LARGEST_FILE:
                raise Broken(f"The file {name} is larger than it can be.")
            running = hashlib.sha256()
            for chunk in self.source.chunks(name):
                running.update(chunk)
            self.hashes[name] = running.hexdigest()
        return self.hashes[name]


quoted = json.encoder.encode_basestring  # its escapes are those of RFC 8785


def canonical(value):
    if isinstance(value, str):
        return quoted(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int) and -(2**53) < value < 2**53:
        return str(value)
    if isinstance(value, dict):
        return joined({key: canonical(child) for key, child in value.items()})
    if isinstance(value, list):
        return "[" + ",".join([canonical(child) for child in value]) + "]"
    return number(float(value))


def joined(members):
    """An object from canonical values, its keys in the order of their UTF-16 code units."""
    keys = sorted(members, key=lambda key: key.encode("utf-16-be"))
    return "{" + ",".join([quoted(key) + ":" + members[key] for key in keys]) + "}"


def number(value):
    """As ECMAScript prints a double: the shortest digits, an exponent from 1e21 up and below 1e-6."""
    if value - value != 0:
        raise ValueError("not a finite number")
    if value == 0:
        return "0"
    sign, digits, exponent = decimal.Decimal(repr(value)).normalize().as_tuple()
    digits = "".join(map(str, digits))
    point = len(digits) + exponent
    if len(digits) <= point <= 21:
        text = digits + "0" * exponent
    elif 0 < point <= 21:
        text = digits[:point] + "." + digits[point:]
    elif -6 < point <= 0:
        text = "0." + "0" * -point + digits
    else:
        text = digits[0] + ("." + digits[1:] if digits[1:] else "") + f"e{point - 1:+d}"
    return "-" * sign + text


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def parsed(data, keys, name):
    """``(members, canonical members)`` of an object with exactly these keys, written canonically."""
    try:
        value = json.loads(data.decode())
        members = {key: canonical(child) for key, child in value.items()}
        same = joined(members).encode() == data
    except (ValueError, AttributeError, OverflowError, RecursionError):
        raise Broken(f"{name} is not readable JSON.") from None
    if set(members) != keys:
        raise Broken(f"{name} does not have the parts it should have.")
    if not same:
        raise Broken(f"{name} is not written in canonical form (RFC 8785).")
    return value, members


def leads_to(root, entry_hash, index, size, path):
    """Whether the entry stands at ``index`` among the ``size`` leaves under ``root``."""
    node = hashlib.sha256(b"\x00" + bytes.fromhex(entry_hash)).digest()
    last = size - 1
    if index > last:
        return False
    for sibling in map(bytes.fromhex, path):
        if last <= 0:
            return False
        if index % 2 or index == last:
            node = hashlib.sha256(b"\x01" + sibling + node).digest()
            while index and not index % 2:
                index, last = index // 2, last // 2
        else:
            node = hashlib.sha256(b"\x01" + node + sibling).digest()
        index, last = index // 2, last // 2
    return last == 0 and node.hex() == root


PRIME = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE_D = -121665 * pow(121666, PRIME - 2, PRIME) % PRIME
DER_PREFIX = bytes.fromhex("302a300506032b6570032100")


def public_bytes(pem):
    """The 44 bytes of an Ed25519 public key in DER."""
    der = base64.b64decode("".join(line for line in pem.splitlines() if not line.startswith("-----")), validate=True)
    if len(der) != 44 or not der.startswith(DER_PREFIX):
        raise ValueError("not an Ed25519 public key")
    return der


def signature_holds(der, message, signature):
    try:
        key = load_der_public_key(der)
    except Exception:  # not there, or not able to
        return plain_signature_holds(der[len(DER_PREFIX) :], message, signature)
    try:
        key.verify(signature, message)
    except Exception:  # InvalidSignature; importing it is one more thing that could fail
        return False
    return True


def plain_signature_holds(public, message, signature):
    """RFC 8032, 5.1.7, for a Python without ``cryptography``. Slow, and free to be: there is no secret in it."""
    if len(signature) != 64:
        return False
    key, commitment = point_from(public), point_from(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= ORDER:
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = times(scalar, BASE), add(commitment, times(challenge, key))
    return all((left[axis] * right[2] - right[axis] * left[2]) % PRIME == 0 for axis in (0, 1))


def point_from(raw):
    """A point of the curve from its 32 bytes, as (x, y, 1, xy); None when there is none."""
    y = int.from_bytes(raw, "little")
    odd, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(CURVE_D * y * y + 1, PRIME - 2, PRIME) % PRIME
    x = pow(square, (PRIME + 3) // 8, PRIME)
    if (x * x - square) % PRIME:
        x = x * pow(2, (PRIME - 1) // 4, PRIME) % PRIME
    if y >= PRIME or (x * x - square) % PRIME or (x == 0 and odd):
        return None
    if x % 2 != odd:
        x = PRIME - x
    return (x, y, 1, x * y % PRIME)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % PRIME, (p[1] + p[0]) * (q[1] + q[0]) % PRIME
    c, d = 2 * p[3] * q[3] * CURVE_D % PRIME, 2 * p[2] * q[2] % PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % PRIME, g * h % PRIME, f * g % PRIME, e * h % PRIME)


def times(scalar, point):
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


BASE = point_from((4 * pow(5, PRIME - 2, PRIME) % PRIME).to_bytes(32, "little"))


class Report:
    """Sentences on what holds, what to know besides, what could not be checked and what does not hold."""

    def __init__(self):
        self.holds, self.notes, self.unchecked, self.problems = [], [], [], []

    def code(self):
        return 1 if self.problems else 2 if self.unchecked else 0

    def print(self):
        marked = (("ok", self.holds), ("note", self.notes), ("??", self.unchecked), ("NO", self.problems))
        for mark, sentences in marked:
            for sentence in sentences:
                print(f"[{mark:^4}] {shown(sentence)}")
        results = (
            "the evidence holds.",
            "the evidence DOES NOT HOLD, see every NO above.",
            "nothing wrong was found, but not everything could be checked, see every ?? above.",
        )
        print(f"\nResult: {results[self.code()]}")


class Check:
    """One pack under examination."""

    def __init__(self, pack, report, known_key=None, known_head=None):
        self.pack, self.report = pack, report
        self.known_key, self.known_head = known_key, known_head
        self.manifest = parsed(pack.read("manifest.json"), MANIFEST, "manifest.json")[0]
        if not whole(*(self.manifest[key] for key in ("format", "company_id", "entries"))):
            raise Broken("manifest.json has something else where a number belongs.")
        if self.manifest["format"] != FORMAT:
            raise NotAPack("This verify.py does not know the format of the pack. Use the one inside the pack.")
        self.checkpoints, self.proven, self.proving = {}, 0, set()
        self.files_by_hash = {}
        for name in pack.names:
            if name.startswith("files/"):
                self.files_by_hash.setdefault(name.split("/")[1], []).append(name)

    def run(self):
        for check in (
            self.check_checkpoints,
            self.check_entries,
            self.check_signatures,
            self.check_head,
            self.check_files,
        ):
            try:
                check()
            except Broken as error:
                self.problem(str(error))

    def problem(self, sentence):
        self.report.problems.append(sentence)

    def check_checkpoints(self):
        before, last = len(self.report.problems), None
        for line in self.pack.read("checkpoints.jsonl").splitlines():
            checkpoint = self.parsed_checkpoint(line)
            self.check_checkpoint(checkpoint, last)
            self.checkpoints[checkpoint["record"]["number"]] = last = checkpoint
        if last and len(self.report.problems) == before:
            self.report.holds.append(f"Checkpoints {min(self.checkpoints)} to {max(self.checkpoints)} form one chain.")

    def parsed_checkpoint(self, line):
        checkpoint = parsed(line, CHECKPOINT, "checkpoints.jsonl")[0]
        record = checkpoint["record"]
        if not isinstance(record, dict) or set(record) != CHECKPOINT_RECORD or record["format"] != FORMAT:
            raise Broken("checkpoints.jsonl holds something that is not a checkpoint.")
        if not whole(record["number"], record["size"]):
            raise Broken("A checkpoint has a number or size that is none.")
        if not all(map(is_hash, (checkpoint["checkpoint_hash"], record["previous"], record["root"]))):
            raise Broken("A checkpoint carries something else where a hash belongs.")
        return checkpoint

    def check_checkpoint(self, checkpoint, last):
        record = checkpoint["record"]
        number = record["number"]
        if last and number != last["record"]["number"] + 1:
            self.problem(f"Checkpoint {number} stands where {last['record']['number'] + 1} belongs.")
        elif last and record["previous"] != last["checkpoint_hash"]:
            self.problem(f"Checkpoint {number} does not continue checkpoint {number - 1}: one was replaced.")
        if linked(record["previous"], canonical(record)) != checkpoint["checkpoint_hash"]:
            self.problem(f"Checkpoint {number} was changed.")
        if record["key"] is not None and checkpoint["signature"] is None:
            self.problem(f"The signature of checkpoint {number} was taken away.")
        if record["company_id"] != self.manifest["company_id"]:
            self.problem(f"Checkpoint {number} belongs to another company.")

    def check_entries(self):
        before, previous, expected, record = len(self.report.problems), GENESIS, 1, None
        for name in self.pack.names:
            if name.startswith("entries/"):
                entry = self.checked_entry(name, previous, expected)
                record = entry and entry["record"]
                previous, expected = (entry["entry_hash"], record["sequence"] + 1) if entry else (None, expected + 1)
        if expected - 1 != self.manifest["entries"]:
            self.problem(f"The pack was made with {self.manifest['entries']} entries; now the last is {expected - 1}.")
        if record and record["company"] != self.manifest["company"]:
            self.problem("The name of the company in manifest.json is not the one that was sealed.")
        if expected == 1:
            self.report.unchecked.append("The pack has no entries.")
        elif len(self.report.problems) == before:
            self.report.holds.append(f"Entries 1 to {expected - 1} are complete, in order and unchanged.")
        if self.proven:
            self.report.holds.append(f"Checkpoints prove {self.proven} of {expected - 1} entries.")

    def checked_entry(self, name, previous, expected):
        """The entry in this file when it can be read; what is wrong with it is in the report."""
        try:
            entry, members = self.parsed_entry(name)
            self.check_place(name, entry, previous, expected)
            self.check_content(entry, members)
        except Broken as error:
            self.problem(str(error))
            return None
        return entry

    def parsed_entry(self, name):
        entry, members = parsed(self.pack.read(name), ENTRY, name)
        record = entry["record"]
        if not isinstance(record, dict) or set(record) != RECORD or record["format"] != FORMAT:
            raise Broken(f"{name} does not hold an entry of the known format.")
        if not whole(record["sequence"]):
            raise Broken(f"{name} has a sequence that is no number.")
        if not is_hash(entry["entry_hash"]) or not is_hash(entry["previous_hash"]):
            raise Broken(f"{name} carries something else where a hash belongs.")
        return entry, members

    def check_place(self, name, entry, previous, expected):
        record = entry["record"]
        sequence = record["sequence"]
        if name != f"entries/{sequence:06}.json":
            self.problem(f"{name} holds entry {sequence}: entries were reordered or renamed.")
        elif sequence > expected:
            self.problem(f"Entry {expected} is missing; entry {sequence} comes next.")
        elif previous is not None and entry["previous_hash"] != previous:
            self.problem(f"Entry {sequence} does not continue the one before it: one was replaced or put in.")
        for key in ("company_id", "subject_model", "subject_key"):
            if record[key] != self.manifest[key]:
                self.problem(f"Entry {sequence} belongs to another subject: its {key} is {record[key]}.")

    def check_content(self, entry, members):
        record, payload = entry["record"], members["payload"]
        title = f"Entry {record['sequence']} ({record['event']})"
        if sha256(payload.encode()) != record["payload_hash"]:
            self.problem(f"{title}: its content was changed.")
        if linked(entry["previous_hash"], members["record"]) != entry["entry_hash"]:
            self.problem(f"{title}: its event, author, time or place was changed.")
        self.check_proof(title, entry["proof"], members["proof"], entry["entry_hash"])
        if '"sha256:' in payload or record["reason"] is not None or entry["personal"]:
            self.check_personal(title, entry)
        if '"sha256":' in payload:
            self.check_sealed_files(title, entry["payload"])

    def check_proof(self, title, proof, canonical_proof, entry_hash):
        if proof is None:
            self.report.unchecked.append(f"{title} is in no checkpoint yet, so only its own chain vouches for it.")
            return
        if not PROOF.fullmatch(canonical_proof):
            raise Broken(f"{title} has a proof that cannot be read.")
        number = proof["checkpoint"]
        if number not in self.checkpoints:
            raise Broken(f"{title}: checkpoint {number}, which should prove it, is missing.")
        record = self.checkpoints[number]["record"]
        if not leads_to(record["root"], entry_hash, proof["index"], record["size"], proof["path"]):
            raise Broken(f"{title} is not what checkpoint {number} sealed: it was rewritten or put in.")
        self.proven += 1
        self.proving.add(number)

    def check_personal(self, title, entry):
        """Personal values stand in an entry as salted hashes. Their originals are in the pack until they are erased."""
        hidden = dict(stand_ins(entry["payload"]))
        if entry["record"]["reason"] is not None:
            hidden["reason"] = entry["record"]["reason"]
        originals = entry["personal"] if isinstance(entry["personal"], list) else [None]
        for original in originals:
            if not isinstance(original, dict) or not all(isinstance(value, str) for value in original.values()):
                raise Broken(f"{title} has a personal value that cannot be read.")
            path, sealed = original.get("path"), hidden.pop(original.get("path"), None)
            if set(original) == {"path", "erased_on"} and sealed:
                self.report.notes.append(f"{title}: {path} was erased on {original['erased_on']}.")
            elif set(original) != {"path", "salt", "value"} or salted(original["salt"], original["value"]) != sealed:
                self.problem(f"{title}: the personal value {path} is not the one that was sealed.")
        for path in hidden:
            self.report.unchecked.append(f"{title}: the original of {path} is not in the pack.")

    def check_sealed_files(self, title, payload):
        for path, sealed_hash in sealed_files(payload):
            names = self.files_by_hash.get(sealed_hash, [])
            if not names:
                self.problem(f"{title}: the file at {path} is missing.")
            for name in names:
                if self.pack.hash(name) != sealed_hash:
                    self.problem(f"{title}: {name} is not the file that was sealed.")

    def check_signatures(self):
        """A signature vouches for its checkpoint and, through the chain, for all before. So those are checked that
        stand on a checkpoint with our entries, and the newest of all."""
        signed = [number for number, checkpoint in self.checkpoints.items() if checkpoint["signature"] is not None]
        by_known_key = [number for number in signed if self.checkpoints[number]["record"]["key"] == self.known_key]
        wanted = self.proving.intersection(signed).union(signed[-1:], by_known_key[-1:])
        keys = {self.signing_key(self.checkpoints[number]) for number in sorted(wanted)}
        last_proving = max(self.proving, default=0)
        if last_proving > max(signed, default=0) or not signed:
            self.report.unchecked.append(
                "No signature vouches for the newest entries: ask why their checkpoints are unsigned."
            )
        else:
            how = "" if load_der_public_key else ", checked by verify.py itself as the package cryptography is not here"
            self.report.holds.append(f"The signatures on the checkpoints hold{how}.")
        for key in sorted(keys):
            self.report.notes.append(f"Signed with the key {key}. Compare it with the one you were given.")
        if self.known_key and (not by_known_key or by_known_key[-1] < last_proving):
            self.problem(f"The key you named, {self.known_key}, does not vouch for all entries.")

    def signing_key(self, checkpoint):
        """The fingerprint of the key that made the signature, which holds."""
        record, signature = checkpoint["record"], checkpoint["signature"]
        number, key = record["number"], record["key"]
        if not is_hash(key):
            raise Broken(f"Checkpoint {number} is signed but names no key.")
        pem = self.pack.read(f"keys/{key}.pem")
        try:
            public = public_bytes(pem.decode())
            holds = signature_holds(public, bytes.fromhex(checkpoint["checkpoint_hash"]), bytes.fromhex(signature))
        except (ValueError, TypeError):
            raise Broken(f"The signature of checkpoint {number} or its key cannot be read.") from None
        if sha256(public) != key or not holds:
            raise Broken(f"The signature of checkpoint {number} does not hold.")
        return key

    def check_head(self):
        newest = self.checkpoints[max(self.checkpoints)] if self.checkpoints else None
        head = newest and newest["checkpoint_hash"]
        if head != self.manifest["head"]:
            self.problem("The newest checkpoints are missing or were replaced.")
        if newest:
            number, sealed_at = newest["record"]["number"], newest["record"]["sealed_at"]
            self.report.notes.append(f"The newest checkpoint here is {number} of {sealed_at}: {head}.")
        if self.known_head:
            known = [
                c["record"]["number"] for c in self.checkpoints.values() if c["checkpoint_hash"] == self.known_head
            ]
            if known:
                self.report.holds.append(f"The hash you named is that of checkpoint {known[0]}.")
            else:
                self.problem(f"No checkpoint here has the hash you named, {self.known_head}.")

    def check_files(self):
        listed, before = self.manifest["files"], len(self.report.problems)
        if not isinstance(listed, dict):
            raise Broken("manifest.json does not list the files.")
        present = self.pack.known - {"manifest.json"}
        for name in sorted(set(listed) - present):
            self.problem(f"The file {name} is missing.")
        for name in sorted(present - set(listed)):
            self.problem(f"The file {name} was added to the pack.")
        for name in sorted(present & set(listed)):
            if self.pack.hash(name) != listed[name]:
                self.problem(f"The file {name} was changed after the pack was made.")
        if len(self.report.problems) == before:
            self.report.holds.append(f"All {len(present)} files are as they were when the pack was made.")
        if any(name.startswith("documents/") for name in present):
            self.report.notes.append("What lies under documents/ is there to be read. It was not sealed.")


def linked(previous_hash, record):
    return sha256(bytes.fromhex(previous_hash) + record.encode())


def salted(salt, value):
    return "sha256:" + sha256((salt + value).encode("utf-8", "replace")) if SALT.fullmatch(salt) else None


def places(value, path=""):
    """Every value inside a payload, with its JSON pointer (RFC 6901)."""
    yield path, value
    if isinstance(value, dict):
        for key, child in value.items():
            yield from places(child, path + "/" + key.replace("~", "~0").replace("/", "~1"))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from places(child, f"{path}/{index}")


def stand_ins(payload):
    for path, value in places(payload):
        if isinstance(value, str) and value.startswith("sha256:") and HASH.fullmatch(value[7:]):
            yield path, value


def sealed_files(payload):
    for path, value in places(payload):
        if isinstance(value, dict) and {"sha256", "size", "mimetype"} <= set(value) and is_hash(value["sha256"]):
            yield path, value["sha256"]


def is_hash(value):
    return isinstance(value, str) and HASH.fullmatch(value) is not None


def whole(*values):
    return all(type(value) is int and value >= 0 for value in values)


def shown(text):
    """Text that a hostile pack cannot use to steer a terminal or to flood it."""
    text = text if len(text) <= 500 else text[:500] + "..."
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def opened(path):
    if path.is_dir():
        return Folder(path)
    if path.is_file():
        return Zip(path)
    raise NotAPack(f"There is no file or folder {path}.")


def verify(path, known_key=None, known_head=None):
    """Check the pack at ``path``, print what was found, return the exit code."""
    report = Report()
    try:
        check = Check(Pack(opened(Path(path))), report, known_key, known_head)
        subject = "{subject_model} {subject_key}, {company}".format(**check.manifest)
        print(f"Evidence of {shown(subject)}\n")
        check.run()
    except (NotAPack, Broken, OSError, RecursionError) as error:
        print(f"{shown(str(error))}\n\nResult: this cannot be checked.")
        return 2
    report.print()
    return report.code()


def main():
    parser = argparse.ArgumentParser(description="Check an evidence pack without Odoo.")
    here = Path(__file__).resolve().parent
    parser.add_argument("pack", nargs="?", default=here, help="the zip, or the folder it was unzipped into")
    parser.add_argument("--key", help="the fingerprint of the company's key, as you know it from elsewhere")
    parser.add_argument("--head", help="the hash of a checkpoint, as it was mailed or printed for you")
    arguments = parser.parse_args()
    sys.stdout.reconfigure(errors="backslashreplace")
    return verify(arguments.pack, arguments.key, arguments.head)


if __name__ == "__main__":
    sys.exit(main())
