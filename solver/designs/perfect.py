"""A start from mathematics: a season in which no two meet twice, where a problem is near enough to one.

The points of a season (solver.designs.seasons) are given to members so that leave, leads and people kept apart cross
as few of its teams as chance can find; what is still crossed is for the search to mend.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from solver.designs.kirkman import Season, Triple
from solver.designs.seasons import season
from solver.engine.ground import NOBODY, Array, Ground
from solver.teams.greedy import completed

__all__ = ["perfect_holder"]

TEAM = 3
MOST_MEMBERS = 150
"""Beyond, building a season takes seconds, and nobody meets everybody anyway."""
NEAR = 0.8
"""The share of weeks in which members are free, and of villages that they may serve in, from which on it is near."""
TRIES = 20_000
"""Divided by the weeks: how many exchanges of two members are tried."""


def perfect_holder(ground: Ground) -> Array | None:
    """The member in each seat, or NOBODY, after a season; None where no season is near."""
    if not _is_near(ground):
        return None
    days = season(len(ground.lead), _most_teams(ground))
    if not days:
        return None
    crossing = _Crossing(ground, days)
    crossing.untangle()
    wanted = np.full(len(ground.seat_place), NOBODY, dtype=np.int64)
    visits = ground.visited.astype(np.int64)
    for week, teams in crossing.teams():
        for team, village in _sent(ground, week, teams, visits):
            first = int(ground.first[village, week])
            wanted[first : first + TEAM] = team
            visits[team, village] = 1
    return completed(ground, wanted)


def _most_teams(ground: Ground) -> int:
    return int((ground.seats[: ground.villages] > 0).sum(axis=0).max(initial=0))


def _is_near(ground: Ground) -> bool:
    """Whether teams are of three, nobody must rest, most members serve, and most may serve at any time anywhere."""
    members, seats = len(ground.lead), TEAM * _most_teams(ground)
    if ground.has_baseline or ground.team_size != TEAM or not ground.repeat_partner:
        return False
    if not seats <= members <= MOST_MEMBERS:
        return False
    is_open = (ground.rest == 0 or ground.weeks == 1) and members < 2 * seats
    return is_open and ground.free.mean() >= NEAR and bool(ground.may[:, : ground.villages].mean() >= NEAR)


class _Crossing:
    """Who stands at which point of the season, and which teams of which weeks the rules then cross."""

    def __init__(self, ground: Ground, days: Season) -> None:
        self.ground = ground
        counts = (ground.seats[: ground.villages] > 0).sum(axis=0).tolist()
        self._days = [days[week % len(days)][:count] for week, count in enumerate(counts)]
        self._teams = [(week, team) for week, teams in enumerate(self._days) for team in teams]
        self._member_at = _leads_last(ground)
        self._dice = np.random.default_rng(0)

    def teams(self) -> Iterable[tuple[int, list[list[int]]]]:
        """The members of each team, week by week."""
        return ((week, [self._members(team) for team in teams]) for week, teams in enumerate(self._days))

    def untangle(self) -> None:
        """Exchange members, one of them in a crossed team, while there is such a team and it does no harm."""
        crossed = {number for number in range(len(self._teams)) if self._is_crossed(number)}
        for _ in range(TRIES // max(1, self.ground.weeks)):
            if not crossed:
                return
            _, team = self._teams[sorted(crossed)[self._below(len(crossed))]]
            one, other = team[self._below(TEAM)], self._below(len(self._member_at))
            near = {*self._teams_of[one], *self._teams_of[other]}
            self._exchange(one, other)
            now = {number for number in near if self._is_crossed(number)}
            if len(now) > len(crossed & near):
                self._exchange(one, other)
            else:
                crossed = (crossed - near) | now

    def _exchange(self, one: int, other: int) -> None:
        at = self._member_at
        at[one], at[other] = at[other], at[one]

    def _below(self, limit: int) -> int:
        return int(self._dice.integers(limit))

    def _members(self, team: Triple) -> list[int]:
        return [self._member_at[point] for point in team]

    @cached_property
    def _teams_of(self) -> list[list[int]]:
        """By point: the numbers of the teams that it is in."""
        return [
            [n for n, (_, team) in enumerate(self._teams) if point in team] for point in range(len(self._member_at))
        ]

    @cached_property
    def _can_be_replaced(self) -> list[bool]:
        """By week: whether there are more members than seats."""
        return [int(seats) < len(self._member_at) for seats in self.ground.seats.sum(axis=0)]

    def _is_crossed(self, number: int) -> bool:
        """Whether somebody is away who could be resting, two are apart, or all three are no leads."""
        week, points = self._teams[number]
        team = self._members(points)
        there = [member for member in team if self.ground.free[member, week]]
        if len(there) < TEAM:
            return self._can_be_replaced[week] or self._are_apart(there)
        return self._are_apart(there) or not any(self.ground.lead[member] for member in there)

    def _are_apart(self, there: Sequence[int]) -> bool:
        return any((one, other) in self.ground.apart for one in there for other in there)


def _leads_last(ground: Ground) -> list[int]:
    """Members by point: in many systems the first points, about half of all, hold no whole team."""
    order: list[int] = np.argsort(ground.lead, kind="stable").tolist()
    return order


def _sent(ground: Ground, week: int, teams: list[list[int]], visits: Array) -> Iterable[tuple[list[int], int]]:
    """The teams with their villages, so that travel, dislikes and repeated visits are few."""
    villages = np.nonzero(ground.seats[: ground.villages, week])[0]
    dear = ground.points + np.where(ground.may, 0, 10**6)
    dear[:, : ground.villages] += ground.repeat_village * visits
    costs = np.array([dear[team][:, villages].sum(axis=0) for team in teams]).reshape(len(teams), len(villages))
    if costs.size and costs.min() == costs.max():
        return zip(teams, villages.tolist(), strict=False)
    return [(teams[row], int(villages[column])) for row, column in _matched(costs)]


def _matched(costs: Array) -> Iterable[tuple[int, int]]:
    """Rows and columns at the least total."""
    from ortools.graph.python import linear_sum_assignment  # type: ignore[import-untyped]

    rows, columns = np.indices((max(costs.shape),) * 2)
    square = np.zeros_like(rows)
    square[: costs.shape[0], : costs.shape[1]] = costs
    solver = linear_sum_assignment.SimpleLinearSumAssignment()
    solver.add_arcs_with_cost(rows.ravel(), columns.ravel(), square.ravel())
    solver.solve()
    matched = [(row, solver.right_mate(row)) for row in range(costs.shape[0])]
    return [(row, column) for row, column in matched if column < costs.shape[1]]
