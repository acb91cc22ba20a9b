"""`rotation explain` as people run it."""

import json
from dataclasses import replace
from datetime import date

import pytest

from solver import Assignment, Costs, Member, Problem, Solution, Village, Weights, audit
from tests.command import Within, said_without_traceback

PROBLEM = Problem(
    date(2026, 1, 5),
    2,
    (
        Member("m1", lead=True, unavailable=frozenset({1})),
        Member("m2", lead=True, unavailable=frozenset({1})),
        Member("m3", lead=True, recused=frozenset({"v1"})),
    ),
    (Village("v1"), Village("v2")),
    team_size=1,
    rest_weeks=0,
    weights=Weights(disliked=5, repeat_village=10),
)
LINES = (
    Assignment(0, "v1", "m1"),
    Assignment(0, "v2", "m3"),
    Assignment(1, "v2", "m3"),
)


@pytest.fixture
def rotation(tmp_path, monkeypatch, capsys):
    write(tmp_path, PROBLEM, LINES)
    return Within(tmp_path, monkeypatch, capsys)


def write(folder, problem, lines):
    found = audit(problem, lines)
    (folder / "p.json").write_text(problem.to_json())
    (folder / "r.json").write_text(Solution(lines, found.costs, Costs(), found.wishes).to_json())


def asked(rotation, *more):
    done = rotation("explain", "p.json", "r.json", *more)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_empty_seat_is_explained_by_facts_and_ways_out(rotation):
    said = asked(rotation, "--seat", "1:v1")
    assert "The seat in v1, week 1 (2026-01-12), is empty because of these facts together:" in said
    assert "  away in week 1 (2026-01-12): m1, m2\n" in said
    assert "One vacancy fewer:\n  if m1 came back a week earlier, for week 1 (2026-01-12)\n" in said
    found = json.loads(asked(rotation, "--seat", "1:v1", "--json"))
    assert found["seat"] == {"week": 1, "place": "v1"}
    assert not found["avoidable"]
    assert {fact["kind"] for fact in found["facts"]} == {"away"}
    assert found["ways"][0]["kind"] == "back_earlier"


def test_a_seat_that_could_be_filled_says_so(rotation, tmp_path):
    write(tmp_path, PROBLEM, LINES[:2])
    assert "need not be empty" in asked(rotation, "--seat", "1:v2")


def test_too_few_members_are_told_as_such(rotation, tmp_path):
    write(tmp_path, replace(PROBLEM, members=()), ())
    assert "too few members" in asked(rotation, "--seat", "1:v2")


def test_a_term_is_explained_by_what_others_would_have_cost(rotation):
    said = asked(rotation, "--member", "m1", "--week", "0")
    assert "  m2 to v1, week 0 (2026-01-05): " in said
    assert "  m3 serves in v2 in week 0 (2026-01-05)" in said
    found = json.loads(asked(rotation, "--member", "m1", "--week", "0", "--json"))
    assert [option["moves"][0]["member"] for option in found["options"]] == ["m2"]
    assert not found["pinned"]


def test_a_pin_is_named(rotation, tmp_path):
    write(tmp_path, replace(PROBLEM, pinned=LINES[:1]), LINES)
    assert asked(rotation, "--member", "m1", "--week", "0").startswith("m1 is pinned to v1 in week 0 (2026-01-05)")


def test_rules_and_costs_are_told(rotation):
    said = asked(rotation, "--rules", "--seconds", "2")
    assert "without nobody_where_recused: " in said
    found = json.loads(asked(rotation, "--rules", "--seconds", "2", "--json"))
    assert {rule["rule"] for rule in found["rules"]} == {"nobody_where_recused", "only_their_role"}
    said = asked(rotation)
    assert "v1, week 1 (2026-01-12), empty seats: 1" in said
    assert "  away that week: 2" in said
    assert "  m3: 10 (villages again +10)" in said
    found = json.loads(asked(rotation, "--json"))
    assert found["vacancies"][0]["reasons"]["away"] == ["m1", "m2"]
    assert found["members"]["m3"]["repeat_village"] == 10
    assert found["weeks"]["1"]["vacancies"] == 1


@pytest.mark.parametrize(
    "wrong",
    [
        ["--seat", "v1"],
        ["--seat", "0:v1"],
        ["--seat", "9:v1"],
        ["--member", "m1"],
        ["--member", "m1", "--week", "1"],
        ["--member", "m9", "--week", "0"],
    ],
)
def test_what_is_not_there_is_usage(rotation, wrong):
    done = rotation("explain", "p.json", "r.json", *wrong)
    assert done.returncode == 2
    assert said_without_traceback(done)
