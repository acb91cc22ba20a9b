"""Days, weeks, names and lists as people read them: 1月5日(周一), Mon 5 January; the name in the visitor's language.

A line may end at any space, a Chinese one between any two signs: what pages show of a day is marked, so that no line
ends within it. Where no mark can stand (a title, an attribute), a template takes it off again by `striptags`.
"""

import re
from collections.abc import Callable, Iterable, Sequence
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
_DAYS_SAID = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日(?:\(周.\))?[至前]?"
    r"|(?:[A-Z][a-z]{2} )?\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}(?![a-z])(?: \d{4})?"
)
_ISO_DAY = re.compile(r" ?(\d{4}-\d{2}-\d{2}) ?", re.ASCII)


class Named(Protocol):
    """Whatever has a name and perhaps an English one: district, zone, village, office."""

    name: str
    name_en: str


def init_app(app: Flask) -> None:
    """Give templates the filters of this module."""
    for show in (weekday, weekdays, week_number, local_name, skill_name):
        app.add_template_filter(show)
    for said in (day, days, short_day, moment, week_days, in_words):
        app.add_template_filter(_unbroken(said), said.__name__)
    app.add_template_filter(_listed_unbroken, "listed")
    app.add_template_filter(unbroken)
    app.add_template_global(_unbroken(period), "period")


def unbroken(said: str) -> Markup:
    """A sentence of ours, the days in it marked so that no line ends within one."""
    return Markup(_DAYS_SAID.sub(r'<span class="whole">\g<0></span>', str(escape(said))))  # noqa: S704 - escaped just here


def _unbroken(say: Callable[..., str]) -> Callable[..., Markup]:
    return lambda *given: unbroken(say(*given))


def day(value: date) -> str:
    """1月5日(周一), Mon 5 January; with the year where it is not this year's."""
    return _format(value, _DAY if value.year == today().year else _DAY_YEAR)


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
    begin, end = day(first), day(last)
    if first.year == last.year:  # the year stands once, where the language has it
        begin, end = (begin, _format(last, _DAY)) if chosen() == "zh_Hans" else (_format(first, _DAY), end)
    return gettext("%(first)s to %(last)s", first=begin, last=end)


def days(values: Sequence[date]) -> str:
    """Several days in their order: by the first and the last where none is left out between them, else one by one."""
    if len(values) > 2 and (values[-1] - values[0]).days == len(values) - 1:  # noqa: PLR2004 - two are named one by one
        return period(values[0], values[-1])
    return listed(map(day, values))


def week_number(week: Week) -> str:
    """2026年第3周, week 3 of 2026."""
    year, number, _ = week.monday.isocalendar()
    return gettext("week %(number)s of %(year)s", number=number, year=year)


def moment(value: datetime) -> str:
    """A day and an hour in China: 1月5日(周一)14:30, Mon 5 January 14:30."""
    there = value.astimezone(CHINA)
    return f"{day(there.date())} {there:%H:%M}"


def in_words(text: str) -> str:
    """A stored text: a day that is written like 2026-01-05 in it as people read it, if there is such a day."""
    return _ISO_DAY.sub(_in_words, text)


def _in_words(found: re.Match[str]) -> str:
    try:
        said = short_day(date.fromisoformat(found[1]))
    except ValueError:
        return found[0]
    return said if chosen() == "zh_Hans" else found[0].replace(found[1], said)


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


def _listed_unbroken(things: Iterable[object]) -> str:
    return escape(gettext(", ")).join(map(escape, things))
