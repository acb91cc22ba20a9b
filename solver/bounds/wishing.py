"""The wishes in the linear relaxation: what each unmet one costs, and the rows that it stands in."""

import numpy as np

from solver.bounds.pricing import Pricing
from solver.bounds.relaxation import Relaxation
from solver.bounds.sittings import Sittings
from solver.engine.ground import LONG_AGO, Array
from solver.engine.linear import INFINITE

__all__ = ["Wishing"]


class Wishing(Relaxation):
    """The relaxation with all wishes. Its sittings are places, each by itself."""

    def __init__(self, pricing: Pricing, sittings: Sittings) -> None:
        super().__init__(pricing, sittings)
        self._repeat_village()
        self._unmet_skill()
        self._crowding()
        self._repeat_partner()

    def _repeat_village(self) -> None:
        ground, sittings = self.ground, self.sittings
        if not ground.repeat_village:
            return
        (member, village), where = self.distinct(sittings.member[self.is_team], sittings.place[self.is_team])
        rows = self.rows("visits", (member, village), -INFINITE, 1 - ground.visited[member, village])
        repeats = self.priced(len(member), ground.weeks, ground.repeat_village)
        self.programme.put(rows[where], self.serves[self.is_team])
        self.programme.put(rows, repeats, -1)
        if ground.memory and ground.no_continuity:
            self._no_continuity(village, repeats)

    def _no_continuity(self, village: Array, repeats: Array) -> None:
        """Whoever served a village lately serves there again: so many repeats, or so many teams of strangers."""
        ground, villages = self.ground, np.arange(self.ground.villages)
        rows = self.rows("continuity", (villages,), self.pricing.strangers, INFINITE)
        self.programme.put(rows[village], repeats)
        unknown = self.rows("unknown", (villages,), self.pricing.unknown, INFINITE)
        strange = self.priced(len(villages), ground.weeks, ground.no_continuity)
        self.programme.put(rows, strange)
        self.programme.put(unknown, strange)
        if self.pricing.empty_teams:
            idle = self.priced(len(villages), self.pricing.empty_teams, 0)
            self.programme.put(rows, idle)
            self.programme.put(unknown, idle)
            self.programme.put(self.rows("empties", (), -INFINITE, self.pricing.empty_teams), idle)

    def _unmet_skill(self) -> None:
        ground, sittings = self.ground, self.sittings
        first = ground.wants_first
        village, week = np.divmod(np.repeat(np.arange(len(first) - 1), np.diff(first)), ground.weeks)
        wants = np.nonzero(ground.seats[village, week] > 0)[0] if ground.unmet_skill else np.zeros(0, dtype=np.int64)
        rows = self.rows("skills", (wants,), 1, INFINITE)
        self.programme.put(rows, self.priced(len(wants), 1, ground.unmet_skill))
        by_place = _grouped(sittings.place * ground.weeks + sittings.week)
        for row, want in zip(rows.tolist(), wants.tolist(), strict=True):
            team = by_place.get(int(village[want] * ground.weeks + week[want]), np.zeros(0, dtype=np.int64))
            able = team[ground.has[sittings.member[team], ground.wants[want]]]
            self.programme.put(row, self.serves[able])

    def _crowding(self) -> None:
        """Two successive terms g < S weeks apart lie together in S - g windows of S weeks."""
        ground, sittings = self.ground, self.sittings
        for week in range(1 - ground.window, ground.weeks if ground.crowding and ground.window > 1 else 0):
            near = (sittings.week >= week) & (sittings.week < week + ground.window)
            (member,), where = self.distinct(sittings.member[near])
            before = ground.last_week[member]
            once = 1 - ((before > LONG_AGO) & (before >= week))
            keys = member, np.full(len(member), week + ground.window - 1)
            rows = self.rows("crowding", keys, -INFINITE, once)
            self.programme.put(rows[where], self.serves[near])
            self.programme.put(rows, self.priced(len(member), ground.window, ground.crowding), -1)

    def _repeat_partner(self) -> None:
        """Whoever has more partners' places than people to meet for the first time meets somebody again."""
        ground, pricing = self.ground, self.pricing
        mates = ground.team_size - 1
        members = np.nonzero(mates * pricing.most > pricing.fresh)[0]
        if not (ground.repeat_partner and mates and len(members)):
            return
        rows = self.rows("partners", (members,), -INFINITE, pricing.fresh[members])
        row_of = np.full(len(ground.lead), -1)
        row_of[members] = rows
        counts = self.is_team & (row_of[self.sittings.member] >= 0)
        self.programme.put(row_of[self.sittings.member[counts]], self.serves[counts], mates)
        again = self.priced(len(members), mates * ground.weeks, 0)
        self.programme.put(rows, again, -1)
        met = self.rows("meetings", (), 0, INFINITE)
        self.programme.put(met, again, -1)
        self.programme.put(met, self.priced(1, ground.team_size * len(ground.seat_place), ground.repeat_partner), 2)
        if pricing.tiers.vacancies:
            alone = self.priced(len(members), mates * pricing.tiers.vacancies, 0)
            self.programme.put(rows, alone, -1)
            self.programme.put(self.rows("lost", (), -INFINITE, mates * pricing.tiers.vacancies), alone)


def _grouped(keys: Array) -> dict[int, Array]:
    """Where each key stands."""
    order = np.argsort(keys, kind="stable")
    found, first = np.unique(keys[order], return_index=True)
    return dict(zip(found.tolist(), np.split(order, first[1:]), strict=len(keys) > 0))
