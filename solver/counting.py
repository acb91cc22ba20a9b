"""Bounds that need no more than counting."""

import heapq

import numpy as np

from solver.ground import Array, Ground

__all__ = ["fewest_vacancies", "least_unfairness"]


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
