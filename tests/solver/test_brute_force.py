"""What is proven agrees with trying every roster there is."""

import pytest

from solver import Limits, solve
from solver.bounds import least_wishes
from solver.counting import fewest_vacancies, least_unfairness
from solver.exact import ExactModel
from solver.ground import ground_of
from solver.terms import find_terms
from tests.solver.brute import best_costs, small_enough

ENOUGH = 60.0


def parts(asked):
    """What the search leaves out of its counts: all seats, the baseline's lines, the unfairness of nobody serving."""
    return asked.seats, len(asked.baseline_of), sum(share**2 for share in asked.shares.values())


@pytest.mark.parametrize("seed", range(60))
def test_every_bound_holds_and_the_first_tiers_are_met(seed):
    asked = next(small_enough(100 * seed))
    best, ground = best_costs(asked), ground_of(asked)
    seats, lines, at_rest = parts(asked)
    assert fewest_vacancies(ground) <= best.vacancies
    assert least_unfairness(ground, best.vacancies) <= best.unfairness
    vacancies, changes, unfairness = find_terms(ground, lambda: ENOUGH).bounds
    assert (vacancies + seats, changes + lines, 200 * unfairness + at_rest) == (
        best.vacancies,
        best.changes,
        best.unfairness,
    )
    tiers = best.vacancies, best.changes - lines, (best.unfairness - at_rest) // 200
    assert least_wishes(ground, tiers, lambda: ENOUGH) <= best.wishes
    if len(ground.seat_place) and ground.may.any():
        assert ExactModel(ground, tiers).solve(ENOUGH, best.wishes)[0] == best.wishes


@pytest.mark.parametrize("seed", range(6))
def test_solve_finds_the_best_roster_and_proves_it(seed):
    asked = next(small_enough(100_000 + 100 * seed))
    best = best_costs(asked)
    found = solve(asked, Limits(seconds=30))
    assert found.costs == best
    assert found.bounds == best
