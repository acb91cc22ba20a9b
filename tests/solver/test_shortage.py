"""Why a seat is empty: the fewest facts, and ways out that are ways out."""

from dataclasses import replace
from datetime import date
from itertools import chain, repeat

import pytest

from solver import Assignment, History, Member, Move, OutOfTime, Problem, RosterError, Village, Zone
from solver.problem import TROUBLESHOOTER
from solver.reasons.shortage import why_empty
from tests.solver import make
from tests.solver.shortages import can_fill, cases, fullest, with_only

CASES = [*cases(12, seed=1), *cases(2, make.Size(members=16, villages=3, zones=1, weeks=8), seed=2)]


@pytest.mark.parametrize("case", CASES)
def test_without_any_one_of_the_facts_there_is_a_vacancy_fewer_and_with_them_alone_there_is_not(case):
    found = why_empty(case.problem, case.roster, case.week, case.place)
    assert not found.avoidable
    assert not can_fill(case, with_only(case.problem, found.facts))
    for fact in found.facts:
        assert can_fill(case, with_only(case.problem, set(found.facts) - {fact})), fact


@pytest.mark.parametrize("case", CASES)
def test_each_way_out_gives_a_vacancy_fewer(case):
    vacancies = case.problem.seats - len(case.roster)
    ways = why_empty(case.problem, case.roster, case.week, case.place).ways
    assert 2 <= len(ways) <= 3
    for way in ways:
        assert way.problem.seats - len(fullest(way.problem)) < vacancies, str(way.sentence)


def problem(*members, **more):
    base = Problem(date(2026, 1, 5), 2, members, (Village("v1"),), team_size=1)
    return replace(base, **more)


def why(asked, week=0, place="v1"):
    found = why_empty(asked, fullest(asked), week, place)
    return [str(fact.sentence(asked)) for fact in found.facts], [str(way.sentence) for way in found.ways]


def test_leave_is_named_by_its_week_and_may_end_or_begin_a_week_off():
    away = Member("m1", lead=True, unavailable=frozenset({1}))
    facts, ways = why(problem(away, weeks=2, rest_weeks=0), week=1)
    assert facts == ["m1 is away in week 1"]
    assert ways[0] == "if m1 came back a week earlier, for week 1"
    facts, ways = why(problem(replace(away, unavailable=frozenset({1, 2})), weeks=3, rest_weeks=0), week=1)
    assert ways[0] == "if m1 went a week later, after week 1"
    _, ways = why(problem(replace(away, unavailable=frozenset({0, 1, 2})), weeks=3, rest_weeks=0), week=1)
    assert ways[0] == "if m1 came in week 1, in the middle of the leave"


def test_rest_is_a_reason_and_one_more_member_a_way_out():
    asked = problem(Member("m1", lead=True))
    found = why_empty(asked, (Assignment(0, "v1", "m1"),), 1, "v1")
    facts, ways = [str(fact.sentence(asked)) for fact in found.facts], [str(way.sentence) for way in found.ways]
    assert facts == ["between two terms of a member lie at least so many weeks: 1"]
    assert ways == [
        "if v1 went without a team in week 1",
        "with one more member, who can lead",
        "if members rested a week less between terms",
    ]


def test_each_kind_of_fact_has_its_words_and_its_way_out():
    far = problem(
        Member("m1", lead=True, lat=32, lon=118, max_km=1), villages=(Village("v1", lat=33, lon=118),), weeks=1
    )
    assert why(far) == (
        ["m1 goes 1.00 km from home at most"],
        [
            "if m1 went as far as v1 (111.20 km)",
            "if v1 went without a team in week 0",
            "with one more member, who can lead",
        ],
    )
    follower = problem(Member("m1"), weeks=1)
    assert why(follower)[0] == ["in every team one seat is the lead's, and members who are no leads are: 1"]
    assert why(follower)[1][0] == "with one more lead: m1"
    done = problem(Member("m1", lead=True, max_terms=0), weeks=1)
    assert why(done)[0] == ["m1 serves so many terms at most: 0"]
    assert why(done)[1][0] == "if m1 served one term more: 1"
    tired = problem(Member("m1", lead=True, history=History(last_week=-1)), weeks=1)
    assert why(tired)[0] == [
        "between two terms of a member lie at least so many weeks: 1",
        "m1 served in week -1, before these weeks, and must rest",
    ]
    kin = problem(Member("m1", lead=True, recused=frozenset({"v1"})), weeks=1)
    assert why(kin)[0] == ["m1 is recused from v1"]
    assert not any("recused" in way for way in why(kin)[1])
    foes = problem(Member("m1", lead=True), Member("m2"), apart=(("m1", "m2"),), team_size=2, weeks=1)
    assert why(foes)[0] == ["m1 and m2 are kept apart"]
    assert why(foes)[1][0] == "if m1 and m2 could be in one team"


