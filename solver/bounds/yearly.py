"""The relaxation of the wishes with all weeks added up: how often each member visits each place.

It is small even for a city, and what its rows are worth is a fair guess of what those of each week are.
"""

import numpy as np

from solver.bounds.formulation import Formulation
from solver.bounds.pricing import Pricing
from solver.bounds.stock import open_weeks
from solver.engine.ground import Array
from solver.engine.linear import INFINITE

__all__ = ["Yearly"]


class Yearly(Formulation):
    """A column for each member and place: the number of terms there. Dislikes of weeks and skills are left out."""

    def __init__(self, pricing: Pricing) -> None:
        super().__init__(pricing)
        ground = self.ground
        weeks = open_weeks(ground).astype(np.int64) @ (ground.seats > 0).T
        self.member, self.place = np.nonzero(ground.may & (weeks > 0))
        self.most = weeks[self.member, self.place]
        self.visits = self.priced(len(self.member), self.most, ground.points[self.member, self.place])
        self.is_team = self.place < ground.villages
        self._seats()
        self._leads()
        self._terms()
        self._repeat_village()
        self._crowding()

    def weekly(self, values: Array) -> Array:
        """M x P: how much of a term each week gets, of what the columns say of the year."""
        share: Array = np.zeros(self.ground.may.shape)
        share[self.member, self.place] = values[self.visits] / self.most
        return share

    def _of_weeks(self, family: str, places: Array, rows: Array) -> None:
        weeks = np.tile(np.arange(self.ground.weeks), len(places))
        self.known_as(family, (np.repeat(places, self.ground.weeks), weeks), np.repeat(rows, self.ground.weeks))

    def _seats(self) -> None:
        ground, vacancies = self.ground, self.pricing.tiers.vacancies
        least = np.maximum(0, ground.seats - vacancies).sum(axis=1)
        rows = self.programme.rows(len(ground.seats), least, ground.seats.sum(axis=1))
        self.programme.put(rows[self.place], self.visits)
        self._of_weeks("seats", np.arange(len(ground.seats)), rows)
        if vacancies:
            filled = len(ground.seat_place) - vacancies
            self.programme.put(self.rows("filled", (), filled, filled), self.visits)

    def _leads(self) -> None:
        ground = self.ground
        room = (ground.team_size - 1) * (ground.seats[: ground.villages] > 0).sum(axis=1)
        rows = self.programme.rows(ground.villages, -INFINITE, room)
        follows = self.is_team & ~ground.lead[self.member]
        self.programme.put(rows[self.place[follows]], self.visits[follows])
        self._of_weeks("leads", np.arange(ground.villages), rows)

    def _terms(self) -> None:
        members, steps = self.pricing.steps()
        columns = self.priced(len(members), 1, 0)
        rows = self.rows("terms", (np.arange(len(self.ground.lead)),), 0, 0)
        self.programme.put(rows[members], columns)
        self.programme.put(rows[self.member], self.visits, -1)
        self.programme.put(self.rows("unfairness", (), -INFINITE, self.pricing.tiers.unfairness), columns, steps)

    def _repeat_village(self) -> None:
        ground, team = self.ground, self.is_team
        member, village = self.member[team], self.place[team]
        rows = self.rows("visits", (member, village), -INFINITE, 1 - ground.visited[member, village])
        repeats = self.priced(len(rows), ground.weeks, ground.repeat_village)
        self.programme.put(rows, self.visits[team])
        self.programme.put(rows, repeats, -1)
        if ground.memory and ground.no_continuity:
            villages = np.arange(ground.villages)
            strangers = self.rows("continuity", (villages,), self.pricing.strangers, INFINITE)
            unknown = 0 if self.pricing.empty_teams else self.pricing.unknown
            strange = self.priced(len(villages), ground.weeks, ground.no_continuity)
            self.programme.put(strangers[village], repeats)
            self.programme.put(strangers, strange)
            self.programme.put(self.rows("unknown", (villages,), unknown, INFINITE), strange)

    def _crowding(self) -> None:
        """Each term lies in as many windows as these have weeks, each of which has room for one."""
        ground = self.ground
        if not ground.crowding or ground.window <= 1:
            return
        members, windows = np.arange(len(ground.lead)), ground.weeks + ground.window - 1
        taken = np.clip(ground.last_week + ground.window, 0, windows)
        rows = self.programme.rows(len(members), -INFINITE, windows - taken)
        self.programme.put(rows[self.member], self.visits, ground.window)
        self.programme.put(rows, self.priced(len(members), ground.window * ground.weeks, ground.crowding), -1)
        keys = np.repeat(members, windows), np.tile(np.arange(windows), len(members))
        self.known_as("crowding", keys, np.repeat(rows, windows))
