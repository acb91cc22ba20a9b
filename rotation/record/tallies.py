"""How complaints and findings correspond, in plain counts by village and week: what one side missed, what was linked.

"Of 20 suggestions shown, 15 were accepted; of 22 links made, 15 had been suggested."
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import date

from sqlalchemy import ColumnElement, case, exists, func, select
from sqlalchemy.orm import Session

from rotation.district.villages import Village
from rotation.district.weeks import Week
from rotation.record.correspondence import Link
from rotation.record.lists import Complaint, Finding
from rotation.record.suggesting import Answer, Suggestion


@dataclass(frozen=True, slots=True)
class Tally:
    """What was said and found, and how it corresponds; `seen_before` counts what was not written down blindly."""

    complaints: int = 0
    only_villagers: int = 0
    complaints_seen_before: int = 0
    findings: int = 0
    only_officials: int = 0
    findings_seen_before: int = 0
    links: int = 0
    links_suggested: int = 0
    shown: int = 0
    accepted: int = 0
    refused: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


def by_week(session: Session, district_id: int, first: Week, last: Week) -> dict[tuple[str, Week], Tally]:
    """The counts of each village (by its code) and week, from the first to the last; empty ones are left out."""
    found: dict[tuple[str, Week], Tally] = defaultdict(Tally)
    for village, day, tally in _days(session, district_id, first.monday, last.sunday):
        found[village, Week.of(day)] += tally
    return dict(found)


def by_year(session: Session, district_id: int, year: int) -> dict[str, Tally]:
    """The counts of each village (by its code) in the weeks of a year."""
    found: dict[str, Tally] = defaultdict(Tally)
    for (village, _week), tally in by_week(session, district_id, *weeks_of(year)).items():
        found[village] += tally
    return dict(found)


def weeks_of(year: int) -> tuple[Week, Week]:
    """The first and the last week of a year."""
    first, next_year = (Week(date.fromisocalendar(one, 1, 1)) for one in (year, year + 1))
    return first, next_year + -1


def whole(tallies: Iterable[Tally]) -> Tally:
    """The counts of all of them together."""
    return sum(tallies, Tally())


def _days(session: Session, district_id: int, first: date, last: date) -> Iterator[tuple[str, date, Tally]]:
    """Part of the counts of a village on a day; together they are all."""
    for kind, beside, counts in _PARTS:
        query = (
            select(Village.code, kind.day, *counts.values())
            .select_from(kind)
            .join(Village, Village.id == kind.village_id)
            .where(Village.district_id == district_id, kind.day.between(first, last))
            .group_by(Village.code, kind.day)
        )
        if beside is not None:
            query = query.join(beside, beside.complaint_id == Complaint.id)
        for village, day, *numbers in session.execute(query):
            yield village, day, Tally(**dict(zip(counts, numbers, strict=True)))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


_PARTS: tuple[tuple[type[Complaint | Finding], type[Link | Suggestion] | None, dict[str, ColumnElement[int]]], ...] = (
    (
        Complaint,
        None,
        {
            "complaints": func.count(),
            "only_villagers": _count(~exists().where(Link.complaint_id == Complaint.id)),
            "complaints_seen_before": _count(~Complaint.blind),
        },
    ),
    (
        Finding,
        None,
        {
            "findings": func.count(),
            "only_officials": _count(~exists().where(Link.finding_id == Finding.id)),
            "findings_seen_before": _count(~Finding.blind),
        },
    ),
    (Complaint, Link, {"links": func.count(), "links_suggested": _count(Link.suggested.is_(True))}),
    (
        Complaint,
        Suggestion,
        {
            "shown": func.count(),
            "accepted": _count(Suggestion.answer == Answer.ACCEPTED),
            "refused": _count(Suggestion.answer == Answer.REFUSED),
        },
    ),
)
