"""Stand-ins by two moves or three: somebody who serves elsewhere takes the seat, and another takes theirs.

A chain gives nobody but its last member a term more, so that its unfairness is the last member's alone. Among chains
with equally many changes the cheapest are therefore found by asking the last members in that order.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from heapq import nsmallest
from itertools import groupby

from solver.judge.marginal import unfairness
from solver.judge.standing import Difference, Standing
from solver.openings.eligibility import COULD_SERVE, Opening
from solver.openings.options import Move, Option, by_costs, is_pinned
from solver.problem import Assignment

__all__ = ["BREADTH", "chains"]

BREADTH = 10
"""Chains of three are looked for behind so many of the cheapest first moves; behind each, all of them."""


def chains(standing: Standing, opening: Assignment, most: int) -> tuple[Option, ...]:
    """At most so many of two moves, then at most so many of three. `standing` is the roster with the seat empty.

    Of two: the cheapest in which A takes the seat and B takes A's, of the same week, else one that keeps A from the
    seat (there B may be the member whose seat it was). Of three: cheap ones in which A takes the seat, B takes A's
    and C takes B's, all in one week and in three places.
    """
    freed: dict[Assignment, Difference] = {}
    firsts = _starts(standing, opening, _same_week(standing, opening), freed)
    two = _ends(standing, firsts, most)
    if len(two) < most:
        others = _starts(standing, opening, _other_weeks(standing, opening), freed)
        two += _ends(standing, others, most - len(two))
    promising = nsmallest(BREADTH, firsts, key=by_costs)
    three = _ends(standing, [longer for first in promising for longer in _continued(standing, first, freed)], most)
    return (*two, *three)


def _same_week(standing: Standing, opening: Assignment) -> Iterator[Assignment]:
    """The terms of those who serve in that week somewhere else."""
    for place in standing.problem.place_of:
        if place != opening.place:
            for member in standing.team(place, opening.week):
                yield Assignment(opening.week, place, member)


def _other_weeks(standing: Standing, opening: Assignment) -> Iterator[Assignment]:
    """The terms that keep their members from the seat: too near to it, or the last that they may have."""
    seat = _seat(standing, opening)
    for member in standing.problem.members:
        reason = seat.reason(member)
        near = seat.too_near(member)
        weeks = near if reason == "resting" else standing.terms[member.id] if reason == "at_max_terms" else []
        for week in weeks:
            if (member.id, week) in standing.place_of:
                yield Assignment(week, standing.place_of[member.id, week], member.id)


def _starts(
    standing: Standing, opening: Assignment, terms: Iterable[Assignment], freed: dict[Assignment, Difference]
) -> list[Option]:
    """Moves from these terms to the seat, by those who can take it once they have given the other up.

    What giving a term up costs is the same whatever moves between other places: `freed` remembers it.
    """
    seat = _seat(standing, opening)
    found = []
    for left in list(terms):
        if is_pinned(standing.problem, left):
            continue
        standing.take(left)
        if seat.reason(standing.problem.member_of[left.member]) == COULD_SERVE:
            term = Assignment(opening.week, opening.place, left.member)
            if left not in freed:
                freed[left] = -standing.price(left)
            found.append(Option((Move(term, left),), standing.price(term) + freed[left]))
        standing.put(left)
    return found


def _continued(standing: Standing, first: Option, freed: dict[Assignment, Difference]) -> Iterator[Option]:
    """A start with a second move, into the seat that the first left."""
    (move,) = first.moves
    if move.left is None:
        return
    with _made(standing, first):
        elsewhere = (term for term in _same_week(standing, move.left) if term.place != move.term.place)
        for second in _starts(standing, move.left, elsewhere, freed):
            yield Option((*first.moves, *second.moves), first.difference + second.difference)


def _ends(standing: Standing, starts: Iterable[Option], most: int) -> list[Option]:
    """The cheapest chains that these starts make with one more member, who takes the seat that they leave."""
    starts_of = _by_seat_left(starts, most)
    members = [member.id for member in standing.problem.members]
    harm = {member: unfairness(standing.problem, standing, Assignment(0, "", member)) for member in members}
    found: list[Option] = []
    for _, fairest in groupby(sorted(members, key=harm.__getitem__), key=harm.__getitem__):
        if len(found) >= most:
            break
        for member in fairest:
            weeks = {week for week in {left.week for left in starts_of} if _has_time(standing, member, week)}
            for left, some in starts_of.items():
                if left.week in weeks:
                    found += _ended(standing, left, some, member)
    return nsmallest(most, found, key=by_costs)


def _by_seat_left(starts: Iterable[Option], most: int) -> dict[Assignment, list[Option]]:
    """What the last member costs depends on the seat alone: of the starts that leave it, the cheapest will do."""
    starts_of: dict[Assignment, list[Option]] = defaultdict(list)
    for start in starts:
        left = start.moves[-1].left
        if left is not None:
            starts_of[left].append(start)
    return {left: nsmallest(most, some, key=by_costs) for left, some in starts_of.items()}


def _ended(standing: Standing, left: Assignment, starts: list[Option], member: str) -> Iterator[Option]:
    me = standing.problem.member_of[member]
    with _made(standing, starts[0]):
        if _seat(standing, left).reason(me) != COULD_SERVE:
            return
        term = Assignment(left.week, left.place, member)
        price = standing.price(term)
    for start in starts:
        yield Option((*start.moves, Move(term)), start.difference + price)


def _has_time(standing: Standing, member: str, week: int) -> bool:
    return _seat(standing, Assignment(week, "", member)).has_time(standing.problem.member_of[member])


@contextmanager
def _made(standing: Standing, option: Option) -> Iterator[None]:
    """The roster after these moves, for a while."""
    for move in option.moves:
        _exchange(standing, move.left, move.term)
    try:
        yield
    finally:
        for move in reversed(option.moves):
            _exchange(standing, move.term, move.left)


def _exchange(standing: Standing, old: Assignment | None, new: Assignment | None) -> None:
    if old is not None:
        standing.take(old)
    if new is not None:
        standing.put(new)


def _seat(standing: Standing, opening: Assignment) -> Opening:
    return Opening(standing.problem, standing, opening.week, opening.place, standing.problem.reaches)
