"""Which days are worked: public holidays and make-up workdays, loaded a year at a time and mended by hand."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from rotation.district import values
from rotation.district.weeks import CalendarDay, DayKind
from rotation.errors import N_, InvalidInput, NotFound

FIRST_YEAR = 2010
PublicDays = dict[date, tuple[DayKind, str]]


@dataclass(frozen=True, slots=True)
class LoadedYear:
    """What loading a year did: days now added, provisional ones replaced; provisional without make-up workdays."""

    year: int
    provisional: bool
    added: int
    removed: int


def calendar(session: Session, district_id: int) -> dict[date, DayKind]:
    """Every day of a district that is not as its weekday would have it."""
    return {row.day: row.kind for row in session.scalars(_days(district_id))}


def special_days(session: Session, district_id: int, year: int) -> list[CalendarDay]:
    """The holidays and make-up workdays of a year, in order."""
    return list(
        session.scalars(_days(district_id).where(CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))))
    )


def load_year(session: Session, district_id: int, year: int) -> LoadedYear:
    """Take China's public holidays and make-up workdays of a year into the calendar.

    What was loaded provisionally is replaced; days stored by hand, or loaded for good, stay as they are.
    """
    if not FIRST_YEAR <= year <= values.LAST_YEAR:
        raise InvalidInput(
            N_("The year must be from %(least)s to %(most)s."), field="year", least=FIRST_YEAR, most=values.LAST_YEAR
        )
    published, provisional = public_days(year)
    removed = _remove_provisional(session, district_id, year)
    taken = {row.day for row in special_days(session, district_id, year)}
    fresh = [
        CalendarDay(district_id=district_id, day=day, kind=kind, name=name, provisional=provisional)
        for day, (kind, name) in published.items()
        if day not in taken
    ]
    session.add_all(fresh)
    session.flush()
    return LoadedYear(year, provisional, len(fresh), removed)


def public_days(year: int) -> tuple[PublicDays, bool]:
    """China's holidays and make-up workdays of a year, and whether the latter are not published yet."""
    import holidays

    of_year = holidays.country_holidays("CN", years=[year], language="zh_CN")
    made_up = sorted(day for day in of_year.weekend_workdays if day.year == year)
    days = {day: (DayKind.HOLIDAY, name) for day, name in of_year.items()}
    days |= dict.fromkeys(made_up, (DayKind.WORKDAY, "调休上班"))
    return dict(sorted(days.items())), not made_up


def put_day(session: Session, district_id: int, day: date, kind: DayKind, name: str) -> CalendarDay:
    """Say of a day that it is a holiday or is worked; what was said of it before is replaced."""
    for fault in (*values.day("day", day), *values.text("name", name, most=values.NAME)):
        raise fault
    row = session.scalar(_days(district_id).where(CalendarDay.day == day))
    if row is None:
        row = CalendarDay(district_id=district_id, day=day)
        session.add(row)
    row.kind, row.name, row.provisional = kind, name, False
    session.flush()
    return row


def remove_day(session: Session, district_id: int, day: date) -> CalendarDay:
    """Let a day be as its weekday would have it; returns what was said of it."""
    row = session.scalar(_days(district_id).where(CalendarDay.day == day))
    if row is None:
        raise NotFound(N_("There is nothing about this day in the calendar; it may have been removed already."))
    session.delete(row)
    session.flush()
    return row


def _days(district_id: int) -> Select[CalendarDay]:
    return select(CalendarDay).where(CalendarDay.district_id == district_id).order_by(CalendarDay.day)


def _remove_provisional(session: Session, district_id: int, year: int) -> int:
    stale = [row for row in special_days(session, district_id, year) if row.provisional]
    for row in stale:
        session.delete(row)
    session.flush()
    return len(stale)
