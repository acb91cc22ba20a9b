"""Each hard rule at its edge: what just breaks it, and what just does not."""

from dataclasses import replace
from datetime import date

import pytest

from solver import Assignment, History, Member, Problem, Village, Zone, audit
from solver.judge.rules import RULES
from solver.problem import TEAM, TROUBLESHOOTER

PROBLEM = Problem(
    date(2026, 1, 5),
    6,
    (
        Member("lead", lead=True, unavailable=frozenset({3}), recused=frozenset({"v2", "z1"}), max_terms=1),
        Member("m2", roles=frozenset({TROUBLESHOOTER}), history=History(last_week=-2)),
        Member("m3", roles=frozenset({TEAM, TROUBLESHOOTER}), lat=0, lon=0, max_km=50),
        Member("m4"),
        Member("m5"),
    ),
    (Village("v1", closed=frozenset({5})), Village("v2", lat=0, lon=1)),
    (Zone("z1", troubleshooters=2),),
    team_size=2,
    rest_weeks=2,
    apart=(("m5", "m4"), ("m2", "m3")),
    pinned=(Assignment(0, "v2", "m5"),),
)
PINNED = (0, "v2", "m5")


def broken(*lines, problem=PROBLEM):
    return [found.rule for found in audit(problem, [Assignment(*line) for line in lines]).broken]


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        ("one_place_a_week", [PINNED, (1, "v1", "m4"), (1, "v2", "m4")]),
        ("one_place_a_week", [PINNED, PINNED]),
        ("nobody_while_away", [PINNED, (3, "v1", "lead")]),
        ("rest_between_terms", [PINNED, (1, "v1", "m4"), (3, "v1", "m4")]),
        ("rest_between_terms", [PINNED, (0, "z1", "m2")]),
        ("only_their_role", [PINNED, (1, "v1", "m2")]),
        ("only_their_role", [PINNED, (1, "z1", "m4")]),
        ("nobody_where_recused", [PINNED, (1, "v2", "lead")]),
        ("within_reach", [PINNED, (1, "v2", "m3")]),
        ("at_most_max_terms", [PINNED, (0, "v1", "lead"), (4, "v1", "lead")]),
        ("a_lead_in_every_team", [PINNED, (1, "v1", "m3"), (1, "v1", "m4")]),
        ("pins_hold", []),
        ("pins_hold", [(0, "v1", "m5")]),
        ("known_and_open", [PINNED, (5, "v1", "lead")]),
        ("known_and_open", [PINNED, (6, "v1", "lead")]),
        ("known_and_open", [PINNED, (-1, "v1", "lead")]),
        ("known_and_open", [PINNED, (1, "v9", "lead")]),
        ("known_and_open", [PINNED, (1, "v1", "m9")]),
    ],
)
def test_just_this_rule_is_broken(rule, lines):
    assert broken(*lines) == [rule]


def test_two_who_are_kept_apart_break_it_in_one_team_only():
    assert broken((0, "v2", "m5"), (0, "v2", "m4"), problem=replace(PROBLEM, team_size=3)) == ["apart_stay_apart"]
    assert broken(PINNED, (0, "v1", "m4")) == []
    assert broken(PINNED, (1, "z1", "m2"), (1, "z1", "m3")) == []


def test_a_place_has_no_more_members_than_seats():
    crowd = [(1, "v1", "lead"), (1, "v1", "m3"), (1, "v1", "m4")]
    assert broken(PINNED, *crowd) == ["a_lead_in_every_team", "no_more_than_seats"]
    zone = replace(PROBLEM, zones=(Zone("z1", troubleshooters=1),))
    assert broken(PINNED, (1, "z1", "m2"), (1, "z1", "m3"), problem=zone) == ["no_more_than_seats"]


@pytest.mark.parametrize(
    "lines",
    [
        [PINNED, (1, "v1", "m4"), (4, "v1", "m4")],
        [PINNED, (1, "z1", "m2")],
        [PINNED, (1, "v1", "lead"), (1, "v1", "m4")],
        [PINNED, (1, "v1", "m3")],
        [PINNED, (1, "z1", "m3")],
    ],
)
def test_no_rule_is_broken(lines):
    assert broken(*lines) == []


def test_rules_are_told_in_words_with_who_where_and_when():
    (found,) = audit(PROBLEM, [Assignment(*PINNED), Assignment(3, "v1", "lead")]).broken
    assert str(found.detail) == "lead is away in week 3"
    assert (found.week, found.places, found.members) == (3, ("v1",), ("lead",))
    assert found.detail.text(lambda _: "%(member)s 第%(week)s周请假") == "lead 第3周请假"


def test_where_it_takes_several_weeks_to_break_a_rule_no_single_one_is_named():
    (found,) = audit(PROBLEM, [Assignment(*PINNED), Assignment(1, "v1", "m4"), Assignment(3, "v1", "m4")]).broken
    assert (found.week, len(found.assignments)) == (None, 2)


def test_there_are_twelve_rules_and_each_reports_under_its_own_name():
    assert len({rule.__name__ for rule in RULES}) == 12
