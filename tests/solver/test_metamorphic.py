"""What must stay so when a problem is changed in a way whose effect is known: problems solved to optimality."""

from dataclasses import replace
from itertools import islice
from random import Random

import pytest

from solver import Limits, Problem, Solution, Weights, solve
from solver.ruling import rules_in_force, without_rule
from solver.solution import OPTIMAL
from tests.solver.brute import best_costs, small_enough
from tests.solver.make import SMALL
from tests.solver.make import problem as made

LIMITS = Limits(seconds=20)
TINY = list(islice(small_enough(7_000), 3))
LARGER = [replace(made(Random(seed), SMALL), pinned=()) for seed in range(40, 41)]


def solved(asked: Problem) -> Solution:
    found = solve(asked, LIMITS)
    assert found.status == OPTIMAL
    return found


def renamed(asked: Problem) -> Problem:
    """The same with every member, village and zone under another id, in another order."""
    text = asked.to_json()
    for number, thing in enumerate((*asked.members, *asked.villages, *asked.zones)):
        text = text.replace(f'"{thing.id}"', f'"renamed {97 - number}"')
    again = Problem.from_json(text)
    return replace(again, members=again.members[::-1], villages=again.villages[::-1], zones=again.zones[::-1])


def on_leave(asked: Problem, random: Random) -> Problem:
    """The same with more leave, as far as no pin forbids it."""
    pinned = {(pin.member, pin.week) for pin in asked.pinned}
    members = tuple(
        replace(
            member,
            unavailable=member.unavailable
            | {week for week in range(asked.weeks) if random.random() < 0.3 and (member.id, week) not in pinned},
        )
        for member in asked.members
    )
    return replace(asked, members=members)


def doubled(weights: Weights) -> Weights:
    """Every weight but `km` twice."""
    wishes = ("unmet_skill", "repeat_partner", "disliked", "no_continuity", "repeat_village", "crowding")
    return replace(weights, **{wish: 2 * getattr(weights, wish) for wish in wishes})


@pytest.mark.parametrize("asked", TINY + LARGER)
def test_renaming_keeps_the_costs(asked):
    assert solved(renamed(asked)).costs == solved(asked).costs


@pytest.mark.parametrize("asked", TINY)
def test_more_leave_never_lowers_vacancies(asked):
    assert solved(on_leave(asked, Random(1))).costs.vacancies >= solved(asked).costs.vacancies


@pytest.mark.parametrize("asked", TINY[:1])
def test_dropping_a_rule_never_raises_vacancies(asked):
    before = solved(asked).costs.vacancies
    for rule in rules_in_force(asked):
        assert solved(without_rule(asked, rule)).costs.vacancies <= before


@pytest.mark.parametrize("asked", TINY + LARGER)
def test_doubling_all_weights_but_km_doubles_wishes_less_travel(asked):
    still = replace(asked, weights=replace(asked.weights, km=0))
    twice = replace(still, weights=doubled(still.weights))
    assert solved(twice).costs.wishes == 2 * solved(still).costs.wishes


@pytest.mark.parametrize("asked", TINY)
def test_doubling_weights_doubles_a_rosters_wishes_less_travel(asked):
    found = solved(asked)
    twice = doubled(asked.weights)
    travel = found.wishes.travel
    assert found.wishes.points(twice) - travel == 2 * (found.wishes.points(asked.weights) - travel)


def test_these_problems_are_small_enough_to_be_tried_in_full():
    assert solved(TINY[0]).costs == best_costs(TINY[0])