def test_a_zone_may_do_with_fewer_and_members_may_take_the_role():
    asked = problem(Member("m1"), villages=(), zones=(Zone("z1", troubleshooters=1),), weeks=1)
    facts, ways = why(asked, 0, "z1")
    assert facts == ["members without the role of troubleshooter: 1"]
    assert ways[0] == "if m1 could serve in z1 as well"
    assert ways[1] == "if z1 did with one troubleshooter fewer"


def test_a_pin_can_be_a_reason():
    both = Member("m1", lead=True, roles=frozenset({"team", TROUBLESHOOTER}))
    asked = problem(
        both,
        Member("m2", roles=frozenset({TROUBLESHOOTER})),
        zones=(Zone("z1", troubleshooters=1),),
        pinned=(Assignment(0, "z1", "m1"),),
        weeks=1,
    )
    facts, ways = why(asked)
    assert "m1 is pinned to z1 in week 0" in facts
    assert ways[0] == "if m1 were not pinned to z1 in week 0"


def test_a_seat_that_could_be_filled_is_avoidable():
    found = why_empty(problem(Member("m1", lead=True)), (), 0, "v1")
    assert found.avoidable
    assert found.moves == (Move(Assignment(0, "v1", "m1")),)


def test_who_would_move_over_to_fill_a_seat_is_told():
    first, second = Member("m1", lead=True), Member("m2", lead=True, recused=frozenset({"v1"}))
    asked = replace(problem(first, second, weeks=1), villages=(Village("v1"), Village("v2")))
    found = why_empty(asked, (Assignment(0, "v2", "m1"),), 0, "v1")
    taken, left = Assignment(0, "v2", "m2"), Assignment(0, "v2", "m1")
    assert found.moves == (Move(taken), Move(Assignment(0, "v1", "m1"), left))


def test_without_facts_there_are_too_few_members():
    assert why(problem(weeks=1))[0] == []


def test_a_seat_that_is_not_empty_or_a_roster_that_breaks_rules_is_refused():
    asked = problem(Member("m1", lead=True))
    with pytest.raises(RosterError, match="v1 has no empty seat in week 0"):
        why_empty(asked, (Assignment(0, "v1", "m1"),), 0, "v1")
    with pytest.raises(RosterError, match="nowhere has no empty seat"):
        why_empty(asked, (), 0, "nowhere")
    with pytest.raises(RosterError, match="breaks a rule"):
        why_empty(asked, (Assignment(0, "v1", "m1"), Assignment(1, "v1", "m1")), 0, "v1")


def test_a_member_who_would_give_up_two_terms_may_fill_the_seat():
    both, far = Member("m1", lead=True), {"lead": True, "unavailable": frozenset({1})}
    asked = problem(both, Member("m2", **far), Member("m3", **far), weeks=3)
    roster = (Assignment(0, "v1", "m1"), Assignment(2, "v1", "m1"))
    assert why_empty(asked, roster, 1, "v1").avoidable


def test_what_cannot_be_told_in_time_is_kept_and_said(monkeypatch):
    away = Member("m1", lead=True, unavailable=frozenset({0}), recused=frozenset({"v1"}))
    asked = problem(away, weeks=1)
    asks = chain([False], repeat(None))

    def can_be_filled(_staffing, _table):
        answer = next(asks)
        if answer is None:
            raise OutOfTime
        return answer

    monkeypatch.setattr("solver.reasons.filling.can_be_filled", can_be_filled)
    monkeypatch.setattr("solver.reasons.fewest.can_be_filled", can_be_filled)
    found = why_empty(asked, (), 0, "v1")
    assert {fact.kind for fact in found.facts} >= {"away", "recused"}
    assert not found.minimal


def test_what_cannot_be_in_a_run_of_weeks_is_told_only_after_every_berth_was_looked_at(monkeypatch):
    monkeypatch.setattr("solver.reasons.moving.MOST_BERTHS", 1)
    shooter = Member("m2", roles=frozenset({TROUBLESHOOTER}))
    both = Member("m1", lead=True, roles=frozenset({"team", TROUBLESHOOTER}))
    asked = problem(both, shooter, zones=(Zone("z1", troubleshooters=1),), weeks=1)
    assert why_empty(asked, (Assignment(0, "z1", "m1"),), 0, "v1").avoidable
