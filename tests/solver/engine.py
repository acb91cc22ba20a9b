"""What tests of the engine share: a ground's holders as assignments, and the costs as the search counts them."""

from solver import Assignment, Problem, audit
from solver.engine.ground import NOBODY, Ground


def assignments(problem: Problem, ground: Ground, holder) -> list[Assignment]:
    """The roster in which these members hold the seats."""
    places = list(problem.place_of)
    return [
        Assignment(int(ground.seat_week[seat]), places[ground.seat_place[seat]], problem.members[member].id)
        for seat, member in enumerate(holder)
        if member != NOBODY
    ]


def tiers(problem: Problem, lines: list[Assignment]) -> tuple[int, int, int, int]:
    """Its costs, with unfairness as the search counts it: in units of 200, less that of nobody serving."""
    costs = audit(problem, lines).costs
    at_rest = sum(share**2 for share in problem.shares.values())
    return costs.vacancies, costs.changes, (costs.unfairness - at_rest) // 200, costs.wishes
