"""A member's own terms as published: when, where, and with whom; how to reach the partners while that may be known."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.members import Member
from rotation.district.villages import Village, Zone, places
from rotation.district.weeks import Week
from rotation.roster.rosters import Line, Term, lines, published

REACHABLE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody who serves beside a member; `phone` is empty outside of the days around the term."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class OwnTerm:
    """One term: its week, the village or zone, and the partners by their numbers.

    `days` are the first and the last one where a stand-in serves the others; none of them for the whole week.
    """

    week: Week
    place: Village | Zone
    partners: tuple[Partner, ...]
    days: tuple[date, ...] = ()

    @property
    def in_a_village(self) -> bool:
        """Whether it is a secretary's term; a troubleshooter serves in a zone."""
        return isinstance(self.place, Village)


def own_terms(session: Session, district_id: int, code: str, since: Week, today: date) -> list[OwnTerm]:
    """A member's published terms from a week on, in order."""
    roster = published(session, district_id)
    mine = lines(session, roster, Term.member == code, Term.week >= since) if roster else []
    if roster is None or not mine:
        return []
    weeks = sorted({line.week for line in mine})
    teams: dict[tuple[Week, str], list[Line]] = defaultdict(list)
    for line in lines(session, roster, Term.week.in_(weeks), Term.place.in_(sorted({line.place for line in mine}))):
        teams[line.week, line.place].append(line)
    people = _members(session, {line.member for team in teams.values() for line in team})
    where = places(session, district_id)
    return [
        OwnTerm(line.week, where[line.place], _partners(line, teams[line.week, line.place], people, today), line.days)
        for line in mine
    ]


def _partners(mine: Line, team: list[Line], people: dict[str, Member], today: date) -> tuple[Partner, ...]:
    reachable = mine.week.monday - REACHABLE <= today <= mine.week.sunday + REACHABLE
    others = (people[line.member] for line in team if line.member != mine.member and _together(mine, line))
    return tuple(Partner(one.name, one.phone if reachable else "") for one in others)


def _together(mine: Line, theirs: Line) -> bool:
    return not mine.days or not theirs.days or (mine.days[0] <= theirs.days[1] and theirs.days[0] <= mine.days[1])


def _members(session: Session, codes: set[str]) -> dict[str, Member]:
    return {row.code: row for row in session.scalars(select(Member).where(Member.code.in_(sorted(codes))))}
