import hashlib

from odoo.tests import BaseCase, tagged

from ..logic import merkle

# RFC 6962 gives no vectors; these leaves and roots are those of the Certificate Transparency project's own tests.
LEAVES = [bytes.fromhex(leaf) for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657")]
LEAVES.append(bytes.fromhex("606162636465666768696a6b6c6d6e6f"))
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def _hashes(count):
    return [merkle.leaf_hash(number.to_bytes(4, "big")) for number in range(count)]


@tagged("post_install", "-at_install")
class TestMerkle(BaseCase):
    def test_13_s3_known_roots(self):
        for size, root in ROOTS.items():
            with self.subTest(size):
                self.assertEqual(merkle.root(map(merkle.leaf_hash, LEAVES[:size])).hex(), root)

    def test_same_tree_as_the_recursion_of_the_standard(self):
        def standard(hashes):
            if len(hashes) == 1:
                return hashes[0]
            split = 1 << (len(hashes) - 1).bit_length() - 1
            return hashlib.sha256(b"\x01" + standard(hashes[:split]) + standard(hashes[split:])).digest()

        for size in range(1, 66):
            self.assertEqual(merkle.root(_hashes(size)), standard(_hashes(size)))

    def test_proof_of_every_leaf_in_trees_of_every_shape(self):
        for size in range(1, 40):
            hashes = _hashes(size)
            root = merkle.root(hashes)
            for index, proof in merkle.inclusion_proofs(hashes, range(size)).items():
                self.assertTrue(merkle.verify_inclusion(hashes[index], index, size, proof, root))
                self.assertEqual(proof, merkle.inclusion_proof(hashes, index))

    def test_proof_holds_for_its_leaf_place_and_tree_only(self):
        hashes = _hashes(21)
        root, proof = merkle.root(hashes), merkle.inclusion_proof(hashes, 13)
        self.assertFalse(merkle.verify_inclusion(hashes[12], 13, 21, proof, root))
        self.assertFalse(merkle.verify_inclusion(hashes[13], 13, 21, proof, hashes[0]))
        self.assertFalse(merkle.verify_inclusion(hashes[13], 13, 21, proof[:-1], root))
        self.assertFalse(merkle.verify_inclusion(hashes[13], 13, 21, [*proof, root], root))
        self.assertFalse(merkle.verify_inclusion(hashes[13], 13, 21, [root, *proof[1:]], root))
        for place in set(range(-1, 22)) - {13}:
            self.assertFalse(merkle.verify_inclusion(hashes[13], place, 21, proof, root))

    def test_node_does_not_pass_as_leaf(self):
        hashes = _hashes(4)
        pair = merkle.root(hashes[:2])
        self.assertNotEqual(merkle.leaf_hash(hashes[0] + hashes[1]), pair)
        self.assertFalse(
            merkle.verify_inclusion(
                merkle.leaf_hash(hashes[0] + hashes[1]), 0, 2, [merkle.root(hashes[2:])], merkle.root(hashes)
            )
        )

    def test_leaf_that_is_not_there(self):
        for index in (-1, 3):
            with self.assertRaises(IndexError):
                merkle.inclusion_proof(_hashes(3), index)

    def test_a_hundred_thousand_leaves(self):
        hashes = _hashes(100_000)
        proof = merkle.inclusion_proof(hashes, 65_537)
        self.assertEqual(len(proof), 17)
        self.assertTrue(merkle.verify_inclusion(hashes[65_537], 65_537, 100_000, proof, merkle.root(hashes)))
