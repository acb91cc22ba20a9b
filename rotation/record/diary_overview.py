"""Who wrote the diary and who did not, by team and week: about the work, and no ranking of people."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district import values
from rotation.district.keeping import hold
from rotation.district.leave import leave_overlapping
from rotation.district.members import Member, members
from rotation.district.villages import Village
from rotation.district.weeks import CHINA, DayKind, Week, works_on
from rotation.district.working_days import calendar
from rotation.errors import N_, NotFound
from rotation.record.diaries import DiaryDay, require_reader
from rotation.record.duty import Duty, duty
from rotation.record.rights import require_planner
from rotation.record.roles import Hand
from rotation.record.texts import seal_line
from rotation.store import Base, now


class Kept(StrEnum):
    """How a day of the diary stands."""

    WRITTEN = "written"
    LATE = "late"
    MISSING = "missing"
    EXCUSED = "excused"
    DAY_OFF = "day_off"
    TO_COME = "to_come"


class DiaryExcuse(Base):
    """A day on which a secretary need not write, and why (a commitment)."""

    __tablename__ = "diary_excuse"
    __table_args__ = (UniqueConstraint("member_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    day: Mapped[date]
    reason: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(80))


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """The diary of a team in its week: how each day of each member stands, by the codes of village and member."""

    village: str
    week: Week
    days: Mapping[str, Mapping[date, Kept]]

    @property
    def counts(self) -> Counter[Kept]:
        """How many days of the whole team stand how."""
        return Counter(kept for days in self.days.values() for kept in days.values())


def overview(session: Session, hand: Hand, district_id: int, week: Week, at: datetime | None = None) -> list[TeamWeek]:
    """Every team of a week, by village; for the planner."""
    require_planner(hand, district_id)
    on_duty = duty(session, district_id, week)
    day_states = _DayStates(session, district_id, week, at or now())
    there = sorted(on_duty.villages.values(), key=lambda village: village.code)
    return [day_states.of_team(village, on_duty) for village in there if on_duty.team(village.id)]


def of_team(session: Session, hand: Hand, village: Village, week: Week, at: datetime | None = None) -> TeamWeek:
    """The diary of one team in its week; for itself and the planner."""
    require_reader(session, hand, village, week)
    on_duty = duty(session, village.district_id, week, [village.id])
    return _DayStates(session, village.district_id, week, at or now()).of_team(village, on_duty)


def excuse(
    session: Session, hand: Hand, member: Member, day: date, reason: str, at: datetime | None = None
) -> DiaryExcuse:
    """The planner says that a secretary need not write on a day; said again, the reason is replaced."""
    require_planner(hand, member.district_id)
    for fault in values.day("day", day):
        raise fault
    hold(session, member)
    why = seal_line(session, "reason", reason)
    row = excuse_of(session, member, day)
    if row is None:
        row = DiaryExcuse(member_id=member.id, day=day)
        session.add(row)
    row.reason, row.at, row.by = why, at or now(), hand.account
    session.flush()
    return row


def take_excuse_back(session: Session, hand: Hand, member: Member, day: date) -> None:
    """The planner takes an excuse back; NotFound where there is none."""
    require_planner(hand, member.district_id)
    hold(session, member)
    row = excuse_of(session, member, day)
    if row is None:
        raise NotFound(N_("This day was not excused; it may have been changed already."))
    session.delete(row)
    session.flush()


def excuse_of(session: Session, member: Member, day: date) -> DiaryExcuse | None:
    """The planner's excuse of a day, where there is one."""
    return session.scalar(select(DiaryExcuse).where(DiaryExcuse.member_id == member.id, DiaryExcuse.day == day))


class _DayStates:
    """What must be known of a week to say how each day of a diary stands: all of it read at once."""

    def __init__(self, session: Session, district_id: int, week: Week, at: datetime) -> None:
        self._week, self._at = week, at
        self._calendar: Mapping[date, DayKind] = calendar(session, district_id)
        self._written = _written(session, week)
        self._excused = _excused(session, district_id, week)
        self._by_day = {day: duty(session, district_id, week, day=day) for day in week.days()}

    def of_team(self, village: Village, on_duty: Duty) -> TeamWeek:
        """The days of each member; of who serves only a part of the week, that part."""
        days = {member: dict(self._of(village, member)) for member in on_duty.team(village.id)}
        return TeamWeek(village.code, self._week, days)

    def _of(self, village: Village, member: str) -> Iterator[tuple[date, Kept]]:
        for day, on_duty in self._by_day.items():
            if member in on_duty.team(village.id):
                yield day, self._kept(member, day)

    def _kept(self, member: str, day: date) -> Kept:
        written = self._written.get((member, day))
        if written is not None:
            return Kept.WRITTEN if written <= end_of(day) else Kept.LATE
        if (member, day) in self._excused:
            return Kept.EXCUSED
        if not works_on(day, self._calendar):
            return Kept.DAY_OFF
        return Kept.TO_COME if self._at <= end_of(day) else Kept.MISSING


def end_of(day: date) -> datetime:
    """Midnight after a day in Asia/Shanghai: what is written later is late."""
    return datetime.combine(day + timedelta(days=1), time(), CHINA)


def _written(session: Session, week: Week) -> dict[tuple[str, date], datetime]:
    query = select(DiaryDay.member, DiaryDay.day, DiaryDay.written_at).where(DiaryDay.week == week)
    return {(member, day): at for member, day, at in session.execute(query)}


def _excused(session: Session, district_id: int, week: Week) -> set[tuple[str, date]]:
    """Days excused by the planner, and those of leave."""
    code_of = {member.id: member.code for member in members(session, district_id, inactive=True)}
    rows = session.scalars(select(DiaryExcuse).where(DiaryExcuse.day.between(week.monday, week.sunday)))
    found = {(code_of[row.member_id], row.day) for row in rows if row.member_id in code_of}
    for leave in leave_overlapping(session, district_id, week.monday, week.sunday):
        found |= {(code_of[leave.member_id], day) for day in week.days() if leave.first_day <= day <= leave.last_day}
    return found
