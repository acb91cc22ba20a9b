"""Where the costs of a roster sit: by member, by place and by week."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from solver.judge.audit import details
from solver.problem import Assignment, Problem

__all__ = ["Where", "where_costs_sit"]


@dataclass(frozen=True, slots=True)
class Where:
    """Points of each cost (as in solver.judge.charges) by member, place and week.

    A cost that several members share, such as a repeated partner, stands with each of them.
    """

    members: Mapping[str, Counter[str]] = field(default_factory=dict)
    places: Mapping[str, Counter[str]] = field(default_factory=dict)
    weeks: Mapping[int, Counter[str]] = field(default_factory=dict)


def where_costs_sit(problem: Problem, assignments: Iterable[Assignment]) -> Where:
    """The points of each cost that each member, place and week has a part in; those without any are left out."""
    members: dict[str, Counter[str]] = {}
    places: dict[str, Counter[str]] = {}
    weeks: dict[int, Counter[str]] = {}
    for charge in details(problem, assignments):
        if charge.points:
            for member in charge.members:
                members.setdefault(member, Counter())[charge.cost] += charge.points
            if charge.place:
                places.setdefault(charge.place, Counter())[charge.cost] += charge.points
            if charge.week is not None:
                weeks.setdefault(charge.week, Counter())[charge.cost] += charge.points
    return Where(members, places, weeks)
