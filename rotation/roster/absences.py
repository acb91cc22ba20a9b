"""Absences: days on which a member cannot serve, the published terms that they hit, and the openings that follow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from rotation.district.leave import effect, leave_of, weeks_away
from rotation.district.members import member
from rotation.district.villages import District
from rotation.district.weeks import CHINA, DayKind, Week, works_on
from rotation.district.working_days import calendar
from rotation.roster.openings import Opening, State, end, live
from rotation.roster.rosters import Line, Term, lines, published
from rotation.settings import Settings
from rotation.store import now


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which a member cannot serve, and who says so: the login `by`, for themselves or on their behalf."""

    member: str
    first_day: date
    last_day: date
    by: str
    on_behalf: bool = False


def hit(session: Session, district: District, absence: Absence, *, today: date) -> list[Line]:
    """The published terms that an absence makes impossible; of the week that runs, from today on."""
    return [line for line, _ in _hit(session, district, absence, today)]


def _hit(session: Session, district: District, absence: Absence, today: date) -> Iterator[tuple[Line, date | None]]:
    roster = published(session, district.id)
    days = calendar(session, district.id)
    away = set(effect(absence.first_day, absence.last_day, days).unavailable)
    this = Week.of(today)
    for line in lines(session, roster, Term.member == absence.member, Term.week >= this) if roster else ():
        if line.week > this and line.week in away:
            yield line, None
        elif line.week == this:
            first = max(absence.first_day, today, *line.days[:1])
            if _works(line, first, absence.last_day, days):
                yield line, None if first == this.monday else first


def _works(line: Line, first: date, last: date, days: Mapping[date, DayKind]) -> bool:
    served = line.week.days() if not line.days else [day for day in line.week.days() if day <= line.days[1]]
    return any(first <= day <= last and works_on(day, days) for day in served)


def report(
    session: Session, district: District, settings: Settings, absence: Absence, at: datetime | None = None
) -> list[Opening]:
    """Open every published term that an absence hits; one that is open already stays as it is."""
    when = at or now()
    session.get_one(District, district.id, with_for_update=True)
    today = when.astimezone(CHINA).date()
    ask_from = when + timedelta(minutes=settings.stand_ins.wait_minutes)
    open_already = {(one.week, one.member): one for one in live(session, district)}
    found = []
    for line, first_day in list(_hit(session, district, absence, today)):
        row = open_already.get((line.week, line.member)) or Opening(
            district_id=district.id,
            week=line.week,
            place=line.place,
            member=line.member,
            first_day=first_day,
            reported_at=when,
            reported_by=absence.by,
            on_behalf=absence.on_behalf,
            ask_from=ask_from,
        )
        session.add(row)
        found.append(row)
    session.flush()
    return found


def no_longer_needed(
    session: Session, district: District, code: str, by: str, at: datetime | None = None
) -> list[Opening]:
    """End the openings of a member who can serve after all: no leave that is stored covers their weeks any more."""
    session.get_one(District, district.id, with_for_update=True)
    away = weeks_away(leave_of(session, member(session, district.id, code)), calendar(session, district.id))
    needless = [row for row in live(session, district) if row.member == code and row.week not in away]
    for row in needless:
        end(session, row, State.WITHDRAWN, by, at or now())
    return needless
