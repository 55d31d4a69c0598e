"""The Merkle tree of RFC 6962, section 2.1: one root stands for many leaves, and a short path proves one of them.

Leaves and nodes are hashed with different first bytes, so that no node can be passed off as a leaf. The RFC splits a
tree at the largest power of two below its size. Joining neighbours level by level, an odd last node moving up as it is,
builds the same tree without recursion.
"""

import hashlib


def leaf_hash(data):
    """SHA-256(0x00 ‖ data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def root(leaf_hashes):
    """The root over ``leaf_hashes`` (bytes, in order); SHA-256 of nothing when there are none."""
    level = list(leaf_hashes)
    if not level:
        return hashlib.sha256(b"").digest()
    while len(level) > 1:
        level = _parents(level)
    return level[0]


def inclusion_proof(leaf_hashes, index):
    """The siblings on the way from leaf ``index`` up to the root (RFC 6962, 2.1.1)."""
    return inclusion_proofs(leaf_hashes, [index])[index]


def inclusion_proofs(leaf_hashes, indexes):
    """``{index: proof}`` of several leaves, building the tree only once."""
    level = list(leaf_hashes)
    places = {index: index for index in indexes}
    if not all(0 <= index < len(level) for index in places):
        raise IndexError("No such leaf.")
    proofs = {index: [] for index in places}
    while len(level) > 1:
        for index, place in places.items():
            sibling = place ^ 1
            if sibling < len(level):
                proofs[index].append(level[sibling])
            places[index] = place // 2
        level = _parents(level)
    return proofs


def verify_inclusion(leaf, index, size, proof, expected_root):
    """Whether ``proof`` leads from ``leaf`` at ``index`` of ``size`` to ``expected_root`` (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    place, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            node = _node_hash(sibling, node)
            while place and not place % 2:
                place, last = place // 2, last // 2
        else:
            node = _node_hash(node, sibling)
        place, last = place // 2, last // 2
    return last == 0 and node == expected_root


def _node_hash(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def _parents(level):
    parents = [_node_hash(left, right) for left, right in zip(level[::2], level[1::2], strict=False)]
    return parents + level[-1:] if len(level) % 2 else parents
