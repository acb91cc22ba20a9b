"""Why a seat is empty: the fewest facts that keep it so, and the cheapest ways out.

The other empty seats of the roster are left empty. What is asked is whether some roster fills all the rest and this
one: if so, it has a vacancy fewer in all.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from solver.errors import N_, RosterError
from solver.facts import Fact, facts_of
from solver.filling import can_be_filled
from solver.problem import Assignment, Problem
from solver.roster import Roster
from solver.rules import RULES
from solver.staffing import Staffing
from solver.ways import WayOut, ways_out

__all__ = ["Shortage", "why_empty"]


@dataclass(frozen=True, slots=True)
class Shortage:
    """Why one seat is empty."""

    week: int
    place: str
    avoidable: bool
    """Whether another roster has a vacancy fewer as things are: then nothing but this roster is the reason."""
    facts: tuple[Fact, ...] = ()
    """Together they keep the seat empty, whatever all other facts; without any one of them it could be filled, and
    every other seat that is filled as well. No facts: there are too few members."""
    ways: tuple[WayOut, ...] = ()
    """The cheapest changes, each of which allows a roster with a vacancy fewer."""


def why_empty(problem: Problem, assignments: Iterable[Assignment], week: int, place: str, ways: int = 3) -> Shortage:
    """Why a roster has an empty seat in a place in a week, with so many ways out.

    RosterError where it has none there, or breaks a rule.
    """
    roster = tuple(assignments)
    _check(problem, roster, week, place)
    staffing = Staffing(problem, roster, week, place)
    facts = tuple(facts_of(problem))
    if can_be_filled(staffing, staffing.table(facts)):
        return Shortage(week, place, avoidable=True)
    fewest = _fewest(staffing, facts)
    return Shortage(
        week, place, avoidable=False, facts=fewest, ways=ways_out(problem, roster, week, place, fewest, ways)
    )


def _check(problem: Problem, assignments: tuple[Assignment, ...], week: int, place: str) -> None:
    roster = Roster.of(problem, assignments)
    for rule in RULES:
        for broken in rule(problem, roster):
            raise RosterError("", N_("the roster breaks a rule: %(detail)s"), {"detail": broken.detail})
    is_known = place in problem.place_of and 0 <= week < problem.weeks
    if not is_known or len(roster.team(place, week)) >= problem.seats_in(place, week):
        template = N_("%(place)s has no empty seat in week %(week)s")
        raise RosterError("", template, {"place": place, "week": week})


def _fewest(staffing: Staffing, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts that keep the seat empty, none of which could be left out; those near to the seat are preferred."""
    kept = sorted(facts, key=lambda fact: (_weeks_off(staffing, fact), fact))
    for group in dict.fromkeys(_group(staffing, fact) for fact in reversed(kept)):
        tried = [fact for fact in kept if _group(staffing, fact) != group]
        if not can_be_filled(staffing, staffing.table(tried)):
            kept = tried
    return tuple(sorted(_needed(staffing, [], kept, since_changed=True)))


def _weeks_off(staffing: Staffing, fact: Fact) -> int:
    return abs(fact.week - staffing.week) if fact.week >= 0 else 0


def _group(staffing: Staffing, fact: Fact) -> str:
    """Facts that are first tried to be left out all together: most are of no account."""
    return "other weeks" if _weeks_off(staffing, fact) else fact.kind


def _needed(staffing: Staffing, given: list[Fact], facts: list[Fact], *, since_changed: bool) -> list[Fact]:
    """The facts without which, the given ones aside, the seat could be filled (QuickXplain, Junker 2004)."""
    if not facts or (since_changed and not can_be_filled(staffing, staffing.table(given))):
        return []
    if len(facts) == 1:
        return facts
    first, second = facts[: len(facts) // 2], facts[len(facts) // 2 :]
    of_second = _needed(staffing, given + first, second, since_changed=bool(first))
    return _needed(staffing, given + of_second, first, since_changed=bool(of_second)) + of_second
