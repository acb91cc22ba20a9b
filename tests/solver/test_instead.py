"""Why this member and not another, what each rule costs, and where the costs sit."""

from collections import Counter
from dataclasses import astuple, replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver import (
    Assignment,
    Costs,
    Limits,
    Member,
    Problem,
    RosterError,
    Solution,
    Village,
    Weights,
    Wishes,
    audit,
    details,
    instead_of,
    what_rules_cost,
    where_costs_sit,
)
from tests.solver import make
from tests.solver.test_standins import after, case, difference, stated


@given(st.integers(0, 2**32 - 1))
def test_everybody_else_costs_what_the_audit_says_or_is_told_why_not(seed):
    problem, lines, term = case(seed)
    if term is None or term in problem.pinned:
        return
    found = instead_of(problem, lines, term.member, term.week)
    left = [line for line in lines if line != term]
    for option in found.options:
        assert difference(problem, lines, after(left, option)) == stated(option)
    for option in found.exchanges:
        assert difference(problem, lines, after(lines, option)) == stated(option)
    named = Counter(option.moves[0].term.member for option in found.options)
    named.update(option.moves[1].term.member for option in found.exchanges)
    named.update(refusal.term.member for refusal in found.refusals)
    assert named == Counter(member for member in problem.member_of if member != term.member)


PEOPLE = (Member("m1", lead=True), Member("m2", lead=True, recused=frozenset({"v1"})))
PROBLEM = Problem(date(2026, 1, 5), 2, PEOPLE, (Village("v1"),), team_size=1, weights=Weights(repeat_village=5))
ROSTER = (Assignment(0, "v1", "m1"),)


def test_a_pin_is_the_reason_where_there_is_one():
    assert not instead_of(PROBLEM, ROSTER, "m1", 0).pinned
    assert instead_of(replace(PROBLEM, pinned=ROSTER), ROSTER, "m1", 0).pinned
    with pytest.raises(RosterError, match="m2 does not serve in week 0"):
        instead_of(PROBLEM, ROSTER, "m2", 0)


def test_each_rule_that_is_asked_for_is_dropped_in_turn():
    found = audit(PROBLEM, ROSTER)
    roster = Solution(ROSTER, found.costs, Costs(), Wishes())
    costs = {cost.rule: cost for cost in what_rules_cost(PROBLEM, roster, Limits(seconds=3))}
    assert list(costs) == ["rest_between_terms", "only_their_role", "nobody_where_recused"]
    assert costs["rest_between_terms"].saved.vacancies == 1
    assert costs["nobody_where_recused"].saved.vacancies == 1
    assert costs["only_their_role"].saved == Costs()
    assert "vacancies" in costs["nobody_where_recused"].proven
    assert list(what_rules_cost(PROBLEM, roster, Limits(seconds=3), lambda: True)) == []


@given(st.integers(0, 2**32 - 1))
def test_what_sits_in_weeks_adds_up_to_the_costs(seed):
    random = Random(seed)
    problem = make.problem(random)
    lines = make.legal_roster(random, problem)
    where = where_costs_sit(problem, lines)
    costs = audit(problem, lines).costs
    by_week = sum((points for points in where.weeks.values()), Counter())
    assert by_week["vacancies"] == costs.vacancies
    assert by_week["changes"] == costs.changes
    assert sum(by_week.values()) == costs.vacancies + costs.changes + costs.wishes
    assert sum(points["unfairness"] for points in where.members.values()) == costs.unfairness
    travel = sum(charge.points for charge in details(problem, lines) if charge.cost == "travel")
    for side in (where.members, where.places, where.weeks):
        assert sum(points["travel"] for points in side.values()) == travel
    assert len(astuple(where)) == 3
