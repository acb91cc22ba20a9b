"""`rotation ledger verify`: everything recounted from the rows, nothing believed.

Entries against the tree, the tree against itself, old boards against both, what is sealed against its
commitments, and the tasks against what the entries say of them.
"""

from collections.abc import Iterable, Iterator
from itertools import count

from sqlalchemy.orm import Session

from rotation.record import faults, rawrows, replaying
from rotation.record.faults import Printed, Report, Wrong
from rotation.record.recount import Level, Recount, by_position, check_level
from rotation.record.sealing import commitment_of

Named = list[tuple[str, int]]


def verify(session: Session, printed: Iterable[Printed] = ()) -> Report:
    """Recount the ledger of this installation; `printed` is what old boards say of it."""
    report, named, erased = verify_entries(session, printed)
    verify_sealed(session, report, named, erased)
    replaying.verify_tasks(session, report)
    report.faults.sort(key=lambda fault: (fault.entry is None, fault.entry or 0, fault.wrong))
    return report


def verify_entries(session: Session, printed: Iterable[Printed] = ()) -> tuple[Report, Named, Named]:
    """Recount entries and tree; also which entry names which commitment, and which one erased it."""
    connection = session.connection()
    leaves, strays = by_position(rawrows.nodes(connection, 0))
    recount = Recount(leaves)
    for position in strays:
        recount.report.add(Wrong.TREE, position, faults.LEAF)
    _check_tree(recount.report, leaves, session)
    named: Named = []
    erased: Named = []
    for row in rawrows.entries(connection):
        recount.take(rawrows.leaf_of(row))
        gone = rawrows.erased(row.kind, row.payload)
        erased.extend((one, row.number) for one in gone)
        named.extend((one, row.number) for one in rawrows.commitments(row.payload) if one not in gone)
    return recount.finish(printed), named, erased


def _check_tree(report: Report, leaves: Level, session: Session) -> None:
    below = leaves
    for level in count(1):
        rows = list(rawrows.nodes(session.connection(), level))
        if not rows and len(below) < 2:  # noqa: PLR2004 - a pair
            return
        below = check_level(report, level, below, rows)


def verify_sealed(session: Session, report: Report, named: Named, erased: Named) -> None:
    """Name texts, photos, accounts and names that are not what was committed to, or are gone without a word."""
    by = dict(erased)
    due = _first_of_each(named)
    waiting = next(due, None)
    for row in rawrows.sealed(session.connection()):
        while waiting and waiting[0] < row.commitment:
            report.add(Wrong.TEXT, waiting[1], faults.TEXT_GONE)
            waiting = next(due, None)
        entry = None
        if waiting and waiting[0] == row.commitment:
            entry, waiting = waiting[1], next(due, None)
        _check_sealed(report, row, entry, by.get(row.commitment))
    for _commitment, number in ([waiting] if waiting else []) + list(due):
        report.add(Wrong.TEXT, number, faults.TEXT_GONE)


def _first_of_each(named: Named) -> Iterator[tuple[str, int]]:
    """Each commitment once, with the first entry that names it, in order."""
    named.sort()
    last = ""
    for one in named:
        if one[0] != last:
            last = one[0]
            yield one


def _check_sealed(report: Report, row: object, entry: int | None, by: int | None) -> None:
    """One sealed thing: `entry` names it first, `by` says that it was withdrawn."""
    salt, content, withdrawn = (getattr(row, name) for name in ("salt", "content", "withdrawn_entry"))
    if content is None and salt is None and by is not None and withdrawn == by:
        report.withdrawn.append((by if entry is None else entry, by))
    elif content is None or salt is None:
        report.add(Wrong.TEXT, entry, faults.LOOSE_GONE if entry is None else faults.TEXT_GONE)
    elif not _opens(salt, content, getattr(row, "commitment", "")):
        report.add(Wrong.TEXT, entry, faults.LOOSE_TEXT if entry is None else faults.TEXT_CHANGED)
    elif by is not None:
        report.add(Wrong.TEXT, by if entry is None else entry, faults.TEXT_BACK, by=by)


def _opens(salt: object, content: object, commitment: str) -> bool:
    if not isinstance(content, str) or not isinstance(salt, bytes | memoryview):
        return False
    try:
        return commitment_of(bytes(salt), content) == commitment
    except UnicodeEncodeError:
        return False
