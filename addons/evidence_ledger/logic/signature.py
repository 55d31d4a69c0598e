"""Ed25519 signatures on checkpoints, and the private key at rest.

Public keys are PEM text, so that ``openssl`` reads them. Hashes and signatures are hexadecimal text. A private key is
stored under AES-256-GCM with a key that scrypt derives from the company's secret; the public key's fingerprint is
authenticated with it, so that a stored key cannot be put in another's place.
"""

import base64
import hashlib
import os

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

SALT_BYTES = 16
NONCE_BYTES = 12


class SecretMismatch(ValueError):
    """The secret does not open this private key."""


def new_key():
    """A fresh private key."""
    return Ed25519PrivateKey.generate()


def public_text(private_key):
    """The public key of ``private_key`` as PEM text."""
    public_format = serialization.PublicFormat.SubjectPublicKeyInfo
    return private_key.public_key().public_bytes(serialization.Encoding.PEM, public_format).decode()


def fingerprint(public):
    """SHA-256 of the public key in DER, as ``openssl pkey -pubin -outform DER | sha256sum`` prints it."""
    body = "".join(line for line in public.splitlines() if not line.startswith("-----"))
    return hashlib.sha256(base64.b64decode(body)).hexdigest()


def sign(private_key, hash_hex):
    """Sign the 32 bytes of a checkpoint hash."""
    return private_key.sign(bytes.fromhex(hash_hex)).hex()


def verify(public, hash_hex, signature):
    """Whether ``signature`` on a checkpoint hash was made with the private half of ``public``."""
    try:
        key = serialization.load_pem_public_key(public.encode())
        key.verify(bytes.fromhex(signature), bytes.fromhex(hash_hex))
    except (InvalidSignature, ValueError):
        return False
    return True


def encrypt_private(private_key, secret):
    """``private_key`` as text that only ``secret`` opens."""
    salt, nonce = os.urandom(SALT_BYTES), os.urandom(NONCE_BYTES)
    bound_to = fingerprint(public_text(private_key)).encode()
    sealed = AESGCM(_derived(secret, salt)).encrypt(nonce, private_key.private_bytes_raw(), bound_to)
    return base64.b64encode(salt + nonce + sealed).decode()


def decrypt_private(text, secret, public):
    """The private key that ``encrypt_private`` stored; raises SecretMismatch when ``secret`` is another one, or when
    this is not the private half of ``public``."""
    stored = base64.b64decode(text)
    salt, nonce, sealed = stored[:SALT_BYTES], stored[SALT_BYTES:][:NONCE_BYTES], stored[SALT_BYTES + NONCE_BYTES :]
    try:
        raw = AESGCM(_derived(secret, salt)).decrypt(nonce, sealed, fingerprint(public).encode())
    except InvalidTag as error:
        raise SecretMismatch("The secret does not open this key.") from error
    return Ed25519PrivateKey.from_private_bytes(raw)


def _derived(secret, salt):
    return Scrypt(salt=salt, length=32, n=2**14, r=8, p=1).derive(secret.encode())
