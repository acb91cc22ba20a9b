"""The ledger recounted: each entry's hash from its own bytes, beside what the tree and the entry itself keep.

Nothing is believed: entries come in any number and order of damage. What the tree says of a number is what stood
there when it was added; the entry that says otherwise is named.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from rotation.record import faults, merkle
from rotation.record.faults import Printed, Report, Wrong
from rotation.record.merkle import leaf_hash, node_hash

MOST_COMPARED = 300
Level = list[bytes | None]


@dataclass(slots=True)
class Leaf:
    """An entry as it was read: `as_number` gives its canonical bytes as if it bore another number.

    They are None where they cannot be made; `kept` is the leaf's hash as it stands beside the entry.
    """

    number: int
    as_number: Callable[[int], bytes | None]
    kept: bytes

    def hash_as(self, number: int) -> bytes | None:
        """The hash of this entry's bytes, were it the one of that number."""
        content = self.as_number(number)
        return None if content is None else leaf_hash(content)


@dataclass
class Recount:
    """Entries taken in one after the other; `of_tree` are the tree's leaves by number."""

    of_tree: Sequence[bytes | None]
    report: Report = field(default_factory=Report)
    hashes: dict[int, bytes] = field(default_factory=dict)
    odd: dict[int, Leaf] = field(default_factory=dict)

    def take(self, leaf: Leaf) -> None:
        """Recount one entry."""
        found, known = leaf.hash_as(leaf.number), self._known(leaf.number)
        self.hashes[leaf.number] = known if known == found and known else found or merkle.EMPTY
        if not 0 <= leaf.number < len(self.of_tree):
            self.report.add(Wrong.ADDED, leaf.number, faults.ADDED)
        elif found != known:
            self.odd[leaf.number] = leaf
        elif leaf.kept != found:
            self.report.add(Wrong.CHANGED, leaf.number, faults.CHANGED)

    def finish(self, printed: Iterable[Printed] = ()) -> Report:
        """Name what is wrong, and say size and root; compare with what old boards say."""
        dropped = [number for number in range(len(self.of_tree)) if number not in self.hashes]
        self._name_odd(dropped)
        for number in dropped:
            self.report.add(Wrong.DROPPED, number, faults.DROPPED)
        in_order = [self.hashes[number] for number in sorted(self.hashes)]
        self.report.size, self.report.root = len(in_order), merkle.root(in_order).hex()
        for one in printed:
            compare(self.report, in_order, one)
        return self.report

    def _name_odd(self, dropped: Sequence[int]) -> None:
        missed = [*self.odd, *dropped][:MOST_COMPARED]
        stands = {number: self._whose(leaf, missed) for number, leaf in self.odd.items()}
        for number, whose in stands.items():
            if whose is None:
                self._name_changed(self.odd[number])
            elif stands.get(whose) != number:
                self.report.add(Wrong.SWAPPED, number, faults.COPIED, other=whose)
            elif number < whose:
                self.report.add(Wrong.SWAPPED, number, faults.SWAPPED, other=whose)

    def _whose(self, leaf: Leaf, missed: Sequence[int]) -> int | None:
        """The other number whose entry this one is, by the tree."""
        others = (number for number in missed if number != leaf.number)
        return next((other for other in others if leaf.hash_as(other) == self._known(other) is not None), None)

    def _name_changed(self, leaf: Leaf) -> None:
        """Where an entry agrees with the hash beside it against the tree alone, it is the tree that was changed."""
        if self.hashes[leaf.number] == leaf.kept:
            self.report.add(Wrong.TREE, leaf.number, faults.LEAF)
        else:
            self.report.add(Wrong.CHANGED, leaf.number, faults.CHANGED)

    def _known(self, number: int) -> bytes | None:
        return self.of_tree[number] if 0 <= number < len(self.of_tree) else None


def compare(report: Report, leaves: Sequence[bytes], printed: Printed) -> None:
    """Name what an old board contradicts."""
    there = len(leaves)
    if printed.size > there:
        last = printed.size - 1
        report.add(Wrong.DROPPED, there, faults.SHORTER, size=printed.size, there=there, last=last)
    elif merkle.root(leaves[: printed.size]).hex() != printed.root:
        report.add(Wrong.ROOT, None, faults.OTHER_ROOT, size=printed.size)


def by_position(rows: Iterable[tuple[int, bytes]], least: int = 0) -> tuple[Level, list[int]]:
    """Nodes of one level as a list, None where one is missing; and the positions where none can be."""
    given = dict(rows)
    highest = max(given, default=-1)
    size = max(least, highest + 1 if highest <= 2 * len(given) else len(given))
    strays = [position for position in given if not 0 <= position < size]
    return [given.get(position) for position in range(size)], strays


def check_level(report: Report, level: int, below: Sequence[bytes | None], rows: Iterable[tuple[int, bytes]]) -> Level:
    """Name the nodes of a level that are not what the ones below come to; returns the level."""
    given = dict(rows)
    expected = range(len(below) // 2)
    for position in expected:
        left, right = below[2 * position], below[2 * position + 1]
        if left and right and given.get(position) != node_hash(left, right):
            _name_node(report, level, position)
    for position in sorted(given.keys() - expected):
        _name_node(report, level, position)
    return [given.get(position) for position in expected]


def _name_node(report: Report, level: int, position: int) -> None:
    first = position << level
    report.add(Wrong.TREE, first, faults.NODE, last=first + (1 << level) - 1)
