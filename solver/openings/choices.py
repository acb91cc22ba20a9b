"""Who could take one seat of a roster, what each would cost, and how those who serve elsewhere could come.

Every difference is against the roster as it is, and exact.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from solver.errors import Sentence
from solver.judge.standing import NO_DIFFERENCE, Difference, Standing
from solver.openings.eligibility import Opening
from solver.openings.options import Move, Option, Refusal, by_costs, is_pinned, judged
from solver.openings.swaps import PINNED, trade
from solver.problem import Assignment, Problem

__all__ = ["Choices", "choices"]


@dataclass(frozen=True, slots=True)
class Choices:
    """Who could take a seat, the cheapest first, and who not. `ways_round` is by member among the latter.

    A way round breaks no rule: the member trades places with whoever has the seat, or (an empty seat) moves.
    """

    options: tuple[Option, ...]
    refusals: tuple[Refusal, ...]
    ways_round: Mapping[str, Option]


def choices(problem: Problem, assignments: Iterable[Assignment], week: int, place: str, leaving: str = "") -> Choices:
    """Who could take a seat of a place in a week: that of the member `leaving`, or an empty one."""
    standing = Standing(problem, assignments)
    mine = Assignment(week, place, leaving) if leaving else None
    if mine is not None and is_pinned(problem, mine):
        return Choices((), tuple(_pinned(problem, mine)), {})
    ways_round = {one.moves[0].term.member: one for one in _ways_round(standing, week, place, mine)}
    freed = standing.vacate(mine) if mine else NO_DIFFERENCE
    if len(standing.team(place, week)) >= problem.seats_in(place, week):
        return Choices((), (), {})
    opening = Opening(problem, standing, week, place, problem.reaches)
    found = [judged(standing, opening, one.id) for one in problem.members if one.id != leaving]
    options = [_with(freed, one) for one in found if isinstance(one, Option)]
    refusals = tuple(one for one in found if isinstance(one, Refusal))
    return Choices(tuple(sorted(options, key=by_costs)), refusals, ways_round)


def _pinned(problem: Problem, mine: Assignment) -> Iterator[Refusal]:
    values = {"member": mine.member, "place": mine.place, "week": mine.week}
    for other in problem.members:
        if other.id != mine.member:
            yield Refusal(Assignment(mine.week, mine.place, other.id), "pinned", Sentence(PINNED, values))


def _with(freed: Difference, option: Option) -> Option:
    return Option(option.moves, freed + option.difference)


def _ways_round(standing: Standing, week: int, place: str, mine: Assignment | None) -> Iterator[Option]:
    """How those who serve elsewhere in that week could come here."""
    elsewhere = [Assignment(week, there, member) for (member, when), there in standing.place_of.items() if when == week]
    for theirs in elsewhere:
        if theirs.place != place:
            found = trade(standing, theirs, mine) if mine else _move(standing, theirs, place)
            if isinstance(found, Option):
                yield found


def _move(standing: Standing, theirs: Assignment, place: str) -> Option | None:
    """What it would cost if a member moved to an empty seat; None where that cannot be."""
    if is_pinned(standing.problem, theirs):
        return None
    freed = standing.vacate(theirs)
    opening = Opening(standing.problem, standing, theirs.week, place, standing.problem.reaches)
    found = judged(standing, opening, theirs.member)
    standing.put(theirs)
    if isinstance(found, Refusal):
        return None
    return Option((Move(found.moves[0].term, theirs),), freed + found.difference)
