"""Bounds that need no more than counting."""

import heapq
from dataclasses import dataclass
from typing import Any

import numpy as np

from solver.bounds.multipliers import Multipliers, named, zeros
from solver.bounds.pricing import Pricing
from solver.bounds.stock import CHANGES, UNFAIRNESS, VACANCIES, open_weeks
from solver.engine.ground import Array, Ground
from solver.problem import Problem

__all__ = ["Bound", "counted", "fewest_vacancies", "least_unfairness"]


@dataclass(frozen=True)
class Bound:
    """A bound on a tier as the programme counts it: see Tiers; vacancies are less all seats."""

    pricing: Pricing
    value: int
    multipliers: Multipliers

    def spelt(self, problem: Problem) -> dict[str, Any]:
        """The same in plain values: the bound on what the tier costs, and the rows' names with their multipliers."""
        nobody = sum(share**2 for share in problem.shares.values())
        uncounted = (problem.seats, len(problem.baseline_of), nobody, 0)[self.pricing.tier]
        bound = max(0, self.value * (200 if self.pricing.tier == UNFAIRNESS else 1) + uncounted)
        vacancies, changes, unfairness = self.pricing.tiers
        before = vacancies, changes + len(problem.baseline_of), 200 * unfairness + nobody
        rows = [[*row, value] for row, value in named(problem, self.multipliers).items()]
        return {"tier": self.pricing.tier, "before": before, "bound": bound, "rows": rows}


def fewest_vacancies(ground: Ground) -> int:
    """Seats for which there are too few members with the role who are free that week, or too few terms in all."""
    villages = ground.villages
    empty = 0
    for part in (slice(None, villages), slice(villages, None)):
        able = (ground.free & ground.may[:, part].any(axis=1, keepdims=True)).sum(axis=0)
        empty += int(np.maximum(0, ground.seats[part].sum(axis=0) - able).sum())
    return max(empty, len(ground.seat_place) - int(_most_terms(ground).sum()))


def least_unfairness(ground: Ground, vacancies: int) -> int:
    """The unfairness if so many terms could be given to anybody: each to whom it does the least harm."""
    steps = [(50 - int(share), member, 1) for member, share in enumerate(ground.share)]
    most = _most_terms(ground)
    steps = [step for step in steps if most[step[1]] > 0]
    heapq.heapify(steps)
    total = sum(int(share) ** 2 for share in ground.share)
    for _ in range(len(ground.seat_place) - vacancies):
        if not steps:
            return 0
        harm, member, terms = heapq.heappop(steps)
        total += 200 * harm
        if terms < most[member]:
            heapq.heappush(steps, (harm + 100, member, terms + 1))
    return total


def _most_terms(ground: Ground) -> Array:
    """How many terms each member can serve at most: the earliest free week after each rest."""
    most = np.zeros(len(ground.lead), dtype=np.int64)
    rested = np.zeros(len(ground.lead), dtype=np.int64)
    for week in range(ground.weeks):
        serves = ground.free[:, week] & (rested <= week) & ground.may.any(axis=1)
        most[serves] += 1
        rested[serves] = week + ground.rest + 1
    return np.minimum(most, ground.limit)


def counted(pricing: Pricing) -> Bound:
    """What follows from the numbers alone: of members in each week, of terms given to those whom they suit best."""
    guess = zeros(pricing.ground)
    if pricing.tier == VACANCIES:
        guess.seats[:] = -_plenty(pricing.ground)
    if pricing.tier == CHANGES:
        guess.filled = 1  # for each term that cannot be as it was, somebody else must come
    if pricing.tier == UNFAIRNESS:
        guess.filled = _dearest_step(pricing)
        guess.terms[:] = guess.filled
    return Bound(pricing, *pricing.bound(guess))


def _plenty(ground: Ground) -> Array:
    """P x W: whether there are members enough for all villages, or all zones, that week."""
    plenty = np.zeros_like(ground.seats)
    for part in (slice(None, ground.villages), slice(ground.villages, None)):
        able = (open_weeks(ground) & ground.may[:, part].any(axis=1, keepdims=True)).sum(axis=0)
        plenty[part] = able >= ground.seats[part].sum(axis=0)
    return plenty


def _dearest_step(pricing: Pricing) -> int:
    """The unfairness of the last term, if each goes to whom it does the least harm."""
    ground, term = pricing.ground, np.arange(int(pricing.most.max(initial=0)))
    steps = (50 * (2 * term + 1)[None] - ground.share[:, None])[term[None] < pricing.most[:, None]]
    filled = len(ground.seat_place) - pricing.tiers.vacancies
    return int(np.sort(steps)[filled - 1]) if 0 < filled <= len(steps) else 0
