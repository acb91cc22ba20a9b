"""What keeps a published term from being served by today's facts: every hard rule that a change of facts can break.

Some rules concern one term alone; others those who serve together, or all terms of a member: of these a few have to
go until the rest can stand.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from rotation.district.members import Role
from rotation.district.villages import Village, Zone
from rotation.district.weeks import Week
from rotation.errors import N_
from rotation.roster.distance import reaches
from rotation.roster.facts import Facts
from rotation.roster.rosters import Line

Team = Sequence[Line]


class Why(StrEnum):
    """Why a term can't be served; of several reasons the first."""

    CLOSED = "closed"
    INACTIVE = "inactive"
    UNTRAINED = "untrained"
    WRONG_ROLE = "wrong_role"
    RECUSED = "recused"
    TOO_FAR = "too_far"
    RESTING = "resting"
    AWAY = "away"
    APART = "apart"
    NO_SEAT = "no_seat"
    NO_LEAD = "no_lead"
    TOO_MANY = "too_many"


IN_WORDS: Mapping[Why, str] = {
    Why.CLOSED: N_("the place is closed in this week"),
    Why.INACTIVE: N_("does not serve any more"),
    Why.UNTRAINED: N_("has not completed the basic training"),
    Why.WRONG_ROLE: N_("does not have the role that this seat needs"),
    Why.RECUSED: N_("must not serve here"),
    Why.TOO_FAR: N_("lives farther away than they go"),
    Why.RESTING: N_("rests after an earlier term"),
    Why.AWAY: N_("is away in this week"),
    Why.APART: N_("is kept apart from somebody of the team"),
    Why.NO_SEAT: N_("the place has fewer seats by now"),
    Why.NO_LEAD: N_("nobody of the team can lead it; somebody who can is needed"),
    Why.TOO_MANY: N_("serves more terms than they want to"),
}


@dataclass(frozen=True)
class Hindrances:
    """What must be known to judge terms: the facts, the rules of the roster in force, and what went before it.

    `start` is its first week that was planned; `past` is the weeks of past terms by member; `planned_leads` finds the
    leads with whom it was planned.
    """

    facts: Facts
    start: Week
    team_size: int
    rest_weeks: int
    past: Mapping[str, AbstractSet[Week]]
    planned_leads: Callable[[], AbstractSet[str]]

    def alone(self, line: Line) -> Why | None:
        """What keeps a member from the whole of a term, whoever else serves."""
        known, member, place = self.facts, self.facts.member_of[line.member], self.facts.place_of[line.place]
        serves_from = known.serves_from[line.member]
        role = Role.TEAM if isinstance(place, Village) else Role.TROUBLESHOOTER
        checks = (
            (Why.CLOSED, not place.active or (isinstance(place, Village) and place.is_closed(line.week))),
            (Why.INACTIVE, not member.active),
            (Why.UNTRAINED, serves_from is None or line.week < serves_from),
            (Why.WRONG_ROLE, role not in member.roles),
            (Why.RECUSED, any(one.place == line.place for one in known.recusals.get(member.id, ()))),
            (Why.TOO_FAR, not reaches(member, place)),
            (Why.RESTING, self._rests(line)),
        )
        return next((why for why, hinders in checks if hinders), None)

    def together(self, terms: Sequence[Line], today: date) -> dict[Line, Why]:
        """Those of the terms that must go so that the others break no rule together."""
        found: dict[Line, Why] = {}
        for team in _by_team(terms).values():
            for shift in _shifts(team, today):
                found |= self._in_a_shift(shift)
        return found | self._beyond_most(line for line in terms if line not in found)

    def _rests(self, line: Line) -> bool:
        weeks = self.past.get(line.member, frozenset())
        return any(0 < line.week - week <= self.rest_weeks for week in weeks)

    def _in_a_shift(self, shift: Team) -> dict[Line, Why]:
        """Of those who serve on the same days, those who must go."""
        place = self.facts.place_of[shift[0].place]
        if isinstance(place, Zone):
            return dict.fromkeys(sorted(shift)[place.troubleshooters :], Why.NO_SEAT)
        found = dict.fromkeys(self._kept_apart(shift), Why.APART)
        left = [line for line in shift if line not in found]
        return found | dict.fromkeys(self._without_a_lead(left), Why.NO_LEAD)

    def _kept_apart(self, shift: Team) -> Iterator[Line]:
        """Of two who are kept apart one goes: rather the one who does not lead."""
        standing = set(shift)
        for two in combinations(sorted(shift), 2) if self.facts.apart else ():
            if frozenset(line.member for line in two) in self.facts.pairs_apart and standing.issuperset(two):
                gone = max(two, key=lambda line: (not self._leads(line), line.member))
                standing.discard(gone)
                yield gone

    def _without_a_lead(self, team: Team) -> Iterator[Line]:
        """Of a full team in which nobody leads any more, whoever was to lead it."""
        if len(team) < self.team_size or any(map(self._leads, team)):
            return
        planned = self.planned_leads()
        yield from sorted(line for line in team if line.member in planned)[:1]

    def _leads(self, line: Line) -> bool:
        return self.facts.is_lead(self.facts.member_of[line.member], line.week)

    def _beyond_most(self, terms: Iterable[Line]) -> dict[Line, Why]:
        """The last terms of whoever has more than their most, which counts in the weeks of one plan."""
        most = {code: one.max_terms for code, one in self.facts.member_of.items() if one.max_terms is not None}
        theirs: dict[str, list[Line]] = defaultdict(list)
        for line in terms:
            if line.member in most and line.week >= self.start:
                theirs[line.member].append(line)
        gone = (line for member, served in theirs.items() for line in sorted(served)[most[member] :])
        return dict.fromkeys(gone, Why.TOO_MANY)


def _by_team(terms: Iterable[Line]) -> dict[tuple[str, Week], list[Line]]:
    found: dict[tuple[str, Week], list[Line]] = defaultdict(list)
    for line in terms:
        found[line.place, line.week].append(line)
    return found


def _shifts(team: Team, today: date) -> Iterator[Team]:
    """Who serves together, from each day on which somebody begins."""
    spans = {line: days_left(line, today) for line in team}
    for begin in sorted({first for first, last in spans.values() if first <= last}):
        yield [line for line, (first, last) in spans.items() if first <= begin <= last]


def days_left(line: Line, today: date) -> tuple[date, date]:
    """The first and the last day of a term that are not past; the first lies behind the last where all are."""
    first, last = line.days or (line.week.monday, line.week.sunday)
    return max(today, first), last
