"""The tree against the definitions of RFC 9162, written down as they stand there."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rotation.record import merkle

SIZES = st.integers(0, 130)


def mth(d):
    """2.1.1: the Merkle Tree Hash of a list of entries."""
    if not d:
        return hashlib.sha256(b"").digest()
    if len(d) == 1:
        return hashlib.sha256(b"\x00" + d[0]).digest()
    k = power_below(len(d))
    return hashlib.sha256(b"\x01" + mth(d[:k]) + mth(d[k:])).digest()


def path(m, d):
    """2.1.3.1: the inclusion proof of entry m."""
    if len(d) == 1:
        return []
    k = power_below(len(d))
    return [*path(m, d[:k]), mth(d[k:])] if m < k else [*path(m - k, d[k:]), mth(d[:k])]


def proof(m, d):
    """2.1.4.1: the consistency proof between the first m entries and all of them."""
    return subproof(m, d, known=True)


def subproof(m, d, *, known):
    if m == len(d):
        return [] if known else [mth(d)]
    k = power_below(len(d))
    if m <= k:
        return [*subproof(m, d[:k], known=known), mth(d[k:])]
    return [*subproof(m - k, d[k:], known=False), mth(d[:k])]


def power_below(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def entries(size):
    return [b"entry %d" % n for n in range(size)]


def leaves(size):
    return [merkle.leaf_hash(entry) for entry in entries(size)]


def nodes_of(leaves):
    """Every complete subtree over these leaves' hashes, as they are stored."""
    hashes = {}
    for number, leaf in enumerate(leaves):
        hashes.update(merkle.completed(number, leaf, hashes))
    return hashes


@given(SIZES)
def test_the_root_is_that_of_the_definition(size):
    assert merkle.root(leaves(size)) == mth(entries(size))
    assert merkle.range_root(0, size, nodes_of(leaves(size))) == mth(entries(size))


@given(SIZES.filter(bool), st.data())
def test_an_inclusion_proof_is_that_of_the_definition_and_proves(size, data):
    number = data.draw(st.integers(0, size - 1))
    found = merkle.proof(merkle.inclusion_ranges(number, size), nodes_of(leaves(size)))
    assert found == path(number, entries(size))
    assert merkle.verify_inclusion(leaves(size)[number], number, size, found, mth(entries(size)))


@given(SIZES.filter(bool), st.data())
def test_a_consistency_proof_is_that_of_the_definition_and_proves(size, data):
    first = data.draw(st.integers(1, size))
    found = merkle.proof(merkle.consistency_ranges(first, size), nodes_of(leaves(size)))
    assert found == proof(first, entries(size))
    assert merkle.verify_consistency(first, size, found, mth(entries(first)), mth(entries(size)))


@given(SIZES.filter(bool), st.data())
def test_no_other_proof_proves(size, data):
    number = data.draw(st.integers(0, size - 1))
    good = path(number, entries(size))
    root, leaf = mth(entries(size)), leaves(size)[number]
    for wrong in spoilt(data, good):
        assert not merkle.verify_inclusion(leaf, number, size, wrong, root)
    assert not merkle.verify_inclusion(merkle.leaf_hash(b"another"), number, size, good, root)
    other = data.draw(st.integers(-2, size + 2).filter(lambda n: n != number))
    assert not merkle.verify_inclusion(leaf, other, size, good, root)


@given(SIZES.filter(lambda n: n > 1), st.data())
def test_no_other_consistency_proves(size, data):
    first = data.draw(st.integers(1, size - 1))
    good = proof(first, entries(size))
    old, new = mth(entries(first)), mth(entries(size))
    for wrong in spoilt(data, good):
        assert not merkle.verify_consistency(first, size, wrong, old, new)
    assert not merkle.verify_consistency(first, size, good, merkle.EMPTY, new)
    assert not merkle.verify_consistency(first, size, good, old, merkle.EMPTY)
    assert not merkle.verify_consistency(size, first, good, old, new)


def spoilt(data, good):
    """The proof with a hash too many, and one of its hashes changed or left out."""
    yield [*good, merkle.EMPTY]
    if good:
        at = data.draw(st.integers(0, len(good) - 1))
        yield [*good[:at], merkle.EMPTY, *good[at + 1 :]]
        yield [*good[:at], *good[at + 1 :]]


def test_trees_that_are_equal_or_empty_need_no_proof():
    root = mth(entries(5))
    assert merkle.consistency_ranges(5, 5) == merkle.consistency_ranges(0, 5) == []
    assert merkle.verify_consistency(5, 5, [], root, root)
    assert not merkle.verify_consistency(5, 5, [], root, merkle.EMPTY)
    assert merkle.verify_consistency(0, 5, [], merkle.EMPTY, root)
    assert not merkle.verify_consistency(0, 5, [root], merkle.EMPTY, root)


@pytest.mark.parametrize(("number", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_a_leaf_that_is_not_there_has_no_proof(number, size):
    with pytest.raises(ValueError, match="no leaf"):
        merkle.inclusion_ranges(number, size)


def test_a_longer_tree_is_not_before_a_shorter_one():
    with pytest.raises(ValueError, match="before it"):
        merkle.consistency_ranges(6, 5)


def test_known_answers():
    """The published test vectors of Certificate Transparency, whose hashes RFC 9162 keeps."""
    given = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    hashes = [merkle.leaf_hash(bytes.fromhex(one)) for one in given]
    assert merkle.root(hashes).hex() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    assert merkle.root(hashes[:1]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
