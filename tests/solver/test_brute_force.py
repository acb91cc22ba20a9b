"""What is proven agrees with trying every roster there is."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest

from solver import Limits, solve
from solver.bounds.counting import fewest_vacancies, least_unfairness
from solver.bounds.programmes import first_bounds, least_wishes
from solver.engine.ground import ground_of
from solver.proofs.exact import ExactModel
from solver.solution import TIERS
from solver.terms.first_stage import find_terms
from tests.solver import certifying
from tests.solver.brute import best_costs, small_enough

ENOUGH = 60.0
UNHURRIED = Limits(seconds=600)


def tiers_of(costs):
    return [getattr(costs, tier) for tier in TIERS]


@pytest.mark.parametrize("seed", range(60))
def test_every_bound_holds_and_the_first_tiers_are_met(seed):
    asked = next(small_enough(100 * seed))
    best, ground = best_costs(asked), ground_of(asked)
    assert fewest_vacancies(ground) <= best.vacancies
    assert least_unfairness(ground, best.vacancies) <= best.unfairness
    vacancies, changes, unfairness = find_terms(ground, lambda: ENOUGH).bounds
    tiers = certifying.tiers_before(asked, best)
    assert (vacancies + asked.seats, changes, unfairness) == tiers
    if len(ground.seat_place) and ground.may.any():
        assert ExactModel(ground, tiers).solve(ENOUGH, best.wishes)[0] == best.wishes


@pytest.mark.parametrize("seed", range(60))
def test_every_certificate_holds_and_gives_what_it_says(seed):
    asked = next(small_enough(1_000_000 + 100 * seed))
    best = best_costs(asked)
    for tier, bound, checked in certifying.bounds(asked, best, np.random.default_rng(seed)):
        assert checked == bound <= getattr(best, tier)


@pytest.mark.parametrize("seed", range(20))
def test_the_bounds_that_a_solve_uses_are_below_the_best_roster(seed):
    asked = next(small_enough(2_000_000 + 100 * seed))
    best, ground = best_costs(asked), ground_of(asked)
    tiers = certifying.tiers_before(asked, best)
    found = [*first_bounds(ground, tiers, lambda: ENOUGH), *least_wishes(ground, tiers, lambda: ENOUGH)]
    for bound in found:
        said = bound.spelt(asked)
        assert said["bound"] <= tiers_of(best)[said["tier"]]
        assert list(said["before"]) == tiers_of(best)[:3]


@pytest.mark.parametrize("seed", range(6))
def test_solve_finds_the_best_roster_and_proves_it(seed):
    asked = next(small_enough(100_000 + 100 * seed))
    best = best_costs(asked)
    found = solve(asked, UNHURRIED)
    assert found.costs == best
    assert found.bounds == best


@pytest.mark.parametrize("seed", range(8))
def test_spans_may_be_longer_than_all_weeks_and_history(seed):
    random, small = Random(seed), next(small_enough(3_000_000 + 100 * seed))
    spans = {f"{what}_weeks": random.choice((5, 40, 6_000, 999_999)) for what in ("rest", "spacing", "continuity")}
    asked = replace(small, pinned=(), **spans)
    best = best_costs(asked)
    for tier, bound, checked in certifying.bounds(asked, best, np.random.default_rng(seed)):
        assert checked == bound <= getattr(best, tier)
    found = solve(asked, UNHURRIED)
    assert found.costs == best
