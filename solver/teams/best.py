"""The best roster so far, as seats, as assignments and as costs."""

from collections.abc import Iterable
from functools import cached_property
from time import monotonic

import numpy as np

from solver.engine.ground import NOBODY, Array, Ground
from solver.judge.audit import Audit, audit
from solver.problem import Assignment, Problem
from solver.solution import Costs

__all__ = ["Best", "tiers_of"]


def tiers_of(costs: Costs) -> tuple[int, int, int, int]:
    """Costs as a tuple, in the order of the tiers."""
    return costs.vacancies, costs.changes, costs.unfairness, costs.wishes


class Best:
    """Never gets worse. A holder is an array of the member in each seat."""

    def __init__(self, problem: Problem, ground: Ground) -> None:
        self.problem = problem
        self.ground = ground
        self.holder = np.full(len(ground.seat_place), NOBODY, dtype=np.int64)
        self.seconds_of_audit = 0.0
        """How long the judge has taken at the most."""
        self.costs = self.audited().costs

    def take(self, holder: Array) -> None:
        """A roster from somewhere; its costs are counted here."""
        costs = self._audited(holder).costs
        if costs < self.costs:
            self.holder, self.costs = holder, costs

    def take_counted(self, holder: Array, tally: tuple[int, ...]) -> None:
        """A roster of the search, which has counted its costs."""
        vacancies, changes, unfairness, wishes = tally
        costs = Costs(vacancies, changes, self.unfairness_of_nobody + 200 * unfairness, wishes)
        if costs < self.costs:
            self.holder, self.costs = holder, costs

    def audited(self) -> Audit:
        """What the judge says of it."""
        return self._audited(self.holder)

    def _audited(self, holder: Array) -> Audit:
        began = monotonic()
        found = audit(self.problem, self._assignments(holder))
        self.seconds_of_audit = max(self.seconds_of_audit, monotonic() - began)
        return found

    def assignments(self) -> tuple[Assignment, ...]:
        """Who serves where and when."""
        return self._assignments(self.holder)

    def tally(self) -> tuple[int, int, int, int]:
        """Its costs as the search counts them."""
        return self.counted(self.costs)

    def tally_of(self, holder: Array) -> tuple[int, int, int, int]:
        """What some other roster costs, as the search counts it."""
        return self.counted(self._audited(holder).costs)

    def counted(self, costs: Costs) -> tuple[int, int, int, int]:
        """Costs with unfairness in units of 200, less that of nobody serving."""
        unfairness = (costs.unfairness - self.unfairness_of_nobody) // 200
        return costs.vacancies, costs.changes, unfairness, costs.wishes

    @cached_property
    def unfairness_of_nobody(self) -> int:
        """What it would be with no terms at all."""
        return sum(share**2 for share in self.problem.shares.values())

    def _assignments(self, holder: Array) -> tuple[Assignment, ...]:
        places, members = list(self.problem.place_of), list(self.problem.member_of)
        return tuple(
            Assignment(int(week), places[place], members[member])
            for week, place, member in zip(self.ground.seat_week, self.ground.seat_place, holder, strict=True)
            if member != NOBODY
        )

    def holder_of(self, assignments: Iterable[Assignment]) -> Array:
        """The seats that these assignments fill, as far as there are such seats."""
        member = {known: index for index, known in enumerate(self.problem.member_of)}
        place = {known: index for index, known in enumerate(self.problem.place_of)}
        holder = np.full(len(self.holder), NOBODY, dtype=np.int64)
        for line in assignments:
            if line.member in member and line.place in place and 0 <= line.week < self.problem.weeks:
                first = int(self.ground.first[place[line.place], line.week])
                seats = range(first, first + int(self.ground.seats[place[line.place], line.week]))
                free = next((seat for seat in seats if holder[seat] == NOBODY), None)
                if free is not None:
                    holder[free] = member[line.member]
        return holder
