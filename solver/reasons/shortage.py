"""Why a seat is empty: the fewest facts that keep it so, and the cheapest ways out.

The other empty seats of the roster are left empty. What is asked is whether some roster fills all the rest and this
one: if so, it has a vacancy fewer in all.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from solver.errors import N_, RosterError, Sentence
from solver.judge.roster import Roster
from solver.judge.rules import RULES
from solver.openings.options import Move
from solver.problem import Assignment, Problem
from solver.reasons.facts import Fact, facts_of

__all__ = ["Shortage", "WayOut", "why_empty"]


@dataclass(frozen=True, slots=True)
class WayOut:
    """One change: which, in words, and the problem after it."""

    kind: str
    sentence: Sentence
    problem: Problem


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
    minimal: bool = True
    """Whether it is proven that none of the facts could be left out; else fewer of them might do."""
    moves: tuple[Move, ...] = ()
    """Where it is avoidable: members who move over one after the other and fill it, all others staying where they are.
    None where more than such a chain is needed."""


def why_empty(
    problem: Problem,
    assignments: Iterable[Assignment],
    week: int,
    place: str,
    ways: int = 3,
    seconds: float = 60.0,
) -> Shortage:
    """Why a roster has an empty seat in a place in a week, with so many ways out.

    RosterError where it has none there, or breaks a rule. OutOfTime where that cannot be told in these seconds (and
    some more, for the ways out).
    """
    roster = tuple(assignments)
    _check(problem, roster, week, place)
    from solver.reasons.fewest import fewest_facts
    from solver.reasons.filling import can_be_filled
    from solver.reasons.moving import moves_to_fill
    from solver.reasons.staffing import Clock, Staffing
    from solver.reasons.ways import ways_out

    staffing = Staffing(problem, roster, week, place, Clock(seconds))
    facts = tuple(facts_of(problem))
    table = staffing.table(facts)
    if can_be_filled(staffing, table):
        return Shortage(week, place, avoidable=True, moves=moves_to_fill(staffing, table))
    fewest, minimal = fewest_facts(staffing, facts)
    found = ways_out(staffing, roster, place, fewest, ways)
    return Shortage(week, place, avoidable=False, facts=fewest, ways=found, minimal=minimal)


def _check(problem: Problem, assignments: tuple[Assignment, ...], week: int, place: str) -> None:
    roster = Roster.of(problem, assignments)
    for rule in RULES:
        for broken in rule(problem, roster):
            raise RosterError("", N_("the roster breaks a rule: %(detail)s"), {"detail": broken.detail})
    is_known = place in problem.place_of and 0 <= week < problem.weeks
    if not is_known or len(roster.team(place, week)) >= problem.seats_in(place, week):
        template = N_("%(place)s has no empty seat in week %(week)s")
        raise RosterError("", template, {"place": place, "week": week})
