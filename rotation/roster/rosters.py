"""Rosters and their terms: draft, published, superseded; a published one is never edited."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    func,
    insert,
    select,
    text,
    tuple_,
)
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from rotation.district.weeks import Week, WeekType
from rotation.errors import N_, NotFound
from rotation.store import Base, choice, now

MOST_KEYS = 1000


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One term as a value: a member serves in a place (a village's or a zone's code) in a week.

    `days` are its first and last day where a stand-in serves the others; none of them where it is the whole week.
    """

    week: Week
    place: str
    member: str
    days: tuple[date, ...] = ()


class Status(StrEnum):
    """Where a roster stands on its way."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"


class Roster(Base):
    """Who serves where in which week, whole: the weeks kept from the version before, then the planned ones.

    `start` is week 0 of the problem that was solved and `weeks` its length; terms before `start` were
    taken over as they stood. `number` counts the district's rosters, drafts too; `version` counts the
    published ones. `base_id` is the published roster that this draft took up. `problem` is the problem
    file (JSON text) it answers; `costs`, `bounds`, `proofs` and `wishes` are those of the answer, recounted after
    every edit, which `edits` counts. `rules` is the plan (plans.Plan) as it was asked for.
    """

    __tablename__ = "roster"
    __table_args__ = (
        UniqueConstraint("district_id", "number"),
        UniqueConstraint("district_id", "version"),
        Index(
            "uq_roster_one_published",
            "district_id",
            unique=True,
            sqlite_where=text("status = 'published'"),
            postgresql_where=text("status = 'published'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), index=True)
    number: Mapped[int]
    version: Mapped[int | None]
    status: Mapped[Status] = mapped_column(choice(Status), default=Status.DRAFT)
    title: Mapped[str] = mapped_column(default="")
    base_id: Mapped[int | None] = mapped_column(ForeignKey("roster.id"))
    start: Mapped[Week] = mapped_column(WeekType)
    weeks: Mapped[int]
    baseline_until: Mapped[Week | None] = mapped_column(WeekType)
    rules: Mapped[dict[str, Any]] = mapped_column(default=dict)
    problem: Mapped[str] = mapped_column(Text, deferred=True)
    costs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    bounds: Mapped[dict[str, Any]] = mapped_column(default=dict)
    proofs: Mapped[dict[str, Any]] = mapped_column(default=dict)
    wishes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[str] = mapped_column(String(80), default="")
    edits: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime | None]
    published_by: Mapped[str] = mapped_column(String(80), default="")
    note: Mapped[str] = mapped_column(default="")

    terms: Mapped[list["Term"]] = relationship(
        cascade="all, delete-orphan", order_by="Term.week, Term.place, Term.member"
    )

    @property
    def end(self) -> Week:
        """The first week after the roster."""
        return self.start + self.weeks


class Term(Base):
    """One member, one place (a village's or a zone's code), one week; `pinned` where the planner fixed it.

    `first_day` and `last_day` are there only where somebody else serves the other days of the week.
    """

    __tablename__ = "term"
    __table_args__ = (
        UniqueConstraint("roster_id", "week", "member"),
        Index("ix_term_place", "roster_id", "place", "week"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id"), index=True)
    week: Mapped[Week] = mapped_column(WeekType)
    place: Mapped[str] = mapped_column(String(40))
    member: Mapped[str] = mapped_column(String(40))
    pinned: Mapped[bool] = mapped_column(default=False)
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]


AS_LINE = (Term.week, Term.place, Term.member, Term.first_day, Term.last_day)


def line_of(week: Week, place: str, member: str, first_day: date | None, last_day: date | None) -> Line:
    """A term as a value, from the columns AS_LINE."""
    return Line(week, place, member, (first_day, last_day) if first_day and last_day else ())


class RosterEdit(Base):
    """What was done to a roster, by whom and when: solved, edited, pinned, published."""

    __tablename__ = "roster_edit"

    id: Mapped[int] = mapped_column(primary_key=True)
    roster_id: Mapped[int] = mapped_column(ForeignKey("roster.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    by: Mapped[str] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(String(20))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)


class PastTerm(Base):
    """A term served before the first roster kept here, so that history does not start empty."""

    __tablename__ = "past_term"
    __table_args__ = (UniqueConstraint("district_id", "week", "member"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), index=True)
    week: Mapped[Week] = mapped_column(WeekType)
    place: Mapped[str] = mapped_column(String(40))
    member: Mapped[str] = mapped_column(String(40))


def in_order(terms: Iterable[Line]) -> list[Line]:
    """Terms by week, place and member: far quicker than comparing term with term."""
    return sorted(terms, key=attrgetter("week.monday", "place", "member"))


def published(session: Session, district_id: int) -> Roster | None:
    """The roster in force, if one has been published."""
    return session.scalar(select(Roster).where(Roster.district_id == district_id, Roster.status == Status.PUBLISHED))


def roster(session: Session, district_id: int, number: int) -> Roster:
    """The district's roster of that number."""
    found = session.scalar(select(Roster).where(Roster.district_id == district_id, Roster.number == number))
    if found is None:
        raise NotFound(N_("There is no roster %(number)s."), number=number)
    return found


