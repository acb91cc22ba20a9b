"""The first stage knows enough of the second: no seat is lost between them."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from solver import Assignment, Member, Problem, Village, Zone, audit
from solver.engine.ground import ground_of
from solver.problem import TEAM, TROUBLESHOOTER
from solver.terms import first_stage
from solver.terms.first_stage import find_terms
from solver.terms.seats import ANY_VILLAGE, Berths, fit
from solver.terms.week_choices import disturbed_weeks
from tests.solver.engine import assignments
from tests.solver.make import MEDIUM, legal_roster, problem

MONDAY = date(2026, 1, 5)
BOTH = frozenset({TEAM, TROUBLESHOOTER})


def solved(asked: Problem):
    """The vacancies of the first stage's roster, which is legal, and the bound on them."""
    ground = ground_of(asked)
    terms = find_terms(ground, lambda: 60.0)
    found = audit(asked, assignments(asked, ground, terms.holder))
    assert found.broken == ()
    return found.costs.vacancies, terms.bounds[0] + asked.seats


def people(count: int, **details) -> tuple[Member, ...]:
    return tuple(Member(f"m{number}", lead=True, **details) for number in range(count))


def test_members_who_all_want_the_same_village_leave_the_others_empty():
    members = people(6, recused=frozenset({"w"}))
    assert solved(Problem(MONDAY, 2, members, (Village("v"), Village("w")), rest_weeks=0)) == (6, 6)


def test_one_lead_makes_one_team():
    members = (Member("lead", lead=True), *(Member(f"m{number}") for number in range(8)))
    assert solved(Problem(MONDAY, 1, members, (Village("v"), Village("w")))) == (1, 1)


def test_a_team_of_one_is_its_lead():
    members = (Member("lead", lead=True), Member("follower"))
    assert solved(Problem(MONDAY, 1, members, (Village("v"), Village("w")), team_size=1)) == (1, 1)


def test_people_kept_apart_go_to_different_villages():
    members = people(6)
    pairs = (("m0", "m1"), ("m0", "m2"), ("m0", "m3"))
    assert solved(Problem(MONDAY, 1, members, (Village("v"), Village("w")), apart=pairs)) == (0, 0)


def test_too_many_kept_apart_are_too_many():
    members = people(6)
    pairs = tuple((f"m{one}", f"m{other}") for one in range(4) for other in range(one))
    assert solved(Problem(MONDAY, 1, members, (Village("v"), Village("w")), apart=pairs)) == (2, 2)


def test_a_zone_out_of_reach_stays_empty():
    members = people(4, roles=BOTH, recused=frozenset({"far"}))
    zones = (Zone("near", troubleshooters=1), Zone("far", troubleshooters=1))
    assert solved(Problem(MONDAY, 1, members, (Village("v"),), zones)) == (1, 1)


def test_rest_and_history_are_known():
    members = tuple(replace(m, history=replace(m.history, last_week=-1)) for m in people(3))
    assert solved(Problem(MONDAY, 2, members, (Village("v"),), rest_weeks=1)) == (3, 3)


def test_a_repair_changes_as_little_as_can_be():
    members = people(4)
    old = tuple(Assignment(0, "v", f"m{number}") for number in range(3))
    asked = Problem(MONDAY, 1, members, (Village("v"),), baseline=old)
    ill = replace(members[0], unavailable=frozenset({0}))
    bounds = find_terms(ground_of(replace(asked, members=(ill, *members[1:]))), lambda: 60.0).bounds
    assert bounds[1] + len(old) == 2


def test_who_may_not_come_where_somebody_is_missing_costs_one_change_more():
    members = people(7)
    old = tuple(Assignment(0, "v" if number < 3 else "w", f"m{number}") for number in range(6))
    ill = replace(members[0], unavailable=frozenset({0}))
    villages = Village("v"), Village("w")
    asked = Problem(MONDAY, 1, (ill, *members[1:]), villages, apart=(("m6", "m1"),), baseline=old)
    found = find_terms(ground_of(asked), lambda: 60.0)
    assert audit(asked, assignments(asked, ground_of(asked), found.holder)).costs.changes == 3
    assert found.bounds[1] + len(old) == 3


def test_the_fewest_changes_are_the_same_however_closely_it_is_asked(monkeypatch):
    asked = [one for one in (problem(Random(seed), MEDIUM) for seed in range(40)) if one.baseline]
    closely = [find_terms(ground_of(one), lambda: 60.0).bounds for one in asked]
    monkeypatch.setattr(first_stage, "FEW_CHOICES", 0)
    later = [find_terms(ground_of(one), lambda: 60.0).bounds for one in asked]
    monkeypatch.setattr(first_stage, "MANY_CHOICES", 0)
    assert closely == later == [find_terms(ground_of(one), lambda: 60.0).bounds for one in asked]
    assert len(asked) > 10


def test_weeks_are_disturbed_where_the_baseline_cannot_stay():
    away, recused, gone, pinned, fine = (f"m{number}" for number in range(5))
    members = (
        Member(away, lead=True, unavailable=frozenset({0})),
        Member(recused, lead=True, recused=frozenset({"v"})),
        *(Member(one, lead=True) for one in (gone, pinned, fine)),
    )
    lines = (Assignment(0, "v", away), Assignment(1, "v", recused), Assignment(2, "elsewhere", gone))
    old = (*lines, Assignment(3, "v", pinned), Assignment(4, "v", fine))
    asked = Problem(MONDAY, 5, members, (Village("v"), Village("w")), rest_weeks=0, baseline=old)
    ground = ground_of(replace(asked, pinned=(Assignment(3, "w", pinned),)))
    assert disturbed_weeks(ground, 1_000).tolist() == [True, True, True, True, False]
    assert disturbed_weeks(ground, 15).sum() < 4
    assert not disturbed_weeks(ground_of(replace(asked, baseline=None)), 1_000).any()


@pytest.mark.parametrize(("leads", "seated"), [(0, 2), (1, 3), (3, 3)])
def test_a_week_is_seated_as_far_as_leads_allow(leads, seated):
    members = tuple(Member(f"m{number}", lead=number < leads) for number in range(3))
    ground = ground_of(Problem(MONDAY, 1, members, (Village("v"),)))
    berths = Berths(ground, 0)
    found = fit(berths, [berths.open_to(member, ANY_VILLAGE) for member in range(3)])
    assert sum(berth is not None for berth in found.berths) == seated
    assert (found.crowded is None) == (seated == 3)


@pytest.mark.parametrize("seed", range(12))
def test_what_few_changes_settle_is_left_out_without_harm(seed, monkeypatch):
    random = Random(7000 + seed)
    asked = replace(problem(random, MEDIUM), pinned=())
    asked = replace(asked, baseline=tuple(legal_roster(random, replace(asked, baseline=None), filled=0.9)))
    away = {member.id: member.unavailable | {random.randrange(asked.weeks)} for member in asked.members[:5]}
    members = tuple(replace(m, unavailable=away.get(m.id, m.unavailable)) for m in asked.members)
    ground = ground_of(replace(asked, members=members))
    quick = find_terms(ground, lambda: 60.0)
    monkeypatch.setattr(first_stage._Stage, "_narrow", lambda *_: None)
    whole = find_terms(ground, lambda: 60.0)
    assert quick.bounds == whole.bounds
    assert (quick.holder is None) == (whole.holder is None)
