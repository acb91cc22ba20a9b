"""The best roster by trying every one: for problems small enough to be judged in full."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from random import Random

from solver import Assignment, Costs, Problem, audit
from tests.solver.make import Size, problem

TINY = Size(members=4, villages=2, zones=1, weeks=3)
MOST = 12_000


def small_enough(first: int) -> Iterator[Problem]:
    """Problems that can be tried in full, from this seed on."""
    seed = first
    while True:
        asked = replace(problem(Random(seed), TINY), team_size=1 + seed % 2)
        if legal_pins(asked) and 0 < rosters(asked) <= MOST:
            yield asked
        seed += 1


def legal_pins(asked: Problem) -> bool:
    return not any(broken.rule != "pins_hold" for broken in audit(asked, asked.pinned).broken)


def rosters(asked: Problem) -> int:
    """How many there are to try."""
    count = 1
    for member in asked.members:
        count *= sum(1 for _ in years(asked, member.id))
    return count


def years(asked: Problem, member: str) -> Iterator[tuple[Assignment, ...]]:
    """Everything that one member can do by the rules that look at one member only."""
    choices = [
        [None, *(place for place in asked.place_of if _may(asked, member, place, week))] for week in range(asked.weeks)
    ]
    alone = replace(asked, pinned=tuple(pin for pin in asked.pinned if pin.member == member))
    for places in product(*choices):
        lines = tuple(Assignment(week, place, member) for week, place in enumerate(places) if place is not None)
        broken = {found.rule for found in audit(alone, lines).broken}
        if not broken - {"a_lead_in_every_team"}:
            yield lines


def _may(asked: Problem, member: str, place: str, week: int) -> bool:
    away = week in asked.member_of[member].unavailable
    return not away and asked.seats_in(place, week) > 0 and asked.may_serve(member, place)


def best_costs(asked: Problem) -> Costs:
    """The least costs of all legal rosters."""
    best = None
    for together in product(*(list(years(asked, member.id)) for member in asked.members)):
        found = audit(asked, [line for lines in together for line in lines])
        if not found.broken and (best is None or found.costs < best):
            best = found.costs
    return best
