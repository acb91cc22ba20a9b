"""What was done to a roster, in words: one deed is a line of its history, with what it changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from rotation.district.weeks import Week
from rotation.roster.rosters import RosterEdit
from web.dates import week_days
from web.planner.names import Names

_MOST_LINES = 60


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed: what, by whom, when, and the terms or facts that it is about."""

    what: str
    by: str
    at: datetime
    lines: list[str]


def deed_of(edit: RosterEdit, names: Names) -> Deed:
    """A deed as the history shows it."""
    lines = list(_lines(edit.detail, names))
    if len(lines) > _MOST_LINES:
        lines = [*lines[:_MOST_LINES], _("… and %(count)s more", count=len(lines) - _MOST_LINES)]
    return Deed(edit.what, edit.by, edit.at, lines)


def _lines(detail: dict[str, Any], names: Names) -> Iterator[str]:
    for term in detail.get("out", ()):
        yield _("no longer: %(term)s", term=_term(term, names))
    for term in detail.get("into", ()):
        yield _("now: %(term)s", term=_term(term, names))
    for term in detail.get("dropped", ()):
        yield _("could not stay: %(term)s", term=_term(term, names))
    for week, place in detail.get("empty", ()):
        days = week_days(Week.parse(week))
        yield _("a seat stays empty: %(week)s, %(place)s", week=days, place=names.place(place))
    for term in detail.get("terms", ()):
        yield _term(term, names)


def _term(term: list[str], names: Names) -> str:
    week, place, member = term
    said = {"week": week_days(Week.parse(week)), "place": names.place(place), "member": names.member(member)}
    return _("%(week)s, %(place)s: %(member)s", **said)
