"""What lies before a plan's week 0: who served when, where and with whom, and who owes how much.

It flows from the published roster, which is whole (it holds the terms of all versions before it), and from
the terms served before there was any roster here.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.weeks import Week
from rotation.roster.facts import Facts
from rotation.roster.rosters import Line, PastTerm, in_order, lines, published


@dataclass(frozen=True)
class Past:
    """The terms before `start`, and what they come to. Weeks are counted from `start`: all are negative."""

    start: Week
    terms: tuple[Line, ...]

    @cached_property
    def last_week(self) -> Mapping[str, int]:
        """By member: the last week served."""
        return {line.member: line.week - self.start for line in self.terms}

    @cached_property
    def visits(self) -> Mapping[str, Counter[str]]:
        """By member: the terms in each place."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for line in self.terms:
            found[line.member][line.place] += 1
        return found

    @cached_property
    def last_served(self) -> Mapping[str, Mapping[str, int]]:
        """By place: when each member last served there."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for line in self.terms:
            found[line.place][line.member] = line.week - self.start
        return found

    def partners(self, villages: Iterable[str]) -> Mapping[str, Counter[str]]:
        """By member: the weeks in one team with each other member; only villages have teams."""
        teams: dict[tuple[str, Week], list[str]] = defaultdict(list)
        places = set(villages)
        for line in self.terms:
            if line.place in places:
                teams[line.place, line.week].append(line.member)
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for team in teams.values():
            for one, other in permutations(team, 2):
                found[one][other] += 1
        return found


def past(session: Session, district_id: int, start: Week) -> Past:
    """All that lies before `start`: past terms, and the published roster, which stands where both know a week."""
    before = PastTerm.district_id == district_id, PastTerm.week < start
    rows = session.execute(select(PastTerm.week, PastTerm.place, PastTerm.member).where(*before))
    known = {(week, member): Line(week, place, member) for week, place, member in rows}
    in_force = published(session, district_id)
    for line in lines(session, in_force) if in_force else ():
        if line.week < start:
            known[line.week, line.member] = line
    return Past(start, tuple(in_order(known.values())))


def owes(facts: Facts, served: Iterable[Line], begun_until: Week, limit: int) -> dict[str, int]:
    """By member: the terms still owed for the weeks already begun, in hundredths, at most `limit` either way.

    The weeks are those up to `begun_until` in which anybody served. What a member should have served in them
    is 100 x filled seats x weeks available / everybody's weeks available; the terms served are taken off.
    Weeks that are kept but have not begun are left to the next plan: nothing has been served in them yet, and
    counting them now would count them again then. Who served in a week was available in it, whatever the
    tables say by now; a member who has left was available until the last term.
    """
    begun = [line for line in served if line.week <= begun_until and line.member in facts.member_of]
    weeks = {line.week for line in begun}
    terms = Counter(line.member for line in begun)
    served_in: dict[str, set[Week]] = defaultdict(set)
    for line in begun:
        served_in[line.member].add(line.week)
    available = {code: len(_weeks_available(facts, code, weeks, served_in[code])) for code in facts.member_of}
    total = sum(available.values())
    return {
        code: max(-limit, min(limit, 100 * len(begun) * weeks_there // total - 100 * terms[code] if total else 0))
        for code, weeks_there in available.items()
    }


def _weeks_available(facts: Facts, member: str, weeks: set[Week], served: set[Week]) -> set[Week]:
    last = None if facts.member_of[member].active else max(served, default=None)
    if last is None and not facts.member_of[member].active:
        return set()
    return served | {week for week in weeks if facts.is_available(member, week) and (last is None or week <= last)}
