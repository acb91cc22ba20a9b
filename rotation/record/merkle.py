"""Merkle trees as in RFC 9162, section 2.1: hashes, proofs and their verification, without any database.

Everything that a proof needs is the root of a range of leaves that begins at a multiple of a power of two no
smaller than its length. Such a range is covered by few complete subtrees, each named by its level (0: the leaves)
and its position among those of its level; `hashes` maps these names to their hashes.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence

Node = tuple[int, int]
Range = tuple[int, int]
Hashes = Mapping[Node, bytes]
EMPTY = hashlib.sha256().digest()


def leaf_hash(content: bytes) -> bytes:
    """The hash of a leaf that holds `content`."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node above two others."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def completed(number: int, leaf: bytes, hashes: Hashes) -> Iterator[tuple[Node, bytes]]:
    """The subtrees that are complete once leaf `number` is there, itself first; `hashes` holds `needed(number)`."""
    level, position, found = 0, number, leaf
    yield (level, position), found
    while position % 2:
        found = node_hash(hashes[level, position - 1], found)
        level, position = level + 1, position // 2
        yield (level, position), found


def needed(number: int) -> list[Node]:
    """The complete subtrees at whose right hand leaf `number` completes further ones."""
    nodes, level = [], 0
    while number % 2:
        nodes.append((level, number - 1))
        level, number = level + 1, number // 2
    return nodes


def cover(start: int, end: int) -> list[Node]:
    """The complete subtrees that cover the leaves from `start` to before `end`, from left to right."""
    nodes = []
    while start < end:
        level = (end - start).bit_length() - 1
        nodes.append((level, start >> level))
        start += 1 << level
    return nodes


def range_root(start: int, end: int, hashes: Hashes) -> bytes:
    """The root of the leaves from `start` to before `end`."""
    return _folded([hashes[node] for node in cover(start, end)])


def _folded(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return EMPTY
    found = peaks[-1]
    for left in reversed(peaks[:-1]):
        found = node_hash(left, found)
    return found


def root(leaves: Iterable[bytes]) -> bytes:
    """The root of the tree over these leaves' hashes; it keeps no more of them than the peaks."""
    peaks: list[bytes] = []
    for number, leaf in enumerate(leaves):
        found = leaf
        while number % 2:
            found, number = node_hash(peaks.pop(), found), number // 2  # noqa: PLW2901 - climbs from the leaf
        peaks.append(found)
    return _folded(peaks)


def inclusion_ranges(number: int, size: int) -> list[Range]:
    """The ranges whose roots prove that leaf `number` is in the tree of `size` leaves, in the proof's order."""
    if not 0 <= number < size:
        message = f"a tree of {size} leaves has no leaf {number}"
        raise ValueError(message)
    return list(_inclusion(number, 0, size))


def _inclusion(number: int, start: int, end: int) -> Iterator[Range]:
    if end - start > 1:
        middle = start + _split(end - start)
        if number < middle:
            yield from _inclusion(number, start, middle)
            yield middle, end
        else:
            yield from _inclusion(number, middle, end)
            yield start, middle


def consistency_ranges(first: int, second: int) -> list[Range]:
    """The ranges whose roots prove that the tree of `second` leaves begins with that of `first` leaves."""
    if not 0 <= first <= second:
        message = f"a tree of {second} leaves has no tree of {first} leaves before it"
        raise ValueError(message)
    return [] if first in (0, second) else list(_consistency(first, 0, second, whole=True))


def _consistency(first: int, start: int, end: int, *, whole: bool) -> Iterator[Range]:
    """`whole`: what the first tree has of this range is the first tree itself, whose root is known."""
    if first == end:
        if not whole:
            yield start, end
        return
    middle = start + _split(end - start)
    if first <= middle:
        yield from _consistency(first, start, middle, whole=whole)
        yield middle, end
    else:
        yield from _consistency(first, middle, end, whole=False)
        yield start, middle


def _split(count: int) -> int:
    """The largest power of two smaller than `count`."""
    return 1 << (count - 1).bit_length() - 1


def proof(ranges: Iterable[Range], hashes: Hashes) -> list[bytes]:
    """The roots of these ranges."""
    return [range_root(start, end, hashes) for start, end in ranges]


def verify_inclusion(leaf: bytes, number: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether `path` proves that the leaf of this hash is leaf `number` of the tree of `size` leaves (2.1.3.2)."""
    if not 0 <= number < size:
        return False
    place, last, found = number, size - 1, leaf
    for other in path:
        if not last:
            return False
        if place % 2 or place == last:
            found = node_hash(other, found)
            while not place % 2 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, other)
        place, last = place >> 1, last >> 1
    return not last and found == root


def verify_consistency(first: int, second: int, path: Sequence[bytes], first_root: bytes, second_root: bytes) -> bool:
    """Whether `path` proves that the tree of `second` leaves begins with that of `first` leaves (2.1.4.2)."""
    if not 0 <= first <= second:
        return False
    if first in (0, second):
        return not path and first_root == (second_root if first == second else EMPTY)
    return _is_consistent(first, second, path, first_root, second_root)


def _is_consistent(first: int, second: int, path: Sequence[bytes], first_root: bytes, second_root: bytes) -> bool:
    steps = [first_root, *path] if first & (first - 1) == 0 else list(path)
    if not steps:
        return False
    place, last = first - 1, second - 1
    while place % 2:
        place, last = place >> 1, last >> 1
    old = new = steps[0]
    for other in steps[1:]:
        if not last:
            return False
        if place % 2 or place == last:
            old, new = node_hash(other, old), node_hash(other, new)
            while not place % 2 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, other)
        place, last = place >> 1, last >> 1
    return not last and old == first_root and new == second_root
