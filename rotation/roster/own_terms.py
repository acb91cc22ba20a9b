"""A member's own terms as published: when, where, and with whom; who serves around them, and how they are reached."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from rotation.district.members import Member
from rotation.district.villages import Village, Zone, places
from rotation.district.weeks import Week
from rotation.roster.reaching import Reached, is_reachable, people_of, reached
from rotation.roster.rosters import Line, Term, lines, published

Teams = Mapping[str, Mapping[Week, list[Line]]]  # who serves in a place, week by week


@dataclass(frozen=True, slots=True)
class OwnTerm:
    """One term: its week, the village or zone, and the partners by their numbers.

    `days` are the first and the last one where a stand-in serves the others; none of them for the whole week.
    `before` and `after` are those who serve there in the term before and after it, while they may be called.
    """

    week: Week
    place: Village | Zone
    partners: tuple[Reached, ...]
    days: tuple[date, ...] = ()
    before: tuple[Reached, ...] = ()
    after: tuple[Reached, ...] = ()

    @property
    def in_a_village(self) -> bool:
        """Whether it is a secretary's term; a troubleshooter serves in a zone."""
        return isinstance(self.place, Village)


def own_terms(session: Session, district_id: int, code: str, since: Week, today: date) -> list[OwnTerm]:
    """A member's published terms from a week on, in order."""
    return terms_of(session, district_id, [code], since, today)[code]


def terms_of(
    session: Session, district_id: int, codes: Collection[str], since: Week, today: date
) -> dict[str, list[OwnTerm]]:
    """The same of several members, by their codes."""
    found: dict[str, list[OwnTerm]] = {code: [] for code in codes}
    roster = published(session, district_id)
    theirs = lines(session, roster, Term.member.in_(sorted(found)), Term.week >= since) if roster else []
    if roster is None or not theirs:
        return found
    teams: dict[str, dict[Week, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in lines(session, roster, Term.place.in_(sorted({line.place for line in theirs}))):
        teams[line.place][line.week].append(line)
    people, where = people_of(session, _shown(theirs, teams, today)), places(session, district_id)
    for line in theirs:
        found[line.member].append(_own_term(line, where[line.place], teams, people, today))
    return found


def _own_term(line: Line, place: Village | Zone, teams: Teams, people: dict[str, Member], today: date) -> OwnTerm:
    beside = (one for one in teams[line.place][line.week] if _is_beside(line, one))
    partners = tuple(reached(one, people, today) for one in beside)
    return OwnTerm(line.week, place, partners, line.days, *_neighbours(line, teams, people, today))


def _shown(mine: list[Line], teams: Teams, today: date) -> set[str]:
    """The codes of all who may have to be named."""
    weeks = {line.week for line in mine}
    there = ((week, team) for served in teams.values() for week, team in served.items())
    return {line.member for week, team in there if week in weeks or is_reachable(week, today) for line in team}


def _is_beside(mine: Line, theirs: Line) -> bool:
    return theirs.member != mine.member and _together(mine, theirs)


def _together(mine: Line, theirs: Line) -> bool:
    return not mine.days or not theirs.days or (mine.days[0] <= theirs.days[1] and theirs.days[0] <= mine.days[1])


def _neighbours(
    mine: Line, teams: Teams, people: dict[str, Member], today: date
) -> tuple[tuple[Reached, ...], tuple[Reached, ...]]:
    """Who serves in the place before a term and after it, as far as they may be called today."""
    served = teams[mine.place]
    before = max((week for week in served if week < mine.week), default=None)
    after = min((week for week in served if week > mine.week), default=None)

    def those(week: Week | None) -> tuple[Reached, ...]:
        may = week is not None and is_reachable(week, today)
        return tuple(reached(one, people, today) for one in served[week]) if week and may else ()

    return those(before), those(after)
