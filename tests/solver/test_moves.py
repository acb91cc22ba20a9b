"""The search changes one seat at a time and counts as it goes; the judge recounts from nothing."""

from random import Random

import pytest

from solver import Problem, audit
from solver.engine.ground import ground_of
from solver.teams.evening import even_out, fill_seats
from solver.teams.greedy import greedy_holder
from solver.teams.moves import anneal
from solver.teams.seating import seat_all
from solver.teams.sheet import HOLDER, blank_sheet, table
from solver.teams.tally import FAIREST, UNFAIRNESS, new_tally
from tests.solver.engine import assignments, tiers
from tests.solver.make import MEDIUM, SMALL, problem

STEPS = 3_000


def annealed(asked: Problem, seed: int, heat: float):
    """A greedy roster's costs, and the holders and tally after some steps at this heat."""
    ground = ground_of(asked)
    sheet, tally = blank_sheet(ground), new_tally(seed + 1)
    start = greedy_holder(ground)
    seat_all(sheet, start)
    before = tiers(asked, assignments(asked, ground, start))
    tally[: len(before)] = before
    tally[FAIREST] = tally[UNFAIRNESS] - 10**6
    if len(ground.seat_place) and len(ground.lead):
        fill_seats(sheet, tally, seed, 5, 2)
        even_out(sheet, tally)
        anneal(sheet, tally, STEPS, heat)
    return before, assignments(asked, ground, table(sheet, HOLDER, len(ground.seat_place))), tuple(tally[:4].tolist())


@pytest.mark.parametrize("seed", range(80))
def test_after_thousands_of_steps_no_rule_is_broken_and_every_cost_is_as_counted(seed):
    random = Random(seed)
    asked = problem(random, random.choice((SMALL, MEDIUM)))
    before, lines, counted = annealed(asked, seed, random.choice((0.0, 5.0, 100.0, 1e9)))
    assert audit(asked, lines).broken == ()
    assert tiers(asked, lines) == counted
    assert counted[0] <= before[0]


def test_no_seat_is_lost():
    for seed in range(10):
        asked = problem(Random(seed), MEDIUM)
        before, _, after = annealed(asked, seed, 0.0)
        assert after[0] <= before[0]


def test_the_same_dice_give_the_same_roster():
    asked = problem(Random(5), MEDIUM)
    assert annealed(asked, 7, 50.0) == annealed(asked, 7, 50.0)
