"""Days, weeks, names and lists as people read them: 1月5日(周一), Mon 5 January; the name in the visitor's language.

A Chinese line may end between any two signs: what pages show of a day is marked, so that no line ends within it. Where
no mark can stand (a title, an attribute), a template takes it off again by `striptags`.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from babel.dates import format_date
from flask import Flask
from flask_babel import gettext
from markupsafe import Markup, escape

from rotation.district.weeks import CHINA, Week, today
from web.installation import settings
from web.language import chosen

_DAY = {"zh_Hans": "M月d日(EEE)", "en": "EEE d MMMM"}
_DAY_YEAR = {"zh_Hans": "y年M月d日(EEE)", "en": "EEE d MMMM y"}
_SHORT = {"zh_Hans": "M月d日", "en": "d MMM"}
_WEEKDAY = {"zh_Hans": "EEE", "en": "EEEE"}


class Named(Protocol):
    """Whatever has a name and perhaps an English one: district, zone, village, office."""

    name: str
    name_en: str


def init_app(app: Flask) -> None:
    """Give templates the filters of this module."""
    for show in (weekday, weekdays, week_number, local_name, skill_name):
        app.add_template_filter(show)
    app.add_template_filter(whole_day, "day")
    app.add_template_filter(_whole_short_day, "short_day")
    app.add_template_filter(_whole_moment, "moment")
    app.add_template_filter(_whole_week, "week_days")
    app.add_template_filter(_listed_whole, "listed")
    app.add_template_global(_whole_period, "period")


def day(value: date) -> str:
    """1月5日(周一), Mon 5 January; with the year where it is not this year's."""
    return _format(value, _DAY if value.year == today().year else _DAY_YEAR)


def whole_day(value: date) -> str:
    """The day as a page shows it, so that no line ends within it."""
    return _whole(day(value), value)


def short_day(value: date) -> str:
    """1月5日, 5 Jan: for the head of a table."""
    return _format(value, _SHORT)


def weekday(number: int) -> str:
    """周一, Monday: an ISO weekday, 1 to 7."""
    return _format(date.fromisocalendar(2024, 1, number), _WEEKDAY)


def weekdays(numbers: Iterable[int]) -> str:
    """周一至周五, Monday to Friday; or one by one where they do not follow one another."""
    days = sorted(numbers)
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:  # noqa: PLR2004 - two are named one by one
        return gettext("%(first)s to %(last)s", first=weekday(days[0]), last=weekday(days[-1]))
    return listed(map(weekday, days))


def week_days(week: Week) -> str:
    """The first and the last day of a week."""
    return period(week.monday, week.sunday)


def period(first: date, last: date) -> str:
    """The first and the last day; one day alone."""
    if first == last:
        return day(first)
    begin, end = _ends(first, last)
    return gettext("%(first)s to %(last)s", first=begin, last=end)


def _ends(first: date, last: date) -> tuple[str, str]:
    """The first and the last day, with the year once where the language has it."""
    begin, end = day(first), day(last)
    if first.year != last.year:
        return begin, end
    return (begin, _format(last, _DAY)) if chosen() == "zh_Hans" else (_format(first, _DAY), end)


def week_number(week: Week) -> str:
    """2026年第3周, week 3 of 2026."""
    year, number, _ = week.monday.isocalendar()
    return gettext("week %(number)s of %(year)s", number=number, year=year)


def moment(value: datetime) -> str:
    """A day and an hour in China: 1月5日(周一)14:30, Mon 5 January 14:30."""
    there = value.astimezone(CHINA)
    return f"{day(there.date())} {there:%H:%M}"


def listed(things: Iterable[object]) -> str:
    """Several things in a row, set apart as the language does it."""
    return gettext(", ").join(map(str, things))


def local_name(thing: Named) -> str:
    """The name of a thing in the visitor's language; the Chinese one where there is no other."""
    return (thing.name_en if chosen() == "en" else "") or thing.name


def skill_name(code: str) -> str:
    """The name of a skill as config.toml has it; the code where it is not there any more."""
    skill = settings().skills.get(code)
    if skill is None:
        return code
    return skill.en if chosen() == "en" else skill.zh


def _format(value: date, patterns: dict[str, str]) -> str:
    return format_date(value, patterns[chosen()], locale=chosen())


def _whole(said: str, value: date) -> str:
    """What is read in one go; English has its spaces to end a line at."""
    return Markup('<time datetime="{}">{}</time>').format(value, said) if chosen() == "zh_Hans" else said


def _whole_short_day(value: date) -> str:
    return _whole(short_day(value), value)


def _whole_moment(value: datetime) -> str:
    there = value.astimezone(CHINA)
    return whole_day(there.date()) + f" {there:%H:%M}"


def _whole_week(week: Week) -> str:
    return _whole_period(week.monday, week.sunday)


def _whole_period(first: date, last: date) -> str:
    if first == last:
        return whole_day(first)
    begin, end = _ends(first, last)
    until, _, after = gettext("%(first)s to %(last)s", first=begin, last="\n").partition("\n")
    return _whole(until, first) + _whole(end + after, last)


def _listed_whole(things: Iterable[object]) -> str:
    return escape(gettext(", ")).join(map(escape, things))
