"""What there is at most of everything that a roster uses up, given what its first tiers cost."""

from functools import cached_property
from typing import NamedTuple

import numpy as np

from solver.engine.ground import LONG_AGO, NOWHERE, Array, Ground

__all__ = ["CHANGES", "UNFAIRNESS", "VACANCIES", "WISHES", "Stock", "Tiers", "open_weeks"]

VACANCIES, CHANGES, UNFAIRNESS, WISHES = range(4)

AT_ONCE = 500
"""Members who are held against all others at a time, so that no table of all pairs is ever made."""


class Tiers(NamedTuple):
    """What the first tiers cost: changes less the lines of the baseline, unfairness in units of 200 less nobody's."""

    vacancies: int
    changes: int
    unfairness: int


def open_weeks(ground: Ground) -> Array:
    """M x W: whether a member may serve that week, neither away nor resting from history or round a pin."""
    pinned = ground.pinned != NOWHERE
    near = np.zeros_like(pinned)
    for gap in range(1, min(ground.rest + 1, ground.weeks)):
        near[:, gap:] |= pinned[:, :-gap]
        near[:, :-gap] |= pinned[:, gap:]
    result: Array = ground.free & ~near
    return result


class Stock:
    """Terms, partners and teams: for a bound on one tier, with those before it at what they cost."""

    def __init__(self, ground: Ground, tier: int, tiers: Tiers) -> None:
        self.ground = ground
        self.tier = tier
        self.tiers = tiers
        self._open_weeks = open_weeks(ground)

    @property
    def empty_teams(self) -> int:
        """At most so many teams have nobody."""
        return self.tiers.vacancies // self.ground.team_size

    @cached_property
    def most(self) -> Array:
        """M: the most terms that rest and `max_terms` allow."""
        apart = -(-self.ground.weeks // (self.ground.rest + 1))
        most: Array = np.minimum(self.ground.limit, apart).astype(np.int64)
        return most

    def steps(self) -> tuple[Array, Array]:
        """Each member's first, second ... term: whose it is, and the unfairness (in units of 200) that it adds."""
        member = np.repeat(np.arange(len(self.most)), self.most)
        term = np.arange(len(member)) - np.repeat(np.cumsum(self.most) - self.most, self.most)
        return member, 50 * (2 * term + 1) - self.ground.share[member]

    @cached_property
    def fresh(self) -> Array:
        """M: how many others a member may meet in a team for the first time."""
        ground = self.ground
        may, free = ground.may[:, : ground.villages].astype(np.float32), ground.free.astype(np.float32)
        fresh = np.zeros(len(may), dtype=np.int64)
        for first in range(0, len(may), AT_ONCE):
            part = slice(first, first + AT_ONCE)
            fresh[part] = ((may[part] @ may.T > 0) & (free[part] @ free.T > 0)).sum(axis=1)
        fresh -= (may.any(axis=1) & free.any(axis=1)).astype(np.int64)  # who could be with themselves
        one, other = np.array(sorted(ground.met | ground.apart), dtype=np.int64).reshape(-1, 2).T
        could = (may[one] * may[other]).any(axis=1) & (free[one] * free[other]).any(axis=1)
        np.subtract.at(fresh, one, could.astype(np.int64))
        return fresh

    @cached_property
    def strangers(self) -> Array:
        """V: the teams that need somebody who served there lately, even if history is of use as often as it can be."""
        ground = self.ground
        lately = (ground.served >= -ground.memory) & (ground.visited == 0)
        opens = (ground.seats[: ground.villages] > 0).sum(axis=1)
        history = (lately & ground.may[:, : ground.villages]).sum(axis=0)
        strangers: Array = np.maximum(0, opens - ~ground.known - history)
        return strangers

    @cached_property
    def unknown(self) -> Array:
        """V: the teams, not a village's first, in weeks in which nobody can serve who served there lately."""
        ground = self.ground
        last = np.where(ground.may[:, : ground.villages], ground.served, LONG_AGO).max(axis=0, initial=LONG_AGO)
        opens = ground.seats[: ground.villages] > 0
        unknown = np.zeros(ground.villages, dtype=np.int64)
        for week in range(ground.weeks if ground.memory else 0):
            lately = opens[:, max(0, week - ground.memory) : max(0, week - ground.rest)].any(axis=1)
            before = ground.known | opens[:, :week].any(axis=1)
            unknown += opens[:, week] & before & ~lately & (last < week - ground.memory)
        return unknown
