"""Ways out of a shortage: small changes, each of which allows a roster with a vacancy fewer.

A change can only help if it undoes one of the facts that keep the seat empty, or changes the seats or the members
there are. Recusals are never offered: they are there for the villagers' sake.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from solver.distance import km
from solver.errors import N_, OutOfTime, Sentence
from solver.judge.charges import vacancies
from solver.judge.pins import conflicts
from solver.judge.roster import Roster
from solver.problem import TEAM, TROUBLESHOOTER, Assignment, Member, Problem, Village
from solver.reasons.facts import Fact, facts_of
from solver.reasons.filling import can_be_filled
from solver.reasons.shortage import WayOut
from solver.reasons.staffing import Clock, Staffing

__all__ = ["SENTENCES", "ways_out"]

SENTENCES: Mapping[str, str] = {
    "unpin": N_("if %(member)s were not pinned to %(place)s in week %(week)s"),
    "back_earlier": N_("if %(member)s came back a week earlier, for week %(week)s"),
    "leave_later": N_("if %(member)s went a week later, after week %(week)s"),
    "one_term_more": N_("if %(member)s served one term more: %(terms)s"),
    "interrupt_leave": N_("if %(member)s came in week %(week)s, in the middle of the leave"),
    "go_farther": N_("if %(member)s went as far as %(place)s (%(km).2f km)"),
    "another_lead": N_("with one more lead: %(member)s"),
    "another_role": N_("if %(member)s could serve in %(place)s as well"),
    "not_apart": N_("if %(member)s and %(other)s could be in one team"),
    "share_a_team": N_("if %(place)s and %(other_place)s shared a team in week %(week)s"),
    "no_team": N_("if %(place)s went without a team in week %(week)s"),
    "fewer_troubleshooters": N_("if %(place)s did with one troubleshooter fewer"),
    "another_member": N_("with one more member, who can lead"),
    "shorter_rest": N_("if members rested a week less between terms"),
}
PRICES: Mapping[str, int] = {name: price for price, name in enumerate(SENTENCES)}
"""From the smallest favour to the largest."""
SECONDS_OF_A_KIND = 5.0
"""How long ways of one kind are tried; in all but a city they take less."""


def ways_out(
    before: Staffing, assignments: tuple[Assignment, ...], place: str, facts: Iterable[Fact], most: int
) -> tuple[WayOut, ...]:
    """The cheapest ways out, one of each kind; each was tried and gives a vacancy fewer."""
    problem, week = before.problem, before.week
    trial = _Trial(before, assignments, place)
    found: dict[str, WayOut] = {}
    offered = [way for fact in facts for way in _undoing(problem, week, place, fact)]
    offered += _of_seats(problem, week, place)
    offered.append(_another_member(problem))
    for way in sorted(offered, key=lambda way: PRICES[way.kind]):
        if len(found) == most:
            break
        if way.kind not in found and trial.helps(way):
            found[way.kind] = way
    return tuple(found.values())


class _Trial:
    """Ways out that are tried, each kind for some seconds."""

    def __init__(self, before: Staffing, assignments: tuple[Assignment, ...], place: str) -> None:
        self.before = before
        self.assignments = assignments
        self.place = place
        self.clocks: dict[str, Clock] = defaultdict(lambda: Clock(SECONDS_OF_A_KIND))

    def helps(self, way: WayOut) -> bool:
        """Whether a roster has a vacancy fewer then. What cannot be told in a sensible time is not offered."""
        changed, problem, week = way.problem, self.before.problem, self.before.week
        if changed.seats < problem.seats:
            lines = [line for line in self.assignments if line.week != week or changed.seats_in(line.place, week)]
            return not any(conflicts(changed)) and _empty(changed, lines) < _empty(problem, self.assignments)
        clock = self.clocks[way.kind]
        try:
            _ = clock.remaining
            staffing = Staffing(changed, self.assignments, week, self.place, clock, like=self.before)
            return can_be_filled(staffing, staffing.table(facts_of(changed)))
        except OutOfTime:
            return False


def _empty(problem: Problem, assignments: Iterable[Assignment]) -> int:
    return sum(charge.count for charge in vacancies(problem, Roster.of(problem, assignments)))


def _undoing(problem: Problem, week: int, place: str, fact: Fact) -> Iterator[WayOut]:
    undo = UNDO.get(fact.kind)
    return undo(problem, week, place, fact) if undo else iter(())


def _way(kind: str, problem: Problem, **values: object) -> WayOut:
    return WayOut(kind, Sentence(SENTENCES[kind], values), problem)


def _changed(problem: Problem, member: str, **changes: object) -> Problem:
    members = (replace(one, **changes) if one.id == member else one for one in problem.members)  # type: ignore[arg-type]
    return replace(problem, members=tuple(members))


def _unpinned(problem: Problem, _week: int, _place: str, fact: Fact) -> Iterator[WayOut]:
    pin = Assignment(fact.week, fact.place, fact.member)
    pinned = tuple(other for other in problem.pinned if other != pin)
    yield _way("unpin", replace(problem, pinned=pinned), member=fact.member, place=fact.place, week=fact.week)


def _present(problem: Problem, _week: int, _place: str, fact: Fact) -> Iterator[WayOut]:
    away = problem.member_of[fact.member].unavailable
    kind = "interrupt_leave"
    if fact.week + 1 not in away:
        kind = "back_earlier"
    elif fact.week - 1 not in away:
        kind = "leave_later"
    yield _way(kind, _changed(problem, fact.member, unavailable=away - {fact.week}), member=fact.member, week=fact.week)


def _one_term_more(problem: Problem, _week: int, _place: str, fact: Fact) -> Iterator[WayOut]:
    terms = (problem.member_of[fact.member].max_terms or 0) + 1
    yield _way("one_term_more", _changed(problem, fact.member, max_terms=terms), member=fact.member, terms=terms)


def _farther(problem: Problem, week: int, _place: str, fact: Fact) -> Iterator[WayOut]:
    me = problem.member_of[fact.member]
    beyond = (
        known for known in problem.place_of if not problem.reaches(me.id, known) and problem.seats_in(known, week)
    )
    for far, place in sorted((problem.km(me.id, known), known) for known in beyond):
        yield _way("go_farther", _changed(problem, me.id, max_km=far), member=me.id, place=place, km=far)


def _another_lead(problem: Problem, week: int, _place: str, _fact: Fact) -> Iterator[WayOut]:
    for member in _at_hand(problem, week):
        if not member.lead:
            yield _way("another_lead", _changed(problem, member.id, lead=True), member=member.id)


def _another_role(problem: Problem, week: int, place: str, fact: Fact) -> Iterator[WayOut]:
    role = TEAM if fact.kind == "no_team_role" else TROUBLESHOOTER
    for member in _at_hand(problem, week):
        if role not in member.roles:
            changed = _changed(problem, member.id, roles=member.roles | {role})
            yield _way("another_role", changed, member=member.id, place=place)


def _at_hand(problem: Problem, week: int) -> list[Member]:
    """All members, those first who are not away in that week."""
    return sorted(problem.members, key=lambda member: week in member.unavailable)


def _not_apart(problem: Problem, _week: int, _place: str, fact: Fact) -> Iterator[WayOut]:
    apart = tuple(pair for pair in problem.apart if set(pair) != {fact.member, fact.other})
    yield _way("not_apart", replace(problem, apart=apart), member=fact.member, other=fact.other)


def _shorter_rest(problem: Problem, _week: int, _place: str, _fact: Fact) -> Iterator[WayOut]:
    yield _way("shorter_rest", replace(problem, rest_weeks=problem.rest_weeks - 1))


def _of_seats(problem: Problem, week: int, place: str) -> Iterator[WayOut]:
    if place in problem.zone_of:
        zones = tuple(
            replace(zone, troubleshooters=zone.troubleshooters - (zone.id == place)) for zone in problem.zones
        )
        yield _way("fewer_troubleshooters", replace(problem, zones=zones), place=place)
        return
    villages = tuple(
        replace(village, closed=village.closed | {week}) if village.id == place else village
        for village in problem.villages
    )
    pinned = tuple(pin for pin in problem.pinned if (pin.week, pin.place) != (week, place))
    changed = replace(problem, villages=villages, pinned=pinned)
    near = _nearest(problem, week, problem.village_of[place])
    if near is None:
        yield _way("no_team", changed, place=place, week=week)
    else:
        yield _way("share_a_team", changed, place=place, other_place=near.id, week=week)


def _nearest(problem: Problem, week: int, village: Village) -> Village | None:
    others = (other for other in problem.villages if other.id != village.id and week not in other.closed)
    return min(others, key=lambda other: (km(village, other), other.id), default=None)


def _another_member(problem: Problem) -> WayOut:
    known, number = problem.member_of, 1
    while f"new-{number}" in known:
        number += 1
    newcomer = Member(f"new-{number}", lead=True, roles=frozenset({TEAM, TROUBLESHOOTER}))
    return _way("another_member", replace(problem, members=(*problem.members, newcomer)))


UNDO: Mapping[str, Callable[[Problem, int, str, Fact], Iterator[WayOut]]] = {
    "pinned": _unpinned,
    "away": _present,
    "at_max_terms": _one_term_more,
    "out_of_reach": _farther,
    "needs_a_lead": _another_lead,
    "no_team_role": _another_role,
    "no_troubleshooter_role": _another_role,
    "apart": _not_apart,
    "rest": _shorter_rest,
}
