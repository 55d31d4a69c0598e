from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from odoo.tests import BaseCase, tagged

from ..logic import signature

HASH = "ab" * 32


@tagged("post_install", "-at_install")
class TestSignature(BaseCase):
    def test_signature_holds_for_its_hash_and_key_only(self):
        key = signature.new_key()
        public, signed = signature.public_text(key), signature.sign(key, HASH)
        self.assertTrue(signature.verify(public, HASH, signed))
        self.assertFalse(signature.verify(public, "ac" * 32, signed))
        self.assertFalse(signature.verify(signature.public_text(signature.new_key()), HASH, signed))
        self.assertFalse(
            signature.verify(public, HASH, signed[:-2] + "00" if signed[-2:] != "00" else signed[:-2] + "01")
        )

    def test_what_is_no_signature_or_key_does_not_hold(self):
        public = signature.public_text(signature.new_key())
        for broken in ("", "ab", "not hexadecimal"):
            self.assertFalse(signature.verify(public, HASH, broken))
        self.assertFalse(signature.verify("not a key", HASH, "ab" * 64))

    def test_known_key(self):
        """RFC 8032, 7.1, test 1: the public key of a known private key, and its fingerprint in DER."""
        key = Ed25519PrivateKey.from_private_bytes(
            bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
        )
        public = signature.public_text(key)
        self.assertEqual(
            public.splitlines(),
            [
                "-----BEGIN PUBLIC KEY-----",
                "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                "-----END PUBLIC KEY-----",
            ],
        )
        self.assertEqual(
            signature.fingerprint(public), "06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9"
        )

    def test_private_key_opens_with_its_secret_only(self):
        key = signature.new_key()
        public, stored = signature.public_text(key), signature.encrypt_private(key, "secret")
        opened = signature.decrypt_private(stored, "secret", public)
        self.assertEqual(signature.public_text(opened), public)
        with self.assertRaises(signature.SecretMismatch):
            signature.decrypt_private(stored, "another secret", public)

    def test_private_key_does_not_open_in_another_place(self):
        stored = signature.encrypt_private(signature.new_key(), "secret")
        with self.assertRaises(signature.SecretMismatch):
            signature.decrypt_private(stored, "secret", signature.public_text(signature.new_key()))

    def test_same_key_is_never_stored_the_same_way(self):
        key = signature.new_key()
        self.assertNotEqual(signature.encrypt_private(key, "secret"), signature.encrypt_private(key, "secret"))
