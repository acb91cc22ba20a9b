"""The linear relaxation of the whole, as far as the first tiers need it; solver.bounds.wishing adds the wishes.

Its rows are those of solver.certificates.certificate. Its least cost is a bound on a tier of every roster whose
earlier tiers cost what they cost here. In its coarse form a place is any village or any zone, which is enough for
most bounds on the first tiers.
"""

import numpy as np

from solver.bounds.formulation import Formulation
from solver.bounds.pricing import Pricing
from solver.bounds.sittings import ANY_VILLAGE, Sittings
from solver.bounds.stock import CHANGES, UNFAIRNESS, VACANCIES
from solver.engine.ground import NOWHERE, Array
from solver.engine.linear import INFINITE

__all__ = ["Relaxation"]


class Relaxation(Formulation):
    """A column for each sitting, and rows for all rules but `apart_stay_apart`; the tiers before are kept."""

    def __init__(self, pricing: Pricing, sittings: Sittings) -> None:
        super().__init__(pricing)
        self.sittings = sittings
        self.is_team = sittings.in_village(self.ground)
        pinned = self.ground.pinned[sittings.member, sittings.week] != NOWHERE
        self.serves = self.priced(len(sittings.member), 1, self._cost_of_terms(), lower=pinned * 1)
        self._seats()
        self._leads()
        self._rest()
        self._terms()
        self._tiers_before()

    def distinct(self, *keys: Array) -> tuple[tuple[Array, ...], Array]:
        """Keys without repetition, and where each is found among them."""
        found, where = np.unique(np.stack(keys), axis=1, return_inverse=True)
        return tuple(found), where

    def _cost_of_terms(self) -> Array:
        ground, sittings, tier = self.ground, self.sittings, self.pricing.tier
        if tier == VACANCIES:
            return np.full(len(sittings.member), -1)
        if tier == CHANGES:
            return self._worth()
        if tier == UNFAIRNESS:
            return np.zeros(len(sittings.member), dtype=np.int64)
        points: Array = (
            ground.points[sittings.member, sittings.place] + ground.week_points[sittings.member, sittings.week]
        )
        return points

    def _worth(self) -> Array:
        """How many changes from the baseline a term is worth, against not serving."""
        old = self.ground.baseline[self.sittings.member, self.sittings.week]
        worth: Array = (self.sittings.place != old) * 1 - (old != NOWHERE)
        return worth

    def _seats(self) -> None:
        """No more terms than seats; once the vacancies are known, no fewer than that leaves."""
        ground, sittings, vacancies = self.ground, self.sittings, self.pricing.tiers.vacancies
        is_known = self.pricing.tier > VACANCIES
        is_fine = sittings.place.min(initial=0) >= 0
        exact = sittings.place >= 0
        (place, week), where = self.distinct(sittings.place[exact], sittings.week[exact])
        seats = ground.seats[place, week]
        least = np.maximum(0, seats - vacancies) if is_known and is_fine else -INFINITE
        self.programme.put(self.rows("seats", (place, week), least, seats)[where], self.serves[exact])
        if not is_fine:
            self._seats_of_weeks(is_known=is_known)
        if is_known and (vacancies or is_fine):
            filled = len(ground.seat_place) - vacancies
            self.programme.put(self.rows("filled", (), filled, filled), self.serves)

    def _seats_of_weeks(self, *, is_known: bool) -> None:
        ground, vacancies = self.ground, self.pricing.tiers.vacancies
        for part, inside in (
            (slice(None, ground.villages), self.is_team),
            (slice(ground.villages, None), ~self.is_team),
        ):
            room = ground.seats[part].sum(axis=0)
            numbers = self.programme.rows(ground.weeks, room - vacancies if is_known else -INFINITE, room)
            self.programme.put(numbers[self.sittings.week[inside]], self.serves[inside])
            self._same_for("seats", np.arange(len(ground.seats))[part], numbers)

    def _same_for(self, family: str, places: Array, numbers: Array) -> None:
        """A row for all these places in each week is worth as much as a row for each of them."""
        week = np.tile(np.arange(self.ground.weeks), len(places))
        self.known_as(family, (np.repeat(places, self.ground.weeks), week), np.tile(numbers, len(places)))

    def _leads(self) -> None:
        ground, sittings = self.ground, self.sittings
        follows = self.is_team & ~ground.lead[sittings.member]
        exact = follows & (sittings.place >= 0)
        keys, where = self.distinct(sittings.place[exact], sittings.week[exact])
        self.programme.put(self.rows("leads", keys, -INFINITE, ground.team_size - 1)[where], self.serves[exact])
        if (sittings.place == ANY_VILLAGE).any():
            room = (ground.team_size - 1) * (ground.seats[: ground.villages] > 0).sum(axis=0)
            numbers = self.programme.rows(ground.weeks, -INFINITE, room)
            self.programme.put(numbers[sittings.week[follows]], self.serves[follows])
            self._same_for("leads", np.arange(ground.villages), numbers)

    def _rest(self) -> None:
        """In any rest_weeks + 1 weeks in a row, a member serves at most once."""
        ground, sittings = self.ground, self.sittings
        for week in range(ground.weeks):
            near = (sittings.week >= week) & (sittings.week <= week + ground.rest)
            if week == 0 or week + ground.rest < ground.weeks:
                (member,), where = self.distinct(sittings.member[near])
                rows = self.rows("rest", (member, np.full(len(member), week)), -INFINITE, 1)
                self.programme.put(rows[where], self.serves[near])

    def _terms(self) -> None:
        """Columns of each member's first, second ... term."""
        member, self._step_costs = self.pricing.steps()
        self._steps = self.priced(len(member), 1, self._step_costs if self.pricing.tier == UNFAIRNESS else 0)
        rows = self.rows("terms", (np.arange(len(self.ground.lead)),), 0, 0)
        self.programme.put(rows[member], self._steps)
        self.programme.put(rows[self.sittings.member], self.serves, -1)

    def _tiers_before(self) -> None:
        tier, tiers = self.pricing.tier, self.pricing.tiers
        if tier > CHANGES and self.ground.has_baseline:
            self.programme.put(self.rows("changes", (), -INFINITE, tiers.changes), self.serves, self._worth())
        if tier > UNFAIRNESS:
            self.programme.put(self.rows("unfairness", (), -INFINITE, tiers.unfairness), self._steps, self._step_costs)
