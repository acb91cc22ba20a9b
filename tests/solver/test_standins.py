"""Who could stand in, and what each would cost: the same as the judge says when asked twice."""

import json
import os
from dataclasses import asdict, astuple, replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver import (
    Assignment,
    Member,
    Problem,
    Refusal,
    RosterError,
    Village,
    Weights,
    Zone,
    audit,
    openings_for,
    stand_ins,
    swap,
    swaps,
)
from solver.openings.options import as_baseline
from solver.problem import TEAM, TROUBLESHOOTER
from tests.solver import make

BOTH = frozenset({TEAM, TROUBLESHOOTER})
PROBLEM = Problem(
    date(2026, 1, 5),
    4,
    (
        Member("ill", lead=True),
        Member("free", lead=True),
        Member("near", lead=True),
        Member("mover", lead=True, roles=BOTH),
        Member("shooter", roles=frozenset({TROUBLESHOOTER})),
        Member("follower"),
    ),
    (Village("v1"),),
    (Zone("z1", troubleshooters=1),),
    team_size=1,
    weights=Weights(repeat_village=7),
)
ROSTER = (
    Assignment(1, "v1", "ill"),
    Assignment(2, "v1", "near"),
    Assignment(1, "z1", "mover"),
)


def after(lines, option):
    """The roster after these moves."""
    left = {move.left for move in option.moves}
    return [*(line for line in lines if line not in left), *(move.term for move in option.moves)]


def difference(problem, old, new):
    """How many more rules the new roster breaks; the differences of all tiers and wishes."""
    return minus(by_audit(problem, new), by_audit(problem, old))


def minus(new, old):
    return tuple(b - a for a, b in zip(old, new, strict=True))


def by_audit(problem, lines):
    found = audit(problem, lines)
    return len(found.broken), *astuple(found.costs), *astuple(found.wishes)


def stated(option):
    return 0, *astuple(option.difference.costs), *astuple(option.difference.wishes)


def told(option):
    return [(move.term.member, move.term.week, move.term.place) for move in option.moves]


def test_whoever_is_free_may_stand_in_and_the_others_are_told_why_not():
    found = stand_ins(PROBLEM, ROSTER, "ill", 1)
    assert [told(option) for option in found.options] == [[("free", 1, "v1")]]
    assert {refusal.term.member: refusal.reason for refusal in found.refusals} == {
        "ill": "away",
        "near": "resting",
        "mover": "serving",
        "shooter": "wrong_role",
        "follower": "needs_a_lead",
    }
    said = {str(refusal.sentence) for refusal in found.refusals}
    assert "near serves in week 2, too near to week 1 for a rest" in said
    assert "mover serves in z1 in week 1" in said


def test_somebody_who_serves_elsewhere_may_move_over_if_another_takes_that_seat():
    found = stand_ins(PROBLEM, ROSTER, "ill", 1)
    assert told(found.chains[0]) == [("mover", 1, "v1"), ("shooter", 1, "z1")]
    assert found.chains[0].moves[0].left == Assignment(1, "z1", "mover")
    assert found.chains[0].difference.costs.changes == 2


def test_who_serves_too_near_may_trade_with_the_one_who_is_away():
    problem = replace(PROBLEM, zones=(), weeks=6)
    chains = [told(chain) for chain in stand_ins(problem, ROSTER[:2], "ill", 1).chains]
    assert [("near", 1, "v1"), ("ill", 2, "v1")] in chains


def test_a_pin_of_the_one_who_is_away_falls_and_other_pins_hold():
    pinned = replace(PROBLEM, pinned=(ROSTER[0], ROSTER[2]))
    found = stand_ins(pinned, ROSTER, "ill", 1)
    assert found.problem.pinned == (ROSTER[2],)
    assert all(chain.moves[0].term.member != "mover" for chain in found.chains)


def test_a_term_that_is_not_there_cannot_fall_free():
    with pytest.raises(RosterError, match="ill does not serve in week 2"):
        stand_ins(PROBLEM, ROSTER, "ill", 2)


def test_an_empty_seat_is_offered_to_whom_it_fits_the_cheapest_first():
    found = openings_for(PROBLEM, ROSTER, "near")
    assert [told(option) for option in found.options] == [[("near", 0, "v1")]]
    assert [(refusal.term.week, refusal.term.place, refusal.reason) for refusal in found.refusals] == [
        (0, "z1", "wrong_role"),
        (2, "z1", "wrong_role"),
        (3, "v1", "resting"),
        (3, "z1", "wrong_role"),
    ]


