"""Why this member in this week and not another: who else could have, and what each would have cost."""

from collections.abc import Iterable
from dataclasses import dataclass

from solver.judge.standing import Difference, Standing
from solver.openings.eligibility import Opening
from solver.openings.options import Option, Refusal, by_costs, is_pinned, judged, term_of
from solver.openings.swaps import trade
from solver.problem import Assignment, Problem

__all__ = ["Instead", "instead_of"]


@dataclass(frozen=True, slots=True)
class Instead:
    """Who else could serve a term, the cheapest first, by what the roster would cost more (or less) with them."""

    term: Assignment
    pinned: bool
    """Whether somebody pinned the member to it; then no one else may have it until that pin is gone."""
    options: tuple[Option, ...]
    """Members who are free that week."""
    exchanges: tuple[Option, ...]
    """Members who serve elsewhere that week, and would trade places."""
    refusals: tuple[Refusal, ...]
    """All others but those who could trade places, and why not."""


def instead_of(problem: Problem, assignments: Iterable[Assignment], member: str, week: int) -> Instead:
    """Who else could have served a member's term, by the problem as it was asked.

    RosterError where the member does not serve in that week.
    """
    standing = Standing(problem, assignments)
    term = term_of(standing, member, week)
    exchanges = tuple(_exchanges(standing, term))
    freed = standing.vacate(term)
    seat = Opening(problem, standing, week, term.place, problem.reaches)
    found = [judged(standing, seat, other.id) for other in problem.members if other.id != member]
    movers = {option.moves[1].term.member for option in exchanges}
    return Instead(
        term,
        is_pinned(problem, term),
        tuple(sorted((_more(freed, option) for option in found if isinstance(option, Option)), key=by_costs)),
        tuple(sorted(exchanges, key=by_costs)),
        tuple(one for one in found if isinstance(one, Refusal) and one.term.member not in movers),
    )


def _more(freed: Difference, option: Option) -> Option:
    return Option(option.moves, freed + option.difference)


def _exchanges(standing: Standing, term: Assignment) -> Iterable[Option]:
    for place in standing.problem.place_of:
        for other in standing.team(place, term.week) if place != term.place else ():
            found = trade(standing, term, Assignment(term.week, place, other))
            if isinstance(found, Option):
                yield found
