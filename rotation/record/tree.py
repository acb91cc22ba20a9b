"""The ledger's Merkle tree as it is stored: every complete subtree, so that nothing needs more than a few rows."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.errors import N_, NotFound
from rotation.record import merkle
from rotation.record.merkle import Node, Range
from rotation.store import Base


class LedgerNode(Base):
    """The root of a complete subtree of 2^level entries, the first of them number position · 2^level."""

    __tablename__ = "ledger_node"

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[bytes]


@dataclass(frozen=True, slots=True)
class Head:
    """The tree at some moment: how many entries it has, and its root in hexadecimal."""

    size: int
    root: str


def grow(session: Session, number: int, leaf: bytes) -> None:
    """Add the leaf of entry `number`, the first that is not in the tree yet."""
    below = _hashes(session, merkle.needed(number))
    rows = [
        {"level": level, "position": position, "hash": found}
        for (level, position), found in merkle.completed(number, leaf, below)
    ]
    session.execute(insert(LedgerNode), rows)


def size(session: Session) -> int:
    """How many entries the tree has."""
    last = session.scalar(select(func.max(LedgerNode.position)).where(LedgerNode.level == 0))
    return 0 if last is None else last + 1


def head(session: Session, at: int | None = None) -> Head:
    """The tree of the first `at` entries, of all where nothing is said."""
    count = _size(session, at)
    return Head(count, _roots(session, [(0, count)])[0].hex())


def inclusion_proof(session: Session, number: int, at: int | None = None) -> list[bytes]:
    """What proves that entry `number` is in the tree of the first `at` entries."""
    count = _size(session, at)
    if not 0 <= number < count:
        raise NotFound(N_("There is no entry %(number)s in a ledger of %(size)s."), number=number, size=count)
    return _roots(session, merkle.inclusion_ranges(number, count))


def consistency_proof(session: Session, first: int, second: int | None = None) -> list[bytes]:
    """What proves that the tree of the first `second` entries begins with that of the first `first`."""
    count = _size(session, second)
    if not 0 <= first <= count:
        raise NotFound(_TOO_LARGE, asked=first, size=count)
    return _roots(session, merkle.consistency_ranges(first, count))


_TOO_LARGE = N_("The ledger has %(size)s entries, not %(asked)s.")


def _size(session: Session, asked: int | None) -> int:
    there = size(session)
    if asked is None:
        return there
    if not 0 <= asked <= there:
        raise NotFound(_TOO_LARGE, asked=asked, size=there)
    return asked


def _roots(session: Session, ranges: Iterable[Range]) -> list[bytes]:
    wanted = list(ranges)
    found = _hashes(session, [node for start, end in wanted for node in merkle.cover(start, end)])
    return merkle.proof(wanted, found)


def _hashes(session: Session, nodes: list[Node]) -> dict[Node, bytes]:
    """Each looked up by its key, which SQLite would not do for a list of pairs."""
    if not nodes:
        return {}
    each = " OR ".join(f"(level = {level:d} AND position = {position:d})" for level, position in nodes)
    query = f"SELECT level, position, hash FROM ledger_node WHERE {each}"  # noqa: S608 - whole numbers
    return {(level, position): found for level, position, found in session.connection().exec_driver_sql(query)}