def test_a_swap_names_what_stands_in_its_way():
    refused = swap(PROBLEM, ROSTER, ("ill", 1), ("mover", 1))
    assert isinstance(refused, Refusal)
    assert (refused.term.member, refused.reason) == ("ill", "wrong_role")
    pinned = swap(replace(PROBLEM, pinned=(ROSTER[1],)), ROSTER, ("ill", 1), ("near", 2))
    assert str(pinned.sentence) == "near is pinned to v1 in week 2"
    traded = swap(PROBLEM, ROSTER, ("ill", 1), ("near", 2))
    assert told(traded) == [("ill", 2, "v1"), ("near", 1, "v1")]
    assert traded.difference.costs == replace(traded.difference.costs, vacancies=0, changes=4, unfairness=0)


def case(seed, sizes=(make.SMALL, make.MEDIUM)):
    """A random problem, a roster that breaks none of its rules, and one of the roster's terms (None: it has none)."""
    random = Random(seed)
    problem = make.problem(random, random.choice(sizes))
    lines = make.legal_roster(random, problem, filled=random.choice((0.6, 1.0)))
    held = tuple(pin for pin in problem.pinned if pin in lines)
    return replace(problem, pinned=held), lines, random.choice(lines) if lines else None


@given(st.integers(0, 2**32 - 1))
def test_every_stand_in_and_chain_costs_what_the_audit_says_and_breaks_nothing(seed):
    problem, lines, opening = case(seed)
    if opening is None:
        return
    found = stand_ins(problem, lines, opening.member, opening.week, most=4)
    left = [line for line in lines if line != opening]
    for option in (*found.options, *found.chains):
        assert difference(found.problem, left, after(left, option)) == stated(option)
    for refusal in found.refusals:
        if refusal.term not in left:
            assert len(audit(found.problem, [*left, refusal.term]).broken) > len(audit(found.problem, left).broken)
    assert len(found.options) + len(found.refusals) == len(problem.members)


@given(st.integers(0, 2**32 - 1))
def test_every_swap_and_opening_costs_what_the_audit_says_and_breaks_nothing(seed):
    problem, lines, opening = case(seed)
    if opening is None:
        return
    judge = as_baseline(problem, tuple(lines))
    for option in swaps(problem, lines, opening.member, opening.week, most=6):
        assert difference(judge, lines, after(lines, option)) == stated(option)
    for option in openings_for(problem, lines, opening.member).options:
        assert difference(judge, lines, after(lines, option)) == stated(option)


@given(st.integers(0, 2**32 - 1))
def test_no_chain_of_two_in_one_week_is_cheaper_than_the_first(seed):
    problem, lines, opening = case(seed, (make.SMALL,))
    if opening is None:
        return
    found = stand_ins(problem, lines, opening.member, opening.week, most=1)
    left = [line for line in lines if line != opening]
    tried = [
        difference(found.problem, left, [*(line for line in left if line != term), *moved])
        for term in left
        if term.week == opening.week and term.place != opening.place and term not in problem.pinned
        for other in problem.member_of
        if other != term.member and all((line.member, line.week) != (other, term.week) for line in left)
        for moved in [[replace(term, place=opening.place), replace(term, member=other)]]
    ]
    legal = [costs for broken, *costs in tried if not broken]
    if legal:
        assert astuple(found.chains[0].difference.costs) == min(tuple(costs[:4]) for costs in legal)


@pytest.mark.referee
def test_stand_ins_cost_what_the_referee_says(referee):
    path = Path(os.environ["REFEREE"]) / "instances" / "qixia104-1.json"
    problem = Problem.from_json(path.read_bytes())
    random = Random(104)
    lines = make.legal_roster(random, problem)
    for opening in random.sample(lines, 5):
        found = stand_ins(problem, lines, opening.member, opening.week, most=1)
        question = json.loads(found.problem.to_json())
        left = [line for line in lines if line != opening]
        before = by_referee(referee, question, left)
        for option in (*found.options, *found.chains):
            assert minus(by_referee(referee, question, after(left, option)), before) == stated(option)


def by_referee(referee, question, lines):
    broken, costs, wishes = referee.judge(question, [asdict(line) for line in lines])
    return len(broken), *costs.values(), *wishes.values()
