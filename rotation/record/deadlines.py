"""Deadlines: so many working days of the Chinese calendar, by level and urgency."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy.orm import Session

from rotation.district.offices import Level
from rotation.district.weeks import DayKind, works_on
from rotation.district.working_days import calendar
from rotation.record.tasks import Urgency
from rotation.settings import Settings


def deadline(
    session: Session, district_id: int, settings: Settings, level: Level, urgency: Urgency, *, start: date
) -> date:
    """The last day in time for a task of this level and urgency that somebody receives on the day `start`."""
    of = settings.record.deadlines
    days = {Level.VILLAGE: of.village, Level.TOWNSHIP: of.township, Level.DISTRICT: of.district}[level]
    most = {Urgency.NORMAL: days.normal, Urgency.SOON: days.soon, Urgency.URGENT: days.urgent}[urgency]
    return in_working_days(start, most, calendar(session, district_id))


def answer_by(session: Session, district_id: int, settings: Settings, *, start: date) -> date:
    """The last day in time to answer what was asked on the day `start`."""
    return in_working_days(start, settings.record.answer_days, calendar(session, district_id))


def in_working_days(start: date, days: int, known: Mapping[date, DayKind]) -> date:
    """The working day that is the `days`-th after `start`; make-up workdays count, holidays do not."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= works_on(day, known)
    return day
