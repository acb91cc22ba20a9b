"""Leave by date, and the weeks that it makes unavailable."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district import values
from rotation.district.keeping import hold
from rotation.district.members import Member
from rotation.district.weeks import DayKind, Week, works_on
from rotation.errors import N_, Conflict, InvalidInput, NotFound
from rotation.store import Base

LONGEST_DAYS = 3 * 366


class Leave(Base):
    """Days, first to last, on which a member cannot serve.

    `by` is the login that entered it, where it was entered on the site; `by_member`: the member did so themselves.
    """

    __tablename__ = "leave"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="in_order"),
        UniqueConstraint("member_id", "first_day", "last_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")
    by: Mapped[str | None] = mapped_column(String(80))
    by_member: Mapped[bool | None]


@dataclass(frozen=True, slots=True)
class LeaveEffect:
    """What leave does to weeks: those it makes unavailable, and those it touches on days off only."""

    unavailable: tuple[Week, ...]
    days_off_only: tuple[Week, ...]


def weeks_between(first_day: date, last_day: date) -> list[Week]:
    """Every week that has a day from the first to the last."""
    first = Week.of(first_day)
    return [first + n for n in range(Week.of(last_day) - first + 1)]


def weeks_away(leaves: Iterable[Leave], calendar: Mapping[date, DayKind]) -> set[Week]:
    """The weeks made unavailable: those in which leave covers a working day. A weekend alone does not count."""
    return {week for leave in leaves for week in effect(leave.first_day, leave.last_day, calendar).unavailable}


def effect(first_day: date, last_day: date, calendar: Mapping[date, DayKind]) -> LeaveEffect:
    """Which weeks leave on these days makes unavailable, and which it touches without counting."""
    away: list[Week] = []
    untouched: list[Week] = []
    for week in weeks_between(first_day, last_day):
        covered = any(first_day <= day <= last_day and works_on(day, calendar) for day in week.days())
        (away if covered else untouched).append(week)
    return LeaveEffect(tuple(away), tuple(untouched))


def leave_of(session: Session, member: Member) -> list[Leave]:
    """The member's leave, latest first."""
    query = select(Leave).where(Leave.member_id == member.id).order_by(Leave.first_day.desc(), Leave.last_day.desc())
    return list(session.scalars(query))


def leave_overlapping(session: Session, district_id: int, first_day: date, last_day: date) -> list[Leave]:
    """All leave of a district's active members that has a day from the first to the last."""
    query = (
        select(Leave)
        .join(Member, Member.id == Leave.member_id)
        .where(Member.district_id == district_id, Member.active)
        .where(Leave.first_day <= last_day, Leave.last_day >= first_day)
        .order_by(Leave.first_day, Member.code)
    )
    return list(session.scalars(query))


def check_leave(first_day: date, last_day: date, reason: str) -> values.Faults:
    """What is wrong with leave on these days."""
    yield from values.day("first_day", first_day)
    yield from values.day("last_day", last_day)
    if last_day < first_day:
        yield InvalidInput(N_("The last day lies before the first; exchange them."), field="last_day")
    if (last_day - first_day).days > LONGEST_DAYS:
        yield InvalidInput(N_("Leave of more than three years: make the member inactive instead."), field="last_day")
    yield from values.text("reason", reason)


def take_leave(session: Session, member: Member, first_day: date, last_day: date, reason: str) -> Leave:
    """Store leave; the same days once only."""
    row = Leave(member_id=member.id)
    _write(session, member, row, first_day, last_day, reason)
    session.add(row)
    session.flush()
    return row


def change_leave(session: Session, member: Member, row: Leave, first_day: date, last_day: date, reason: str) -> None:
    """Store other days or another reason for leave that is stored."""
    _write(session, member, row, first_day, last_day, reason)
    session.flush()


def leave(session: Session, member: Member, first_day: date, last_day: date) -> Leave:
    """The member's leave on exactly these days; NotFound where there is none."""
    row = _stored(session, member, first_day, last_day)
    if row is None:
        raise NotFound(N_("%(name)s has no leave on these days; it may have been changed."), name=member.name)
    return row


def end_leave(session: Session, row: Leave) -> None:
    """Take leave back."""
    session.delete(row)
    session.flush()


def _write(session: Session, member: Member, row: Leave, first_day: date, last_day: date, reason: str) -> None:
    for fault in check_leave(first_day, last_day, reason):
        raise fault
    with session.no_autoflush:
        hold(session, member)
        if _stored(session, member, first_day, last_day) not in (None, row):
            raise Conflict(N_("This leave of %(name)s is already stored."), name=member.name)
    row.first_day, row.last_day, row.reason = first_day, last_day, reason


def _stored(session: Session, member: Member, first_day: date, last_day: date) -> Leave | None:
    return session.scalar(
        select(Leave).where(Leave.member_id == member.id, Leave.first_day == first_day, Leave.last_day == last_day)
    )
