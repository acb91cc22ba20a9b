"""What must stay so when a problem is changed in a way whose effect is known: problems solved to optimality."""

from dataclasses import replace
from functools import cache
from itertools import islice
from random import Random

import pytest

from solver import Limits, Problem, Solution, Weights, audit, solve
from solver.reasons.ruling import rules_in_force, without_rule
from solver.solution import OPTIMAL
from tests.solver.brute import best_costs, small_enough
from tests.solver.make import SMALL, legal_roster
from tests.solver.make import problem as made

LIMITS = Limits(seconds=600)
"""They are done in a second or two, where the machine has nothing else to do."""
TINY = list(islice(small_enough(7_000), 3))
LARGER = [replace(made(Random(seed), SMALL), pinned=()) for seed in range(40, 41)]


def solved(asked: Problem) -> Solution:
    return solved_file(asked.to_json())


@cache
def solved_file(text: str) -> Solution:
    found = solve(Problem.from_json(text), LIMITS)
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


@pytest.mark.parametrize("asked", TINY)
def test_dropping_a_rule_never_raises_vacancies(asked):
    before = solved(asked).costs.vacancies
    for rule in rules_in_force(asked):
        assert solved(without_rule(asked, rule)).costs.vacancies <= before


@pytest.mark.parametrize("asked", TINY + LARGER)
def test_doubling_all_weights_but_km_doubles_wishes_less_travel(asked):
    still = replace(asked, weights=replace(asked.weights, km=0))
    twice = replace(still, weights=doubled(still.weights))
    assert solved(twice).costs.wishes == 2 * solved(still).costs.wishes


@pytest.mark.parametrize("asked", TINY + LARGER)
def test_doubling_all_weights_but_km_at_most_doubles_the_least_wishes_by_what_is_not_travel(asked):
    """Where travel counts, the best roster may become another one: between these two bounds, each met by a roster."""
    once, twice = solved(asked), solved(replace(asked, weights=doubled(asked.weights)))
    assert once.costs.wishes <= twice.costs.wishes <= 2 * once.costs.wishes - once.wishes.travel
    again = audit(asked, twice.assignments).costs
    assert again.wishes == (twice.costs.wishes + twice.wishes.travel) // 2 >= once.costs.wishes
    assert (again.vacancies, again.unfairness) == (once.costs.vacancies, once.costs.unfairness)


@pytest.mark.parametrize("asked", TINY + LARGER)
def test_doubling_weights_doubles_what_the_judge_counts_less_travel(asked):
    lines = legal_roster(Random(2), asked)
    before, after = (audit(one, lines) for one in (asked, replace(asked, weights=doubled(asked.weights))))
    travel = before.wishes.travel
    assert after.costs.wishes - travel == 2 * (before.costs.wishes - travel)


def test_these_problems_are_small_enough_to_be_tried_in_full():
    assert solved(TINY[0]).costs == best_costs(TINY[0])
