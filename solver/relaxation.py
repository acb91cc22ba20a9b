"""The linear relaxation of the whole: a column for each member, place and week, and one for each wish unmet.

Pairs and continuity are left out, since a relaxation can always spread them thin; so its least cost is a bound on
the wishes of every roster whose earlier tiers cost what they cost here.
"""

import numpy as np

from solver.ground import LONG_AGO, Array, Ground
from solver.linear import INFINITE, Programme

__all__ = ["Relaxation"]


class Relaxation:
    """The programme and what its columns cost in wishes."""

    def __init__(self, ground: Ground, tiers: tuple[int, int, int]) -> None:
        """`tiers` are vacancies, changes (less the baseline's lines) and unfairness (in units of 200)."""
        self.ground = ground
        self.programme = Programme()
        self._cost: list[Array] = []
        open_to = ground.free[:, None, :] & ground.may[:, :, None] & (ground.seats > 0)[None]
        pinned = np.moveaxis(ground.pinned[None] == np.arange(len(ground.seats))[:, None, None], 0, 1)
        open_to = np.where((ground.pinned >= 0)[:, None, :], pinned, open_to)
        self.member, self.place, self.week = (part.astype(np.int64) for part in np.nonzero(open_to))
        self.serves = self._priced(
            len(self.member), 1, ground.points[self.member, self.place] + ground.week_points[self.member, self.week]
        )
        vacancies, changes, unfairness = tiers
        self._rules()
        self._seats_filled(vacancies)
        self._changes_kept(changes)
        self._unfairness_kept(unfairness)
        self._repeat_village()
        self._unmet_skill()
        self._crowding()

    @property
    def cost(self) -> Array:
        """By column."""
        return np.concatenate(self._cost)

    def _priced(self, count: int, upper: object, cost: object) -> Array:
        self._cost.append(np.broadcast_to(np.asarray(cost, dtype=np.int64), count))
        return self.programme.columns(count, 0, upper)

    def _rules(self) -> None:
        """Pins hold, terms are apart, and a lead is in every team."""
        ground, programme = self.ground, self.programme
        for column in self.serves[ground.pinned[self.member, self.week] >= 0]:
            programme.row(column, 1, 1, INFINITE)
        for week in range(max(1, ground.weeks - ground.rest)):
            near = (self.week >= week) & (self.week <= week + ground.rest)
            self._at_most(1, self.member[near], self.serves[near])
        follows = (self.place < ground.villages) & ~ground.lead[self.member]
        self._at_most(ground.team_size - 1, self._team(follows), self.serves[follows])

    def _team(self, part: Array) -> Array:
        return self.place[part] * self.ground.weeks + self.week[part]

    def _at_most(self, limit: int, keys: Array, columns: Array) -> None:
        _, rows = np.unique(keys, return_inverse=True)
        self.programme.put(self.programme.rows(int(rows.max(initial=-1)) + 1, -INFINITE, limit)[rows], columns)

    def _seats_filled(self, vacancies: int) -> None:
        ground = self.ground
        seats = ground.seats.ravel()
        rows = self.programme.rows(len(seats), seats if vacancies == 0 else -INFINITE, seats)
        self.programme.put(rows[self._team(self.serves)], self.serves)
        if vacancies:
            filled = len(ground.seat_place) - vacancies
            self.programme.row(self.serves, 1, filled, filled)

    def _changes_kept(self, changes: int) -> None:
        ground = self.ground
        if ground.has_baseline:
            old = ground.baseline[self.member, self.week]
            self.programme.row(self.serves, (self.place != old) * 1 - (old >= 0) * 1, -INFINITE, changes)

    def _unfairness_kept(self, unfairness: int) -> None:
        """Columns of each member's first, second ... term; together they cost no more than they do."""
        ground, programme = self.ground, self.programme
        most = np.minimum(ground.limit, -(-ground.weeks // (ground.rest + 1))).astype(np.int64)
        member = np.repeat(np.arange(len(most)), most)
        term = np.arange(len(member)) - np.repeat(np.cumsum(most) - most, most)
        steps = self._priced(len(member), 1, 0)
        rows = programme.rows(len(most), 0, 0)
        programme.put(rows[member], steps)
        programme.put(rows[self.member], self.serves, -1)
        programme.row(steps, 50 * (2 * term + 1) - ground.share[member], -INFINITE, unfairness)

    def _repeat_village(self) -> None:
        ground = self.ground
        if ground.repeat_village:
            team = self.place < ground.villages
            pairs, rows = np.unique(self.member[team] * ground.villages + self.place[team], return_inverse=True)
            first = 1 - ground.visited.ravel()[pairs]
            numbers = self.programme.rows(len(pairs), -INFINITE, first)
            self.programme.put(numbers[rows], self.serves[team])
            self.programme.put(numbers, self._priced(len(pairs), ground.weeks, ground.repeat_village), -1)

    def _unmet_skill(self) -> None:
        ground = self.ground
        for village in range(ground.villages if ground.unmet_skill else 0):
            for week in np.nonzero(ground.seats[village])[0].tolist():
                wanted = village * ground.weeks + week
                team = self.serves[(self.place == village) & (self.week == week)]
                for skill in ground.wants[ground.wants_first[wanted] : ground.wants_first[wanted + 1]]:
                    able = team[ground.has[self.member[team], skill]]
                    unmet = self._priced(1, 1, ground.unmet_skill)
                    self.programme.row(np.concatenate([able, unmet]), 1, 1, INFINITE)

    def _crowding(self) -> None:
        """Two successive terms g < S weeks apart lie together in S - g windows of S weeks."""
        ground = self.ground
        for week in range(1 - ground.spacing, ground.weeks if ground.crowding and ground.spacing > 1 else 0):
            near = (self.week >= week) & (self.week < week + ground.spacing)
            members, rows = np.unique(self.member[near], return_inverse=True)
            before = ground.last_week[members]
            once = 1 - ((before > LONG_AGO) & (before >= week)) * 1
            numbers = self.programme.rows(len(members), -INFINITE, once)
            self.programme.put(numbers[rows], self.serves[near])
            self.programme.put(numbers, self._priced(len(members), ground.spacing, ground.crowding), -1)
