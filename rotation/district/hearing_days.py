"""On which days a village hears people: its weekdays, less holidays and closed weeks, and make-up workdays."""

from collections.abc import Mapping
from datetime import date

from rotation.district.villages import Village
from rotation.district.weeks import DayKind, Week

WORKING_WEEKDAYS = frozenset(range(1, 6))


def hearing_days(village: Village, week: Week, calendar: Mapping[date, DayKind]) -> tuple[date, ...]:
    """The days of `week` with a morning hearing, in order; none while the village is closed."""
    if village.is_closed(week):
        return ()
    return tuple(day for day in week.days() if _is_heard(village, day, calendar))


def _is_heard(village: Village, day: date, calendar: Mapping[date, DayKind]) -> bool:
    """A village that hears people on every working weekday does so on a make-up workday too."""
    kind = calendar.get(day)
    if kind is DayKind.WORKDAY and set(village.hearing_days) >= WORKING_WEEKDAYS:
        return True
    return kind is not DayKind.HOLIDAY and day.isoweekday() in village.hearing_days
