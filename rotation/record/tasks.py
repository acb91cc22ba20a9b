"""Tasks: something to be done about what was said or found. One number, one file, one person responsible.

The table says where each task stands now; it is made from the ledger's entries and from nothing else (`project`).
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district.offices import Level
from rotation.district.weeks import Week, WeekType
from rotation.errors import N_, NotFound
from rotation.record.numbers import spoken
from rotation.store import Base, choice

FEN = ("asked", "granted", "refused", "spent")


class State(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    ASSIGNED = "assigned"
    UNDER_WAY = "under_way"
    DONE = "done"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    DECLINED = "declined"
    DUPLICATE = "duplicate"
    ESCALATED = "escalated"


ENDED = frozenset({State.CONFIRMED, State.DECLINED, State.DUPLICATE})
TO_DO = frozenset({State.OPEN, State.ASSIGNED, State.UNDER_WAY, State.REOPENED, State.ESCALATED})


class Urgency(StrEnum):
    """How soon it has to be done."""

    NORMAL = "normal"
    SOON = "soon"
    URGENT = "urgent"


class Holding(StrEnum):
    """Who can be responsible: a member on duty, or an office."""

    MEMBER = "member"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Holder:
    """The one responsible: a member on duty in a place (a village's or a zone's code) in a week, or an office.

    `until_team`: the office answers only because no team came.
    """

    kind: Holding
    code: str
    place: str | None = None
    week: Week | None = None
    until_team: bool = False


class Task(Base):
    """A task as it stands; sums are in fen, texts are commitments, `same_as` is the task that it is the same as.

    `asked_level` is the level of whoever asked for money last: an office above it grants or refuses.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_village_state", "village_id", "state", "number"),
        Index("ix_task_holder", "holder_code", "state"),
        Index("ix_task_same_as", "same_as"),
        Index("ix_task_changed", "district_id", "last_entry"),
        Index("ix_task_village_changed", "village_id", "last_entry"),
        Index("ix_task_number", "district_id", "number"),
        Index("ix_task_village_number", "village_id", "number"),
        Index("ix_task_state_number", "district_id", "state", "number"),
        Index("ix_task_category_state", "district_id", "category", "state", "number"),
        Index("ix_task_category_number", "district_id", "category", "number"),
        Index(
            "ix_task_going_on",
            "district_id",
            "deadline",
            sqlite_where=text("state NOT IN ('confirmed', 'declined', 'duplicate')"),
            postgresql_where=text("state NOT IN ('confirmed', 'declined', 'duplicate')"),
        ),
    )

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), index=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    category: Mapped[str] = mapped_column(String(40))
    level: Mapped[Level] = mapped_column(choice(Level))
    urgency: Mapped[Urgency] = mapped_column(choice(Urgency))
    pressing: Mapped[bool]
    state: Mapped[State] = mapped_column(choice(State))
    holder_kind: Mapped[Holding] = mapped_column(choice(Holding))
    holder_code: Mapped[str] = mapped_column(String(40))
    holder_place: Mapped[str | None] = mapped_column(String(40))
    holder_week: Mapped[Week | None] = mapped_column(WeekType)
    until_team: Mapped[bool]
    deadline: Mapped[date]
    same_as: Mapped[str | None] = mapped_column(String(20))
    title: Mapped[str | None] = mapped_column(String(64))
    summary: Mapped[str | None] = mapped_column(String(64))
    asked: Mapped[int] = mapped_column(BigInteger, default=0)
    granted: Mapped[int] = mapped_column(BigInteger, default=0)
    refused: Mapped[int] = mapped_column(BigInteger, default=0)
    spent: Mapped[int] = mapped_column(BigInteger, default=0)
    asked_level: Mapped[Level | None] = mapped_column(choice(Level))
    opened_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    last_entry: Mapped[int]

    @property
    def holder(self) -> Holder:
        """Who is responsible."""
        return Holder(self.holder_kind, self.holder_code, self.holder_place, self.holder_week, self.until_team)

    @property
    def pending(self) -> int:
        """Fen that were asked for and neither granted nor refused yet."""
        return self.asked - self.granted - self.refused

    @property
    def is_overspent(self) -> bool:
        """Whether more was spent than granted."""
        return self.spent > self.granted

    @property
    def has_ended(self) -> bool:
        """Whether nothing more is to be done."""
        return self.state in ENDED

    @property
    def spoken(self) -> str:
        """The number in threes."""
        return spoken(self.number)


class TaskHolder(Base):
    """Who became responsible for a task by which entry; the last one is responsible now."""

    __tablename__ = "task_holder"

    entry: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    task: Mapped[str] = mapped_column(ForeignKey("task.number"), index=True)
    kind: Mapped[Holding] = mapped_column(choice(Holding))
    code: Mapped[str] = mapped_column(String(40))
    place: Mapped[str | None] = mapped_column(String(40))
    week: Mapped[Week | None] = mapped_column(WeekType)


_AS_THEY_ARE: Mapping[str, Callable[[Any], Any]] = {
    "category": str,
    "level": Level,
    "urgency": Urgency,
    "pressing": bool,
    "state": State,
    "deadline": date.fromisoformat,
    "same_as": str,
    "title": str,
    "summary": str,
    "asked_level": Level,
}


def project(to: Task, kind: str, values: Mapping[str, Any], who: str | None) -> None:
    """Change a task as an entry of this kind and payload says; `who` is the member whose code it holds sealed."""
    for name in _AS_THEY_ARE.keys() & values.keys():
        setattr(to, name, _AS_THEY_ARE[name](values[name]))
    if kind in FEN:
        setattr(to, kind, (getattr(to, kind) or 0) + values["fen"])
    if "holder" in values:
        to.holder_kind = Holding(values["holder"])
        to.holder_code = values.get("office") or who or ""
        to.holder_place = values.get("place")
        to.holder_week = Week(date.fromisoformat(values["week"])) if "week" in values else None
        to.until_team = values.get("until_team", False)


def task(session: Session, number: str) -> Task:
    """The task of that number (as `numbers.parse` returns it)."""
    found = session.get(Task, number)
    if found is None:
        raise NotFound(N_("There is no task %(number)s."), number=spoken(number))
    return found


def tasks_of(session: Session, village_id: int, states: Iterable[State] = State) -> list[Task]:
    """The tasks of a village in these states, by deadline and number."""
    query = select(Task).where(Task.village_id == village_id, Task.state.in_(list(states)))
    return list(session.scalars(query.order_by(Task.deadline, Task.number)))


def held_by(session: Session, code: str, states: Iterable[State] = TO_DO) -> list[Task]:
    """The tasks for which a member or an office of this code is responsible, by deadline and number."""
    query = select(Task).where(Task.holder_code == code, Task.state.in_(list(states)))
    return list(session.scalars(query.order_by(Task.deadline, Task.number)))


def holders_of(session: Session, number: str) -> list[TaskHolder]:
    """Everybody who was ever responsible for a task, first things first."""
    return list(session.scalars(select(TaskHolder).where(TaskHolder.task == number).order_by(TaskHolder.entry)))
