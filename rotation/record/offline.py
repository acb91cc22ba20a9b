"""An exported ledger verified without any database, by whoever has the file; exporting.py says what stands in it."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from rotation.record import faults, merkle, rawrows
from rotation.record.exporting import FORMAT, spelt
from rotation.record.faults import Printed, Report, Wrong
from rotation.record.merkle import leaf_hash
from rotation.record.recount import compare
from rotation.record.sealing import commitment_of

MOST_NAMED = 1000  # of entries missing in a row, one by one
_ENTRY = re.compile(rb'\{"entry":(\{.*\}),"leaf":"([0-9a-f]{64})"\}\n')
_SHAPES = ({"format", "size", "root"}, {"text", "salt", "content"}, {"withdrawn", "by"}, {"texts", "withdrawn"})


@dataclass
class Given:
    """What stands in a file: the head, entries in the order of their lines, openings, and the counts at its end."""

    report: Report = field(default_factory=Report)
    head: dict[str, Any] = field(default_factory=dict)
    entries: list[tuple[int, bytes, bytes]] = field(default_factory=list)
    named: dict[str, int] = field(default_factory=dict)
    released: dict[str, int] = field(default_factory=dict)
    erased: dict[tuple[str, int], int] = field(default_factory=dict)
    openings: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, Any] = field(default_factory=dict)

    def take(self, number: int, line: bytes) -> None:
        """Sort one line in; one that is not exactly as it would be written is named."""
        found = _ENTRY.fullmatch(line)
        try:
            if found:
                self._take_entry(found[1], bytes.fromhex(found[2].decode()))
            else:
                self._take_other(number, line)
        except (ValueError, TypeError, KeyError, RecursionError):
            self.report.add(Wrong.FILE, None, faults.LINE, line=number)

    def _take_entry(self, content: bytes, kept: bytes) -> None:
        said = json.loads(content)
        number, kind = said["number"], said["kind"]
        if type(number) is not int:
            raise TypeError(number)
        self.entries.append((number, leaf_hash(content), kept))
        payload = json.dumps(said["payload"])
        for one in rawrows.commitments(payload):
            self.named.setdefault(one, number)
        for one in rawrows.erased(kind, payload):
            self.erased[one, number] = number
        for one in said["payload"]["texts"] if kind == "released" else ():
            self.released.setdefault(one, number)

    def _take_other(self, number: int, line: bytes) -> None:
        said = json.loads(line)
        if not isinstance(said, dict) or spelt(said) != line or said.keys() not in _SHAPES or self.counts:
            raise ValueError(line)
        if any(isinstance(value, list | dict) for value in said.values()):
            raise TypeError(line)
        if "format" in said and number == 1 and said["format"] == FORMAT:
            self.head = said
        elif "texts" in said:
            self.counts = said
        elif "format" not in said:
            self.openings.append(said)
        else:
            raise ValueError(line)


def verify_file(lines: Iterable[bytes], printed: Iterable[Printed] = ()) -> Report:
    """Recount an exported file; `printed` is what old boards say of the ledger."""
    given = Given()
    for number, line in enumerate(lines, 1):
        given.take(number, line)
    _check_entries(given)
    _check_root(given, printed)
    _check_openings(given)
    given.report.faults.sort(key=lambda fault: (fault.entry is None, fault.entry or 0, fault.wrong))
    return given.report


def _check_entries(given: Given) -> None:
    """Each entry against the hash beside it, each number once, each line in its place."""
    report, numbers = given.report, [number for number, _, _ in given.entries]
    seen: set[int] = set()
    for (number, found, kept), due in zip(given.entries, sorted(numbers), strict=True):
        if number in seen:
            report.add(Wrong.ADDED, number, faults.ADDED)
        elif found != kept:
            report.add(Wrong.CHANGED, number, faults.CHANGED)
        elif number != due:
            report.add(Wrong.SWAPPED, number, faults.MISPLACED)
        seen.add(number)
    _name_missing(given, seen)


def _name_missing(given: Given, seen: set[int]) -> None:
    size = given.head.get("size", len(seen))
    if not isinstance(size, int):
        given.report.add(Wrong.FILE, None, faults.HEAD)
        return
    for number in sorted(number for number in seen if number >= size):
        given.report.add(Wrong.ADDED, number, faults.ADDED)
    there = sorted(number for number in seen if 0 <= number < size)
    for before, after in pairwise([-1, *there]):
        if after - before > MOST_NAMED:
            given.report.add(Wrong.DROPPED, before + 1, faults.MISSING, last=after - 1)
            continue
        for number in range(before + 1, after):
            given.report.add(Wrong.DROPPED, number, faults.DROPPED)
    last = there[-1] if there else -1
    if last + 1 < size:
        given.report.add(Wrong.DROPPED, last + 1, faults.MISSING, last=size - 1)


def _check_root(given: Given, printed: Iterable[Printed]) -> None:
    report = given.report
    leaves = [found for _, found, _ in sorted(given.entries)]
    report.size, report.root = len(leaves), merkle.root(leaves).hex()
    if given.head.get("root") != merkle.root([kept for _, _, kept in sorted(given.entries)]).hex():
        report.add(Wrong.ROOT, None, faults.HEAD)
    for one in printed:
        compare(report, leaves, one)


def _check_openings(given: Given) -> None:
    """What is public is opened or withdrawn, and nothing else is."""
    opened = {"texts": 0, "withdrawn": 0}
    met: set[str] = set()
    for said in given.openings:
        kind = "texts" if "text" in said else "withdrawn"
        opened[kind] += 1
        one = str(said.get("text", said.get("withdrawn")))
        if one in met:
            given.report.add(Wrong.TEXT, given.named.get(one), faults.OPENED_TWICE)
        met.add(one)
        (_check_text if kind == "texts" else _check_withdrawn)(given, said)
    if opened != given.counts:
        given.report.add(Wrong.FILE, None, faults.CUT_OFF)
    for commitment, number in given.released.items():
        if commitment not in met:
            given.report.add(Wrong.TEXT, number, faults.TEXT_GONE)


def _check_text(given: Given, said: dict[str, Any]) -> None:
    entry = given.named.get(said["text"])
    try:
        opens = commitment_of(bytes.fromhex(said["salt"]), said["content"]) == said["text"]
    except (ValueError, TypeError, AttributeError):
        opens = False
    if entry is None:
        given.report.add(Wrong.TEXT, None, faults.ADDED_TEXT if opens else faults.LOOSE_TEXT)
    elif not opens:
        given.report.add(Wrong.TEXT, entry, faults.TEXT_CHANGED)


def _check_withdrawn(given: Given, said: dict[str, Any]) -> None:
    by, entry = given.erased.get((said["withdrawn"], said["by"])), given.named.get(said["withdrawn"])
    if by is None or entry is None:
        given.report.add(Wrong.TEXT, entry, faults.LOOSE_GONE if entry is None else faults.TEXT_GONE)
    else:
        given.report.withdrawn.append((entry, by))
