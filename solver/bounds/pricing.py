"""A bound from any multipliers, in whole numbers: mended where that is free, then recounted.

For multipliers y of rows with limits b it is y b + the sum over columns of min(0, c - y A) u (weak duality). The
rows that say that terms are apart get the best multipliers that there are: within them each member's weeks are an
interval graph, where the dearest set of terms is found from left to right (Frank 1975).
"""

from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from solver.bounds.multipliers import SCALE, Multipliers
from solver.bounds.stock import CHANGES, UNFAIRNESS, VACANCIES, WISHES, Stock
from solver.engine.ground import NOWHERE, Array

__all__ = ["Pricing"]

AT_ONCE = 2_000_000
"""Members x places x weeks that are priced together."""
MACHINE_WORD = 2**62


class Pricing(Stock):
    """The relaxation as far as a bound needs it: one tier, with those before it at what they cost."""

    @cached_property
    def _is_wanted(self) -> Array:
        """K: whether the village is open in the week of the want."""
        is_open = self.ground.seats[: self.ground.villages].ravel() > 0
        return np.repeat(is_open, np.diff(self.ground.wants_first))

    @cached_property
    def _steps(self) -> Array:
        """M x terms: the unfairness (in units of 200) of each member's first, second, third ... term."""
        term = np.arange(int(self.most.max(initial=0)))
        steps: Array = 50 * (2 * term + 1)[None] - self.ground.share[:, None]
        return steps

    def _largest(self, y: Multipliers) -> int:
        """No number that the bound goes through is larger."""
        ground = self.ground
        paid = sum(_most(part) for part in (y.seats, y.leads, y.visits, y.terms, y.filled, 2 * y.changes))
        paid += _most(y.crowding) * max(1, ground.window) + _most(y.partners) * ground.team_size + int(y.skills.sum())
        price = paid + SCALE * (2 + _most(ground.points) + _most(ground.week_points))
        step = (SCALE + _most(y.unfairness)) * _most(self._steps) + _most(y.terms)
        cells = len(ground.lead) * (2 * ground.weeks + ground.villages) + ground.seats.size
        largest: int = (price + step) * cells * max(ground.weeks, _most(ground.seats), len(ground.lead))
        return largest

    def bound(self, multipliers: Multipliers) -> tuple[int, Multipliers]:
        """A lower bound on the tier (in its own units, rounded up), and the multipliers that give it."""
        y = self._mended(multipliers.whole())
        if self._largest(y) >= MACHINE_WORD:
            y = y.as_kind(object)
        total = self._columns(y) + self._terms(y) + self._rows(y)
        return -(-total // SCALE), y

    def _mended(self, y: Multipliers) -> Multipliers:
        """No multiplier of the wrong sign, and none that makes a column cost less than nothing."""
        ground, wishes = self.ground, self.tier == WISHES
        once = SCALE * ground.repeat_village * wishes
        strange = SCALE * ground.no_continuity * wishes * (ground.memory > 0)
        continuity = np.clip(y.continuity, 0, min(strange, once))
        unknown = np.clip(y.unknown, 0, strange - continuity)
        meetings = min(max(0, y.meetings), SCALE * ground.repeat_partner * wishes // 2)
        partners = np.clip(y.partners, -meetings, 0)
        return replace(
            y,
            leads=np.minimum(0, y.leads) * (ground.seats[: ground.villages] > 0),
            visits=np.clip(y.visits, continuity - once, 0),
            skills=np.clip(y.skills, 0, SCALE * ground.unmet_skill * wishes) * self._is_wanted,
            crowding=np.clip(y.crowding, -SCALE * ground.crowding * (wishes and ground.window > 1), 0),
            continuity=continuity,
            unknown=unknown,
            empties=-int((continuity + unknown).max(initial=0)) if self.empty_teams else 0,
            partners=partners,
            lost=int(partners.min(initial=0)) if self.tiers.vacancies else 0,
            meetings=meetings,
            filled=y.filled if self.tier > VACANCIES else 0,
            changes=min(0, y.changes) if self.tier > CHANGES else 0,
            unfairness=min(0, y.unfairness) if self.tier > UNFAIRNESS else 0,
        )

    def _columns(self, y: Multipliers) -> int:
        """What all terms together cost at least; sets the multipliers of rest."""
        ground = self.ground
        total, step = 0, max(1, AT_ONCE // max(1, ground.seats.size))
        for first in range(0, len(ground.lead), step):
            part = slice(first, first + step)
            prices, is_open = self._prices(y, part), self._is_open(part)
            pinned = ground.pinned[part] != NOWHERE
            total += int(np.where(is_open & pinned[:, None], prices, 0).sum())
            cheapest = np.where(is_open, prices, 0).min(axis=1, initial=0)
            y.rest[part] = self._apart(np.where(pinned, 0, cheapest))
        return total

    def _is_open(self, part: slice) -> Array:
        """M x P x W: who may serve where and when."""
        ground = self.ground
        pinned = ground.pinned[part]
        is_pinned = pinned[:, None] == np.arange(len(ground.seats))[:, None]
        may = ground.may[part][:, :, None] & (ground.seats > 0)[None] & self._open_weeks[part][:, None]
        result: Array = may & np.where((pinned != NOWHERE)[:, None], is_pinned, True)  # noqa: FBT003 - NumPy's way
        return result

    def _prices(self, y: Multipliers, part: slice) -> Array:
        """M x P x W: what a term costs less what the rows (but those of rest) pay for it."""
        ground, villages = self.ground, self.ground.villages
        once = y.terms[part] - y.filled
        weekly = -_windows(y.crowding[part], ground.weeks) + once[:, None]
        prices: Array = weekly[:, None] - y.seats[None]
        prices[:, :villages] -= y.visits[part][:, :, None] + ((ground.team_size - 1) * y.partners[part])[:, None, None]
        prices[:, :villages] -= np.where(ground.lead[part][:, None, None], 0, y.leads[None])
        if self.tier == VACANCIES:
            prices -= SCALE
        if self.tier == WISHES:
            points = ground.points[part][:, :, None] + ground.week_points[part][:, None]
            prices += SCALE * points.astype(prices.dtype)
        if ground.has_baseline and self.tier >= CHANGES:
            prices += ((SCALE if self.tier == CHANGES else 0) - y.changes) * self._worth(part)
        self._pay_for_skills(y, prices, part)
        return prices

    def _worth(self, part: slice) -> Array:
        """M x P x W: how many changes from the baseline a term is worth, against not serving."""
        old = self.ground.baseline[part][:, None]
        worth: Array = (np.arange(len(self.ground.seats))[:, None] != old) * 1 - (old != NOWHERE)
        return worth

    def _pay_for_skills(self, y: Multipliers, prices: Array, part: slice) -> None:
        ground = self.ground
        where = np.repeat(np.arange(len(ground.wants_first) - 1), np.diff(ground.wants_first))
        for want in np.nonzero(y.skills)[0].tolist():
            village, week = divmod(int(where[want]), ground.weeks)
            prices[ground.has[part, ground.wants[want]], village, week] -= y.skills[want]

    def _apart(self, cheapest: Array) -> Array:
        """M x W: multipliers of the rows of rest that make up for every term that costs less than nothing."""
        rest = np.zeros_like(cheapest)
        for week in range(self.ground.weeks):
            before = rest[:, max(0, week - self.ground.rest) : week].sum(axis=1)
            rest[:, week] = np.minimum(0, cheapest[:, week] - before)
        return rest

    def _terms(self, y: Multipliers) -> int:
        """What the first, second, third ... terms of all members cost at least."""
        price = (SCALE if self.tier == UNFAIRNESS else 0) - y.unfairness
        prices = price * self._steps.astype(y.terms.dtype) - y.terms[:, None]
        counts = np.arange(self._steps.shape[1])[None] < self.most[:, None]
        return int(np.where(counts, np.minimum(0, prices), 0).sum())

    def _rows(self, y: Multipliers) -> int:
        """The limits of all rows times their multipliers."""
        ground, vacancies = self.ground, self.tiers.vacancies
        sure = np.maximum(0, ground.seats - vacancies) if self.tier > VACANCIES else 0
        total = int((np.minimum(0, y.seats) * ground.seats + np.maximum(0, y.seats) * sure).sum())
        total += int(y.rest.sum()) + (ground.team_size - 1) * int(y.leads.sum())
        total += int((y.visits * (1 - ground.visited)).sum()) + int(y.skills.sum())
        total += int((y.crowding * (1 - self._served_before())).sum())
        total += int((y.continuity * self.strangers).sum()) + int((y.unknown * self.unknown).sum())
        total += y.empties * self.empty_teams
        total += int((y.partners * self.fresh).sum()) if y.partners.any() else 0
        total += y.lost * (ground.team_size - 1) * vacancies
        total += y.filled * (len(ground.seat_place) - vacancies)
        total += int(y.changes * self.tiers.changes) + int(y.unfairness * self.tiers.unfairness)
        return int(total)

    def _served_before(self) -> Array:
        """M x windows: whether the last term before week 0 lies in the window."""
        first = np.arange(1 - max(1, self.ground.window), self.ground.weeks)
        result: Array = (self.ground.last_week[:, None] >= first[None]) * 1
        return result


def _windows(starting: Array, weeks: int) -> Array:
    """By week: the sum over all windows that it lies in, given by the week in which each begins."""
    spacing = starting.shape[1] - weeks + 1
    sums = np.concatenate([np.zeros((len(starting), 1), dtype=starting.dtype), starting.cumsum(axis=1)], axis=1)
    result: Array = sums[:, spacing:] - sums[:, :weeks]
    return result


def _most(values: Any) -> int:
    return int(np.abs(values).max(initial=0))
