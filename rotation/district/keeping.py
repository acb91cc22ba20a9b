"""How members, villages, zones and offices are kept: added, changed, made inactive; never deleted.

What may be stored is said by `Facts`, one frozen dataclass for each kind, which names every fault of its
own; nothing is written before it has none. A version counts the changes of a row, so that the second of
two people who open the same page is told instead of undoing what the first one wrote.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self, TypeVar

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, declared_attr, mapped_column

from rotation.district.codes import claim_code
from rotation.errors import N_, Conflict, InvalidInput
from rotation.store import writes_alone


class Kept:
    """The columns that everything kept under a code has."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-3)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), index=True, sort_order=-2)
    code: Mapped[str] = mapped_column(String(40), unique=True, sort_order=-1)
    version: Mapped[int] = mapped_column(default=1)
    active: Mapped[bool] = mapped_column(default=True)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


@dataclass(frozen=True, slots=True)
class Known:
    """What facts may refer to: the codes of skills, and of a district's villages and zones (with their keys)."""

    skills: frozenset[str]
    villages: Mapping[str, int]
    zones: Mapping[str, int]

    @property
    def places(self) -> frozenset[str]:
        """The codes of all places."""
        return frozenset({*self.villages, *self.zones})


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What can be said of one member, village, zone or office; fields are named as the columns."""

    @classmethod
    def of(cls, row: Any) -> Self:
        """What is stored in `row`."""
        return cls(**{field.name: _frozen(getattr(row, field.name)) for field in fields(cls)})

    def faults(self, known: Known) -> Iterator[InvalidInput]:
        """Everything that is wrong, each with its field."""
        raise NotImplementedError

    def columns(self, known: Known) -> dict[str, Any]:  # noqa: ARG002 - for those that refer to a place by its key
        """The values as the table holds them, lists in order."""
        return {field.name: _thawed(getattr(self, field.name)) for field in fields(self)}


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _thawed(value: Any) -> Any:
    return sorted(value) if isinstance(value, tuple) else value


K = TypeVar("K", bound=Kept)


def add(session: Session, row: K, facts: Facts, known: Known) -> K:
    """Store a new `row` (its district and code given) with `facts`; the first fault or a used code raises."""
    _refuse_faults(facts, known)
    claim_code(session, row.code)
    _write(row, facts.columns(known))
    session.add(row)
    session.flush()
    return row


def change(session: Session, row: K, facts: Facts, known: Known, *, seen: int) -> bool:
    """Store `facts` in `row`, if nobody has changed it since the version `seen`; says whether anything differed."""
    _refuse_faults(facts, known)
    lock(session, row, seen=seen)
    _write(row, facts.columns(known))
    differs = session.is_modified(row)
    session.flush()
    return differs


def set_active(session: Session, row: Kept, *, active: bool) -> None:
    """Make inactive, or active again: an inactive row takes no part in new plans, and keeps its history."""
    row.active = active
    session.flush()


def hold(session: Session, row: Kept) -> None:
    """Hold `row` until the unit of work ends: what belongs to it is stored by one at a time.

    On SQLite whoever writes is alone already.
    """
    kind = type(row)
    if not writes_alone(session):
        session.scalar(select(kind.id).where(kind.id == row.id).with_for_update())


def lock(session: Session, row: Kept, *, seen: int) -> None:
    """Hold `row` against other writers; Conflict where its version is no longer the one `seen`."""
    kind = type(row)
    session.scalar(select(kind).where(kind.id == row.id).with_for_update().execution_options(populate_existing=True))
    if row.version != seen:
        raise Conflict(
            N_(
                "Somebody else has changed “%(code)s” since you opened this page. Nothing of yours is lost: "
                "compare it with what is stored now, then save again."
            ),
            code=row.code,
        )


def _refuse_faults(facts: Facts, known: Known) -> None:
    for fault in facts.faults(known):
        raise fault


def _write(row: Kept, columns: dict[str, Any]) -> None:
    for name, value in columns.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
