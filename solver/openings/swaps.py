"""Two members who trade terms, and what that would cost against the roster as it is."""

from collections.abc import Iterable
from heapq import nsmallest

from solver.errors import N_, Sentence
from solver.judge.standing import Standing
from solver.openings.eligibility import Opening
from solver.openings.options import Move, Option, Refusal, as_baseline, by_costs, is_pinned, judged, term_of
from solver.problem import Assignment, Problem

__all__ = ["swap", "swaps", "trade"]

PINNED = N_("%(member)s is pinned to %(place)s in week %(week)s")


def swap(
    problem: Problem, assignments: Iterable[Assignment], one: tuple[str, int], other: tuple[str, int]
) -> Option | Refusal:
    """What it would cost if two members (each with the week of the term) traded these terms, or why they cannot.

    RosterError where one of them does not serve in that week.
    """
    roster = tuple(assignments)
    standing = Standing(as_baseline(problem, roster), roster)
    return trade(standing, term_of(standing, *one), term_of(standing, *other))


def swaps(problem: Problem, assignments: Iterable[Assignment], member: str, week: int, most: int = 10) -> list[Option]:
    """With whom a member could trade the term of a week: so many of the cheapest."""
    roster = tuple(assignments)
    standing = Standing(as_baseline(problem, roster), roster)
    mine = term_of(standing, member, week)
    theirs = [term for term in roster if _is_another(mine, term) and _worth_asking(standing, mine, term)]
    found: list[Option] = []
    for in_same_week in (True, False):  # two changes, then four
        if len(found) < most:
            traded = [trade(standing, mine, term) for term in theirs if (term.week == week) == in_same_week]
            some = [option for option in traded if isinstance(option, Option)]
            found += nsmallest(most - len(found), some, key=by_costs)
    return found


def _is_another(mine: Assignment, term: Assignment) -> bool:
    return term.member != mine.member and (term.week, term.place) != (mine.week, mine.place)


def _worth_asking(standing: Standing, mine: Assignment, theirs: Assignment) -> bool:
    """Whether both have the other's week free: most do not, and this tells it quickly."""
    member_of = standing.problem.member_of
    if theirs.week in member_of[mine.member].unavailable or mine.week in member_of[theirs.member].unavailable:
        return False
    return mine.week == theirs.week or not (
        (mine.member, theirs.week) in standing.place_of or (theirs.member, mine.week) in standing.place_of
    )


def trade(standing: Standing, mine: Assignment, theirs: Assignment) -> Option | Refusal:
    """What it would cost if the members of these terms traded them, or why they cannot; the roster stays as it is."""
    for term in (mine, theirs):
        if is_pinned(standing.problem, term):
            values = {"member": term.member, "place": term.place, "week": term.week}
            return Refusal(term, "pinned", Sentence(PINNED, values))
    freed = standing.vacate(mine) + standing.vacate(theirs)
    found = _both(standing, mine, theirs)
    standing.put(mine)
    standing.put(theirs)
    return Option(found.moves, freed + found.difference) if isinstance(found, Option) else found


def _both(standing: Standing, mine: Assignment, theirs: Assignment) -> Option | Refusal:
    first = _taken(standing, mine, theirs)
    if isinstance(first, Refusal):
        return first
    standing.put(first.moves[0].term)
    second = _taken(standing, theirs, mine)
    standing.take(first.moves[0].term)
    if isinstance(second, Refusal):
        return second
    return Option((*first.moves, *second.moves), first.difference + second.difference)


def _taken(standing: Standing, left: Assignment, seat: Assignment) -> Option | Refusal:
    opening = Opening(standing.problem, standing, seat.week, seat.place, standing.problem.reaches)
    found = judged(standing, opening, left.member)
    return found if isinstance(found, Refusal) else Option((Move(found.moves[0].term, left),), found.difference)
