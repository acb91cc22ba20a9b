"""Bounds from every kind of multipliers, each held against the checker that knows no solver."""

from collections.abc import Iterator
from dataclasses import fields

import numpy as np

from solver import Problem
from solver.bounds.counting import Bound, counted
from solver.bounds.multipliers import SCALE, Multipliers, zeros
from solver.bounds.pricing import Pricing
from solver.bounds.relaxation import Relaxation
from solver.bounds.sittings import Sittings
from solver.bounds.stock import CHANGES, WISHES, Tiers, open_weeks
from solver.bounds.wishing import Wishing
from solver.certificates.certificate import TierProof
from solver.certificates.checking import recounted
from solver.engine.ground import Ground, ground_of
from solver.engine.linear import Method
from solver.solution import TIERS, Costs

ENOUGH = 60.0


def tiers_before(asked: Problem, costs: Costs) -> Tiers:
    """The first tiers as a pricing counts them."""
    nobody = sum(share**2 for share in asked.shares.values())
    return Tiers(costs.vacancies, costs.changes - len(asked.baseline_of), (costs.unfairness - nobody) // 200)


def bounds(asked: Problem, costs: Costs, random: np.random.Generator) -> Iterator[tuple[str, int, int]]:
    """Tier, bound and the checker's count of it: by counting, by both relaxations, and by sheer chance."""
    ground = ground_of(asked)
    for tier, name in enumerate(TIERS):
        pricing = Pricing(ground, tier, tiers_before(asked, costs))
        for found in (counted(pricing), *_relaxed(pricing), *_guessed(pricing, random)):
            said = found.spelt(asked)
            proof = TierProof(said["bound"], {tuple(row): value for *row, value in said["rows"]})
            yield name, said["bound"], recounted(asked, costs, name, proof, SCALE)


def _relaxed(pricing: Pricing) -> Iterator[Bound]:
    if pricing.tier == CHANGES and not pricing.ground.has_baseline:
        return
    fine = Sittings.fine(pricing.ground, open_weeks(pricing.ground), pricing.ground.may)
    forms = (Wishing(pricing, fine),) if pricing.tier == WISHES else ()
    for form in forms or (Relaxation(pricing, fine), Relaxation(pricing, fine.coarse(pricing.ground))):
        answer = form.programme.solve(form.cost, Method.SIMPLEX, ENOUGH)
        if answer.multipliers is not None:
            yield Bound(pricing, *pricing.bound(form.multipliers(answer.multipliers)))


def _guessed(pricing: Pricing, random: np.random.Generator) -> Iterator[Bound]:
    for _ in range(2):
        yield Bound(pricing, *pricing.bound(anything(pricing.ground, random)))


def anything(ground: Ground, random: np.random.Generator) -> Multipliers:
    """Multipliers that mean nothing."""
    found = zeros(ground)
    for field in fields(found):
        shape, size = np.shape(getattr(found, field.name)), 10.0 ** random.integers(-1, 4)
        value = random.normal(scale=size, size=shape)
        setattr(found, field.name, value if shape else float(value))
    return found
