"""Pages of statistics, for the public and for planners: what is asked for, counted, laid in tables and drawn."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pygal
from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy.orm import Session

from rotation.board import statistics
from rotation.board.counts import Counts, whole
from rotation.board.statistics import By, Scope
from rotation.district.villages import District, Village, villages
from rotation.district.weeks import Week, this_week
from rotation.errors import N_, InvalidInput
from rotation.settings import Settings
from web.charts import inline, look, marks
from web.dates import local_name, short_day
from web.installation import settings
from web.naming import category_name

__all__ = ["Row", "counted_here", "statistics_page"]

LAST_WEEKS = (12, 52)
YEARS_BACK = 3
_MOST_ROWS = 60
_AS_WIDE_AS_A_PHONE, _FEW_MARKS = 420, 5  # pixels: wholly seen on a phone, its letters not much smaller than the page's
_LINE, _AROUND, _WIDER = 46, 60, 9  # pixels of a bar, around them all, and by which a Chinese character is wider
LISTS = {"heard": _l("heard from villagers"), "found": _l("seen by officials")}
TASKS = {  # by whose word tasks are solved, and what is still to do
    "by_villager": _l("confirmed by a villager"),
    "by_committee": _l("confirmed by the committee"),
    "by_team": _l("confirmed by the team"),
    "said_done": _l("done, says the one responsible"),
    "to_do": _l("still to do"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One week, village or category: what it is called, and what was counted."""

    name: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, each as it stands there."""

    by: By
    period: str
    village: str
    category: str


def statistics_page(session: Session, district: District) -> dict[str, object]:
    """What the page of a district's statistics shows; InvalidInput where the address asks for what there is not."""
    places = villages(session, district.id)
    asked = _asked(settings(), places)
    scope = _scope(district, asked, places)
    rows = list(_rows(statistics.counted(session, scope, asked.by), asked.by, places, settings()))
    escaped = statistics.escaped(session, scope)
    return {
        "district": district,
        "asked": asked,
        "periods": {code: _period_name(code) for code in _periods()},
        "villages": places,
        "categories": settings().categories,
        "weeks": (scope.first, scope.last),
        "rows": rows,
        "all": whole(row.counts for row in rows),
        "escaped": list(_rows(escaped, By.CATEGORY, places, settings())),
        "charts": _charts(rows),
        "series": {"lists": LISTS, "tasks": TASKS},
    }


def counted_here(session: Session, district: District) -> tuple[Asked, tuple[Week, Week], dict[str, Counts]]:
    """What the address asks for, of which weeks, and the plain counts; InvalidInput as for the page."""
    places = villages(session, district.id)
    asked = _asked(settings(), places)
    scope = _scope(district, asked, places)
    return asked, (scope.first, scope.last), statistics.counted(session, scope, asked.by)


def _scope(district: District, asked: Asked, places: list[Village]) -> Scope:
    village = next((one.id for one in places if one.code == asked.village), None)
    return Scope(district.id, *_weeks(asked.period), village, asked.category)


def _asked(settings: Settings, places: list[Village]) -> Asked:
    """The choices in the address: the last twelve weeks by week, unless it says otherwise."""
    return Asked(
        By(_chosen("by", list(By), By.WEEK)),
        _chosen("period", _periods(), str(LAST_WEEKS[0])),
        _chosen("village", ["", *(one.code for one in places)], ""),
        _chosen("category", ["", *settings.categories], ""),
    )


def _chosen(name: str, offered: list[str], unless: str) -> str:
    given = request.args.get(name, unless)
    if given not in offered:
        raise InvalidInput(N_("The address asks for something that there is not. Choose from the lists of the page."))
    return given


def _periods() -> list[str]:
    year = this_week().monday.isocalendar().year
    return [*map(str, LAST_WEEKS), *(str(year - back) for back in range(YEARS_BACK))]


def _period_name(code: str) -> str:
    return _("the last %(number)s weeks", number=code) if int(code) in LAST_WEEKS else _("the year %(year)s", year=code)


def _weeks(period: str) -> tuple[Week, Week]:
    """The first and the last week: this one and those before it, or those of an ISO year."""
    if int(period) in LAST_WEEKS:
        return this_week() + (1 - int(period)), this_week()
    return Week.parse(f"{period}-W01"), Week.parse(f"{int(period) + 1}-W01") + -1


def _rows(found: dict[str, Counts], by: By, places: list[Village], settings: Settings) -> Iterator[Row]:
    """What was counted, in the order of weeks, of villages, or of the categories in config.toml."""
    if by is By.WEEK:
        for week in _from_first_to_last(found):
            yield Row(short_day(week.monday), found.get(str(week), Counts()))
        return
    names = {one.code: local_name(one) for one in places}
    order = [*names] if by is By.VILLAGE else [*settings.categories]
    for key in [*(one for one in order if one in found), *sorted(found.keys() - set(order))]:
        yield Row(names.get(key, key) if by is By.VILLAGE else category_name(key), found[key])


def _from_first_to_last(found: Iterable[str]) -> Iterator[Week]:
    """The weeks in which something was, and those between them in which nothing was."""
    weeks = sorted(map(Week.parse, found))
    return (weeks[0] + n for n in range(weeks[-1] - weeks[0] + 1)) if weeks else iter(())


def _charts(rows: list[Row]) -> dict[str, Markup]:
    """What was heard and seen, and by whose word tasks are solved; none where there are too many rows to be drawn."""
    if not rows or len(rows) > _MOST_ROWS:
        return {}
    heard, tasks = (_numbers(rows, series) for series in (LISTS, TASKS))
    together = [sum(row) for row in zip(*tasks, strict=True)]
    return {
        "lists": _drawn(pygal.HorizontalBar, rows, heard, max(map(max, heard)), _("Heard, and seen by officials")),
        "tasks": _drawn(pygal.HorizontalStackedBar, rows, tasks, max(together), _("Tasks, by whose word")),
    }


def _numbers(rows: list[Row], series: Iterable[str]) -> list[list[int]]:
    """Each series from the last row to the first: bars are drawn upwards."""
    return [[getattr(row.counts, name) for row in reversed(rows)] for name in series]


def _drawn(kind: type[pygal.Graph], rows: list[Row], numbers: list[list[int]], most: int, label: str) -> Markup:
    names = [row.name for row in reversed(rows)]
    room = 10 + _WIDER * max(map(_wide_signs, names))
    size = {"width": _AS_WIDE_AS_A_PHONE, "height": _AROUND + _LINE * len(rows), "margin_left": room}
    chart = kind(**look(x_labels=names, y_labels=marks(most, _FEW_MARKS), **size))
    for series in numbers:
        chart.add("", series)
    return inline(chart, label)


def _wide_signs(name: str) -> int:
    """How many characters of a name are Chinese, for which pygal leaves too little room."""
    return sum(unicodedata.east_asian_width(sign) in "WF" for sign in name)
