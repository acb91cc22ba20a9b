"""Who could take a term that its member cannot serve, or an empty seat, and what each would cost.

A term that falls free is judged by a problem of its own: the member is away in that week, and the roster as it was
is the baseline. Every difference is against the roster with that seat empty, and is exact.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from solver.judge.standing import Standing
from solver.openings.chains import chains
from solver.openings.eligibility import Opening
from solver.openings.options import Option, Refusal, as_baseline, by_costs, judged, term_of
from solver.problem import Assignment, Problem

__all__ = ["Openings", "StandIns", "openings_for", "stand_ins", "while_away"]

CHAINS = 10


@dataclass(frozen=True, slots=True)
class StandIns:
    """Who could take a term and who could not. Options come the cheapest first, tier by tier."""

    problem: Problem
    """The problem that judges them."""
    opening: Assignment
    """The term that falls free."""
    options: tuple[Option, ...]
    chains: tuple[Option, ...]
    """Of two moves, then of three: the cheapest of each."""
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, slots=True)
class Openings:
    """The empty seats that one member could take, the cheapest first, and those that the member could not."""

    options: tuple[Option, ...]
    refusals: tuple[Refusal, ...]


def stand_ins(
    problem: Problem, assignments: Iterable[Assignment], member: str, week: int, most: int = CHAINS
) -> StandIns:
    """Who could stand in for a member in a week, with at most so many chains of each length.

    RosterError where the member does not serve in that week.
    """
    roster = tuple(assignments)
    standing = Standing(while_away(problem, roster, member, week), roster)
    opening = term_of(standing, member, week)
    standing.take(opening)
    seat = Opening(standing.problem, standing, week, opening.place, standing.problem.reaches)
    options, refusals = _in_two(judged(standing, seat, one.id) for one in problem.members)
    return StandIns(standing.problem, opening, options, chains(standing, opening, most), refusals)


def openings_for(problem: Problem, assignments: Iterable[Assignment], member: str) -> Openings:
    """Which of a roster's empty seats a member could take; what each would cost against leaving it empty."""
    roster = tuple(assignments)
    standing = Standing(as_baseline(problem, roster), roster)
    reach = cache(standing.problem.reaches)
    seats = [
        Opening(standing.problem, standing, week, place, reach)
        for week in range(problem.weeks)
        for place in problem.place_of
        if len(standing.team(place, week)) < problem.seats_in(place, week)
    ]
    return Openings(*_in_two(judged(standing, seat, member) for seat in seats))


def while_away(problem: Problem, assignments: tuple[Assignment, ...], member: str, week: int) -> Problem:
    """The problem in which a member is away in a week, and any other change of this roster must be told as well.

    The member's pin in that week holds no more.
    """
    members = (
        replace(one, unavailable=one.unavailable | {week}) if one.id == member else one for one in problem.members
    )
    pins = (pin for pin in problem.pinned if (pin.member, pin.week) != (member, week))
    return replace(as_baseline(problem, assignments), members=tuple(members), pinned=tuple(pins))


def _in_two(found: Iterable[Option | Refusal]) -> tuple[tuple[Option, ...], tuple[Refusal, ...]]:
    options: list[Option] = []
    refusals: list[Refusal] = []
    for one in found:
        if isinstance(one, Option):
            options.append(one)
        else:
            refusals.append(one)
    return tuple(sorted(options, key=by_costs)), tuple(refusals)
