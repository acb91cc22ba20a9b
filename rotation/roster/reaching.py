"""How members are reached in the days around a term: by partners, the teams before and after, the village's office."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.members import Member
from rotation.district.villages import Village, Zone
from rotation.district.weeks import Week
from rotation.roster.rosters import Line, Term, lines, published

REACHABLE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody who serves; `phone` is empty outside of the days around the term.

    `days` are the first and the last one where a stand-in serves the others; none of them for the whole week.
    """

    name: str
    phone: str
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Around:
    """Who serves in a village in a week, and who in its zone."""

    week: Week
    team: tuple[Reached, ...]
    troubleshooters: tuple[Reached, ...]


def is_reachable(week: Week, today: date) -> bool:
    """Whether those who serve in a week may be called: from seven days before the term to seven days after it."""
    return week.monday - REACHABLE <= today <= week.sunday + REACHABLE


def reached(line: Line, people: dict[str, Member], today: date) -> Reached:
    """Whoever serves a term."""
    person = people[line.member]
    return Reached(person.name, person.phone if is_reachable(line.week, today) else "", line.days)


def people_of(session: Session, codes: Collection[str]) -> dict[str, Member]:
    """The members of these codes, by them."""
    return {row.code: row for row in session.scalars(select(Member).where(Member.code.in_(sorted(codes))))}


def around(session: Session, village: Village, today: date) -> list[Around]:
    """Who serves in a village and its zone last week, this week and in the next, as published; for its office."""
    roster, zone = published(session, village.district_id), _zone(session, village)
    if roster is None:
        return []
    weeks = [Week.of(today) + n for n in (-1, 0, 1)]
    there = lines(session, roster, Term.week.in_(weeks), Term.place.in_([village.code, zone]))
    people = people_of(session, {line.member for line in there})
    served: dict[tuple[Week, str], list[Reached]] = defaultdict(list)
    for line in there:
        served[line.week, line.place].append(reached(line, people, today))
    return [Around(week, tuple(served[week, village.code]), tuple(served[week, zone])) for week in weeks]


def _zone(session: Session, village: Village) -> str:
    zone = session.get(Zone, village.zone_id) if village.zone_id else None
    return zone.code if zone else ""
