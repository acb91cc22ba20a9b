"""The judge: every rule and every cost of a roster recounted, without the engine that made it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from solver.judge.charges import COSTS, WISHES, Charge
from solver.judge.roster import Roster
from solver.judge.rules import RULES, Broken
from solver.problem import Assignment, Problem
from solver.solution import FEASIBLE, OPTIMAL, TIERS, Costs, Solution, Wishes

__all__ = ["Audit", "audit", "details", "untruths"]


@dataclass(frozen=True, slots=True)
class Audit:
    """What a roster breaks (nothing, if it is to be published) and what it costs."""

    broken: tuple[Broken, ...]
    costs: Costs
    wishes: Wishes


def audit(problem: Problem, assignments: Iterable[Assignment]) -> Audit:
    """Every hard rule that these assignments break, and their costs."""
    roster = Roster.of(problem, assignments)
    broken = tuple(breach for rule in RULES for breach in rule(problem, roster))
    points, counts = _sums(charge for cost in COSTS for charge in cost(problem, roster))
    wishes = {wish.__name__: counts[wish.__name__] for wish in WISHES}
    tiers = (points["vacancies"], points["changes"], points["unfairness"])
    costs = Costs(*tiers, wishes=sum(points[wish] for wish in wishes))
    return Audit(broken, costs, Wishes(**wishes))


def _sums(charges: Iterable[Charge]) -> tuple[Counter[str], Counter[str]]:
    points: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for charge in charges:
        points[charge.cost] += charge.points
        counts[charge.cost] += charge.count
    return points, counts


def details(problem: Problem, assignments: Iterable[Assignment]) -> Iterator[Charge]:
    """Where each cost of a roster sits: member, place and week."""
    roster = Roster.of(problem, assignments)
    return (charge for cost in COSTS for charge in cost(problem, roster))


def untruths(problem: Problem, solution: Solution) -> tuple[str, ...]:
    """What a roster says of itself that is not so, such as "costs.wishes", "bounds.vacancies" or "status"."""
    found = audit(problem, solution.assignments)
    costs, bounds = asdict(found.costs), asdict(solution.bounds)
    status = OPTIMAL if costs == bounds else FEASIBLE
    return (
        *_different("costs", asdict(solution.costs), costs),
        *_different("wishes", asdict(solution.wishes), asdict(found.wishes)),
        *(f"bounds.{tier}" for tier in TIERS if not 0 <= bounds[tier] <= costs[tier]),
        *(() if solution.status == status else ("status",)),
    )


def _different(what: str, stated: dict[str, int], counted: dict[str, int]) -> Iterator[str]:
    return (f"{what}.{name}" for name, count in counted.items() if stated[name] != count)
