"""The judge of rosters, held against the referee and against itself."""

import json
from collections import Counter
from dataclasses import asdict, fields, replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver import Costs, Solution, Wishes, audit, check_pins, details, untruths
from tests.solver import make

SEEDS = st.integers(0, 2**32 - 1)


def judged(problem, lines):
    found = audit(problem, lines)
    return Counter(broken.rule for broken in found.broken), asdict(found.costs), asdict(found.wishes)


def cases(seeds):
    for seed in seeds:
        random = Random(seed)
        problem = make.problem(random, make.MEDIUM if seed % 20 == 0 else make.SMALL)
        yield problem, make.legal_roster(random, problem)
        yield problem, make.broken_roster(random, problem)


@pytest.mark.referee
@pytest.mark.parametrize("hundred", range(15))
def test_the_referee_says_the_same_of_thousands_of_rosters(referee, hundred):
    for problem, lines in cases(range(100 * hundred, 100 * hundred + 100)):
        broken, costs, wishes = referee.judge(json.loads(problem.to_json()), [asdict(line) for line in lines])
        rules = Counter(text.split(":")[0] for text in broken)
        assert judged(problem, lines) == (rules, costs, wishes)


def test_the_generated_cases_break_every_rule_and_every_wish():
    rules, unmet = Counter(), Counter()
    for problem, lines in cases(range(300)):
        found = audit(problem, lines)
        rules.update(broken.rule for broken in found.broken)
        unmet += Counter(asdict(found.wishes)) + Counter(asdict(found.costs))
    assert len(rules) == 12
    assert set(unmet) == {field.name for kind in (Wishes, Costs) for field in fields(kind)}


@given(SEEDS)
def test_a_legal_roster_breaks_nothing_but_pins_and_the_pins_of_a_hidden_one_can_hold(seed):
    random = Random(seed)
    problem = make.problem(random)
    check_pins(problem)
    found = audit(problem, make.legal_roster(random, problem))
    assert {broken.rule for broken in found.broken} <= {"pins_hold"}


@given(SEEDS)
def test_whatever_the_ids_are_the_judgement_is_the_same(seed):
    random = Random(seed)
    problem = make.problem(random)
    lines = make.broken_roster(random, problem)
    olds = [*problem.member_of, *problem.place_of, "gone1", "gone2", "gone village"]
    news = [f"新{number}" for number in range(len(olds))]
    random.shuffle(news)
    assert judged(*make.rename(problem, lines, dict(zip(olds, news, strict=True)))) == judged(problem, lines)


@given(SEEDS)
def test_the_order_of_the_lines_says_nothing(seed):
    random = Random(seed)
    problem = make.problem(random)
    lines = make.legal_roster(random, problem)
    assert judged(problem, random.sample(lines, len(lines))) == judged(problem, lines)


@given(SEEDS)
def test_doubling_all_weights_but_km_doubles_the_wishes_less_travel(seed):
    random = Random(seed)
    problem = make.problem(random)
    lines = make.legal_roster(random, problem)
    once = audit(problem, lines)
    points = {field.name: getattr(problem.weights, field.name) for field in fields(problem.weights)}
    twice = {name: value if name == "km" else 2 * value for name, value in points.items()}
    doubled = audit(replace(problem, weights=replace(problem.weights, **twice)), lines)
    assert doubled.costs.wishes - once.wishes.travel == 2 * (once.costs.wishes - once.wishes.travel)


@given(SEEDS)
def test_the_charges_add_up_to_the_costs(seed):
    random = Random(seed)
    problem = make.problem(random)
    lines = make.broken_roster(random, problem)
    found = audit(problem, lines)
    points, counts = Counter(), Counter()
    for charge in details(problem, lines):
        points[charge.cost] += charge.points
        counts[charge.cost] += charge.count
    wishes = asdict(found.wishes)
    assert {wish: counts[wish] for wish in wishes} == wishes
    assert sum(points[wish] for wish in wishes) == found.costs.wishes == found.wishes.points(problem.weights)
    for tier in ("vacancies", "changes", "unfairness"):
        assert points[tier] == getattr(found.costs, tier)


@given(SEEDS)
def test_whatever_is_broken_is_said_in_words(seed):
    random = Random(seed)
    problem = make.problem(random)
    for broken in audit(problem, make.broken_roster(random, problem)).broken:
        assert str(broken.detail)
        assert broken.members
        assert broken.places
        assert broken.week is None or broken.week in {line.week for line in broken.assignments}


def true_solution():
    random = Random(3)
    problem = make.problem(random, make.MEDIUM)
    lines = make.legal_roster(random, problem)
    found = audit(problem, lines)
    return problem, Solution(tuple(lines), found.costs, Costs(), found.wishes)


def test_a_roster_that_states_what_is_so_is_true():
    problem, solution = true_solution()
    assert untruths(problem, solution) == ()
    proven = replace(solution, bounds=solution.costs, status="optimal")
    assert untruths(problem, proven) == ()


@pytest.mark.parametrize("tier", ["vacancies", "changes", "unfairness", "wishes"])
def test_a_cost_or_bound_that_is_not_so_is_named(tier):
    problem, solution = true_solution()
    cost = getattr(solution.costs, tier)
    stated = replace(solution, costs=replace(solution.costs, **{tier: cost + 1}))
    assert untruths(problem, stated) == (f"costs.{tier}",)
    for wrong in (cost + 1, -1):
        stated = replace(solution, bounds=replace(solution.bounds, **{tier: wrong}))
        assert untruths(problem, stated) == (f"bounds.{tier}",)


def test_a_wish_or_status_that_is_not_so_is_named():
    problem, solution = true_solution()
    stated = replace(solution, wishes=replace(solution.wishes, crowding=solution.wishes.crowding + 1))
    assert untruths(problem, stated) == ("wishes.crowding",)
    assert untruths(problem, replace(solution, status="optimal")) == ("status",)
