"""Why seats are empty."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solver import Assignment, History, Member, Problem, Village, Zone, audit, explain
from solver.problem import TROUBLESHOOTER
from tests.solver import make

PROBLEM = Problem(
    date(2026, 1, 5),
    4,
    (
        Member("role", roles=frozenset({TROUBLESHOOTER})),
        Member("away", unavailable=frozenset({1})),
        Member("here"),
        Member("there"),
        Member("rest"),
        Member("past", history=History(last_week=-1)),
        Member("kin", recused=frozenset({"v1"})),
        Member("far", lat=0, lon=0, max_km=1),
        Member("foe"),
        Member("done", max_terms=0),
        Member("follower"),
        Member("free", lead=True),
    ),
    (Village("v1", lat=1, lon=1), Village("v2")),
    (Zone("z1"),),
    team_size=2,
    rest_weeks=2,
    apart=(("here", "foe"),),
)
LINES = [Assignment(1, "v1", "here"), Assignment(1, "v2", "there"), Assignment(3, "v2", "rest")]


def vacancy(problem, lines, week, place):
    return next(found for found in explain(problem, lines) if (found.week, found.place) == (week, place))


def test_every_member_is_kept_away_by_the_first_reason_that_holds():
    found = vacancy(PROBLEM, LINES, 1, "v1")
    assert (found.seats, found.members) == (1, 12)
    assert found.reasons == {
        "wrong_role": ("role",),
        "away": ("away",),
        "serving": ("here", "there"),
        "resting": ("rest", "past"),
        "recused": ("kin",),
        "out_of_reach": ("far",),
        "apart": ("foe",),
        "at_max_terms": ("done",),
        "needs_a_lead": ("follower",),
        "could_serve": ("free",),
    }


def test_the_reasons_are_told_in_words():
    said = [str(sentence) for sentence in vacancy(PROBLEM, LINES, 1, "v1").sentences()]
    assert said[:3] == ["members in all: 12", "without the role: 1", "away that week: 1"]
    assert said[-1] == "could still serve: 1"


def test_a_zone_asks_for_troubleshooters_and_knows_no_leads():
    problem = replace(PROBLEM, zones=(Zone("z1", troubleshooters=1),))
    assert vacancy(problem, LINES, 1, "z1").reasons["could_serve"] == ("role",)


def test_without_members_there_is_nothing_to_say_but_that():
    (found,) = explain(replace(PROBLEM, members=(), weeks=1, villages=(Village("v1"),), apart=()), [])
    assert [str(sentence) for sentence in found.sentences()] == ["members in all: 0"]


def test_where_no_seat_is_empty_nothing_is_explained():
    assert explain(replace(PROBLEM, weeks=1, villages=()), []) == ()


@given(st.integers(0, 2**32 - 1))
def test_who_could_serve_breaks_no_rule_by_serving_and_who_could_not_breaks_one(seed):
    random = Random(seed)
    problem = replace(make.problem(random), pinned=())
    lines = make.legal_roster(random, problem, filled=0.6)
    for found in explain(problem, lines):
        assert sum(map(len, found.reasons.values())) == found.members
        for reason, members in found.reasons.items():
            for member in members:
                seated = [*lines, Assignment(found.week, found.place, member)]
                assert bool(audit(problem, seated).broken) == (reason != "could_serve"), (reason, member)


@pytest.mark.parametrize("seed", range(5))
def test_each_empty_seat_is_explained_once(seed):
    random = Random(seed)
    problem = make.problem(random, make.MEDIUM)
    lines = make.legal_roster(random, problem, filled=0.6)
    assert sum(found.seats for found in explain(problem, lines)) == audit(problem, lines).costs.vacancies
