"""What no roster can beat: bounds by linear programmes, which are asked for multipliers and trusted never."""

from collections.abc import Callable, Iterator

import numpy as np

from solver.bounds.counting import Bound, counted
from solver.bounds.formulation import Formulation
from solver.bounds.multipliers import zeros
from solver.bounds.pricing import Pricing
from solver.bounds.relaxation import Relaxation
from solver.bounds.sittings import Sittings
from solver.bounds.stock import CHANGES, UNFAIRNESS, VACANCIES, WISHES, Tiers, open_weeks
from solver.bounds.wishing import Wishing
from solver.bounds.yearly import Yearly
from solver.engine.ground import Ground, size_of
from solver.engine.linear import Answer, Approach, Method

__all__ = ["first_bounds", "least_wishes"]

FINE = 25_000
TOO_LARGE = 400_000
"""Members, places and weeks that go together: up to here the first tiers are bounded place by place, or at all."""
QUICK = 10_000
"""Up to so many of them an interior point is found sooner than a first-order method gets near it."""
PATIENCE = 0.2
"""The share of the time left that a programme for a certificate of the first tiers may take."""
SHORTEST = 1.5
LONGEST = 20.0
"""Seconds of a first-order method until its multipliers are looked at: at first, and at last."""
WORTH = 2e-4
"""The share by which a bound must get better each time, that it pays to go on."""


def first_bounds(ground: Ground, tiers: Tiers, remaining: Callable[[], float]) -> Iterator[Bound]:
    """Bounds on the first tiers, if they cost this: by counting where that meets the cost, else by a programme."""
    costs = (tiers.vacancies - len(ground.seat_place), tiers.changes, tiers.unfairness)
    for tier in (VACANCIES, CHANGES, UNFAIRNESS) if ground.has_baseline else (VACANCIES, UNFAIRNESS):
        pricing = Pricing(ground, tier, tiers)
        best = counted(pricing)
        for is_coarse in (True, False) if size_of(ground) <= TOO_LARGE else ():
            if remaining() > 0 and best.value < costs[tier] and (is_coarse or size_of(ground) < FINE):
                seconds = PATIENCE * remaining()
                best = max(best, _relaxed(pricing, seconds, is_coarse=is_coarse), key=lambda bound: bound.value)
        yield best


def _relaxed(pricing: Pricing, seconds: float, *, is_coarse: bool) -> Bound:
    sittings = Sittings.fine(pricing.ground, open_weeks(pricing.ground), pricing.ground.may)
    relaxation = Relaxation(pricing, sittings.coarse(pricing.ground) if is_coarse else sittings)
    return _bound(relaxation, relaxation.programme.solve(relaxation.cost, Method.SIMPLEX, seconds))


def _bound(form: Formulation, answer: Answer) -> Bound:
    pricing, known = form.pricing, answer.multipliers
    multipliers = zeros(pricing.ground) if known is None else form.multipliers(known)
    return Bound(pricing, *pricing.bound(multipliers))


def least_wishes(ground: Ground, tiers: Tiers, remaining: Callable[[], float]) -> Iterator[Bound]:
    """Better and better bounds on the wishes of all rosters whose earlier tiers cost this."""
    pricing, size = Pricing(ground, WISHES, tiers), size_of(ground)
    rough = Yearly(pricing)
    if size > TOO_LARGE:
        yield from _approached(rough, Approach(rough.programme, rough.cost), remaining)
        return
    first = rough.programme.solve(rough.cost, Method.SIMPLEX, remaining())
    yield _bound(rough, first)
    relaxation = Wishing(pricing, Sittings.fine(ground, open_weeks(ground), ground.may))
    if size < QUICK:
        yield _bound(relaxation, relaxation.programme.solve(relaxation.cost, Method.INTERIOR, remaining()))
    else:
        yield from _approached(relaxation, _from_there(rough, first, relaxation), remaining)


def _from_there(rough: Yearly, found: Answer, relaxation: Relaxation) -> Approach:
    """A first-order method that begins where the weeks added up leave off."""
    approach = Approach(relaxation.programme, relaxation.cost)
    if found.values is not None and found.multipliers is not None:
        values = np.zeros(relaxation.programme.width)
        values[relaxation.serves] = rough.weekly(found.values)[relaxation.sittings.member, relaxation.sittings.place]
        approach.begin_at(values, relaxation.values(rough.multipliers(found.multipliers)))
    return approach


def _approached(form: Formulation, approach: Approach, remaining: Callable[[], float]) -> Iterator[Bound]:
    """By a first-order method, as long as it still gets better."""
    best, seconds = 0, SHORTEST
    while remaining() > 0:
        answer = approach.go_on(min(seconds, remaining()))
        found = _bound(form, answer)
        if found.value > best:
            yield found
        if answer.optimal or 0 < found.value < best * (1 + WORTH):
            return
        best, seconds = max(best, found.value), min(2 * seconds, LONGEST)