def rosters(session: Session, district_id: int) -> list[Roster]:
    """All rosters of a district, newest first."""
    return list(session.scalars(select(Roster).where(Roster.district_id == district_id).order_by(Roster.number.desc())))


def next_number(session: Session, district_id: int) -> int:
    """The number that the district's next roster bears."""
    return (session.scalar(select(func.max(Roster.number)).where(Roster.district_id == district_id)) or 0) + 1


def lines(session: Session, of: Roster, *conditions: ColumnElement[bool]) -> list[Line]:
    """All terms of a roster as values (those only that meet the conditions), by weeks, places and members."""
    return in_order(_lines(session, of, *conditions))


def pins(session: Session, of: Roster) -> list[Line]:
    """The terms that the planner has fixed, in order."""
    return in_order(_lines(session, of, Term.pinned))


def _lines(session: Session, of: Roster, *conditions: Any) -> Iterable[Line]:
    query = select(*AS_LINE).where(Term.roster_id == of.id, *conditions)
    return (line_of(*row) for row in session.execute(query))


def add_lines(session: Session, to: Roster, added: Iterable[Line], pinned: Iterable[Line] = ()) -> None:
    """Give a draft these terms."""
    fixed = set(pinned)
    rows = [_columns(line) | {"roster_id": to.id, "pinned": line in fixed} for line in added]
    if rows:
        session.execute(insert(Term), rows)


def _columns(line: Line) -> dict[str, Any]:
    first_day, last_day = line.days or (None, None)
    served = {"first_day": first_day, "last_day": last_day}
    return {"week": line.week, "place": line.place, "member": line.member, **served}


def terms_at(of: Roster, chosen: Iterable[Line]) -> Iterator[ColumnElement[bool]]:
    """Conditions on Term that choose these terms of a roster, each for as many as one statement takes."""
    keys = sorted((line.week, line.member) for line in chosen)
    for first in range(0, len(keys), MOST_KEYS):
        some = keys[first : first + MOST_KEYS]
        yield and_(Term.roster_id == of.id, tuple_(Term.week, Term.member).in_(some))


def log(session: Session, of: Roster, by: str, what: str, /, **detail: Any) -> None:
    """Write down what was done to a roster."""
    session.add(RosterEdit(roster_id=of.id, by=by, what=what, detail=detail))


def spelt(terms: Iterable[Line]) -> list[list[str]]:
    """Terms as JSON: week, place and member of each."""
    return [[str(line.week), line.place, line.member] for line in in_order(terms)]


def edits_of(session: Session, of: Roster) -> list[RosterEdit]:
    """What was done to a roster, first things first."""
    return list(session.scalars(select(RosterEdit).where(RosterEdit.roster_id == of.id).order_by(RosterEdit.id)))
