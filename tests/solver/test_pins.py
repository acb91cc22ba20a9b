"""Pins that contradict each other or a rule."""

import pickle
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver import Assignment, History, Member, PinConflict, Problem, ProblemError, Village, Zone, check_pins
from tests.solver import make

MEMBERS = (
    Member("m1", lead=True, unavailable=frozenset({5}), recused=frozenset({"v2"}), history=History(last_week=-1)),
    Member("m2", lat=0, lon=0, max_km=1, max_terms=2),
    Member("m3"),
    Member("m4"),
    Member("m5"),
)
PROBLEM = {
    "start": date(2026, 1, 5),
    "weeks": 9,
    "members": MEMBERS,
    "villages": (Village("v1", closed=frozenset({8})), Village("v2", lat=1, lon=1)),
    "zones": (Zone("z1", troubleshooters=1), Zone("z2")),
    "apart": (("m1", "m4"),),
}


def pins(*lines):
    return tuple(Assignment(*line) for line in lines)


def pinned(*lines):
    return Problem(**PROBLEM, pinned=pins(*lines))


CONFLICTS = [
    ("one_place_a_week", pins((1, "v1", "m1"), (1, "z1", "m1")), ()),
    ("nobody_while_away", pins((5, "v1", "m1")), pins((3, "v1", "m1"))),
    ("rest_between_terms", pins((2, "v1", "m3"), (3, "v2", "m3")), pins((6, "v1", "m3"))),
    ("rest_between_terms", pins((0, "v1", "m1")), ()),
    ("only_their_role", pins((0, "z1", "m3")), ()),
    ("nobody_where_recused", pins((3, "v2", "m1")), ()),
    ("within_reach", pins((3, "v2", "m2")), ()),
    ("apart_stay_apart", pins((3, "v1", "m1"), (3, "v1", "m4")), pins((3, "v1", "m5"))),
    ("at_most_max_terms", pins((1, "v1", "m2"), (3, "v1", "m2"), (5, "v1", "m2")), ()),
    ("a_lead_in_every_team", pins((1, "v1", "m2"), (1, "v1", "m3"), (1, "v1", "m4")), pins((2, "v1", "m5"))),
    ("no_more_than_seats", pins((1, "z2", "m3")), ()),
    ("known_and_open", pins((8, "v1", "m3")), ()),
    ("known_and_open", pins((3, "v1", "m9")), ()),
    ("known_and_open", pins((9, "v1", "m3")), ()),
]


@pytest.mark.parametrize(("rule", "guilty", "innocent"), CONFLICTS, ids=[f"{c[0]} {len(c[1])}" for c in CONFLICTS])
def test_the_pins_that_break_a_rule_are_named_and_no_others(rule, guilty, innocent):
    with pytest.raises(PinConflict) as caught:
        check_pins(Problem(**PROBLEM, pinned=innocent + guilty))
    found = next(conflict for conflict in caught.value.conflicts if conflict.rule == rule)
    assert set(found.pins) == set(guilty)


def test_pins_that_can_hold_together_are_no_error():
    check_pins(pinned((2, "v1", "m1"), (2, "v1", "m3"), (2, "v2", "m4"), (4, "v1", "m1")))


@given(st.integers(0, 2**32 - 1))
def test_each_conflict_is_one_and_without_any_of_its_pins_it_is_none(seed):
    random = Random(seed)
    problem = make.problem(random)
    lines = dict.fromkeys(line for line in make.broken_roster(random, problem) if line.member in problem.member_of)
    with_pins = replace(problem, pinned=tuple(lines))
    for conflict in conflicts_of(with_pins):
        assert conflict.rule in {c.rule for c in conflicts_of(replace(problem, pinned=conflict.pins))}
        for pin in conflict.pins:
            fewer = tuple(other for other in conflict.pins if other != pin)
            assert conflict.rule not in {c.rule for c in conflicts_of(replace(problem, pinned=fewer))}


def conflicts_of(problem):
    try:
        check_pins(problem)
    except PinConflict as conflict:
        return conflict.conflicts
    return ()


def test_the_error_is_a_problem_error_that_says_where_and_in_words():
    with pytest.raises(ProblemError) as caught:
        check_pins(pinned((3, "v1", "m3"), (1, "v1", "m1"), (1, "z1", "m1")))
    assert caught.value.path == "pinned[2]"
    assert caught.value.rules == ("one_place_a_week",)
    assert caught.value.pins == pins((1, "v1", "m1"), (1, "z1", "m1"))
    assert str(caught.value) == "pinned[2]: the pins cannot all hold: m1 has two places in week 1: v1 and z1"


def test_the_error_survives_the_way_to_another_process():
    with pytest.raises(PinConflict) as caught:
        check_pins(pinned((5, "v1", "m1")))
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.conflicts) == (str(caught.value), caught.value.conflicts)
