"""Each cost on a problem small enough to count by hand: how much, and where it sits."""

from dataclasses import replace
from datetime import date

import pytest

from solver import Assignment, Dislikes, History, Member, Problem, Village, Weights, Zone, details

LEADS = tuple(Member(f"m{number}", lead=True) for number in range(1, 6))
WEIGHTS = Weights(400, 300, 200, 150, 100, 50, 2)


def problem(**changes):
    base = Problem(date(2026, 1, 5), 6, LEADS, (Village("v1"), Village("v2")), (Zone("z1"),), 2, 0, weights=WEIGHTS)
    return replace(base, **changes)


def member(**changes):
    return (replace(LEADS[0], **changes), *LEADS[1:])


def village(**changes):
    return (Village("v1", **changes), Village("v2"))


def charges(cost, asked, *lines):
    """Of one cost: count, points, week, place, members and what it is about, a charge a row."""
    found = details(asked, [Assignment(*line) for line in lines])
    return [
        (charge.count, charge.points, charge.week, charge.place, charge.members, charge.about)
        for charge in found
        if charge.cost == cost
    ]


def test_vacancies_are_seats_left_empty_in_open_villages_and_in_zones():
    asked = problem(weeks=1, villages=village(closed=frozenset({0})), zones=(Zone("z1", troubleshooters=1),))
    assert charges("vacancies", asked, (0, "v2", "m1")) == [(1, 1, 0, "v2", (), ""), (1, 1, 0, "z1", (), "")]


def test_changes_are_the_notices_that_people_would_get():
    lines = [(0, "v1", "m1"), (0, "v1", "m2"), (1, "v1", "m3"), (2, "gone", "m0")]
    asked = problem(baseline=tuple(Assignment(*line) for line in lines))
    assert charges("changes", asked, (0, "v1", "m1"), (0, "v2", "m2"), (3, "v1", "m5")) == [
        (1, 1, 2, "", ("m0",), "gone"),
        (1, 1, 0, "v2", ("m2",), "v1"),
        (1, 1, 1, "", ("m3",), "v1"),
        (1, 1, 3, "v1", ("m5",), ""),
    ]


def test_without_a_baseline_nothing_changes_and_with_an_empty_one_everything_does():
    assert charges("changes", problem(), (0, "v1", "m1")) == []
    assert len(charges("changes", problem(baseline=()), (0, "v1", "m1"))) == 1


def test_unfairness_is_the_square_of_the_distance_to_the_share():
    asked = problem(weeks=1, members=LEADS[:3], villages=village())
    assert [row[:2] for row in charges("unfairness", asked, (0, "v1", "m1"), (0, "v1", "m2"))] == [
        (1, 33**2),
        (1, 33**2),
        (0, 133**2),
    ]


def test_an_unmet_skill_costs_once_for_each_skill_in_each_open_week():
    wants = dict.fromkeys((0, 1, 9), frozenset({"law", "roads"}))
    asked = problem(members=member(skills=frozenset({"law"})), villages=village(wants=wants, closed=frozenset({1})))
    assert charges("unmet_skill", asked, (0, "v1", "m1")) == [(1, 400, 0, "v1", ("m1",), "roads")]
    assert [row[-1] for row in charges("unmet_skill", asked)] == ["law", "roads"]


def test_partners_repeat_from_their_second_week_on():
    together = [(week, "v1", member) for week in (0, 2, 4) for member in ("m2", "m1")]
    assert [row[2] for row in charges("repeat_partner", problem(), *together)] == [2, 4]


@pytest.mark.parametrize("side", [0, 1])
def test_partners_who_met_before_repeat_at_once_whoever_kept_count(side):
    members = list(LEADS)
    members[side] = replace(members[side], history=History(partners={LEADS[1 - side].id: 3}))
    asked = problem(members=tuple(members))
    assert charges("repeat_partner", asked, (0, "v1", "m1"), (0, "v1", "m2")) == [(1, 300, 0, "v1", ("m1", "m2"), "")]


def test_troubleshooters_of_one_zone_are_no_partners_and_visit_no_village():
    lines = [(week, "z1", member) for week in (0, 2) for member in ("m1", "m2")]
    assert charges("repeat_partner", problem(), *lines) == charges("repeat_village", problem(), *lines) == []


def test_a_disliked_village_in_a_disliked_week_costs_twice():
    asked = problem(members=member(dislikes=Dislikes(frozenset({0}), frozenset({"v1", "z1"}))))
    assert charges("disliked", asked, (0, "v1", "m1"), (1, "z1", "m1"), (2, "v2", "m1")) == [
        (1, 200, 0, "v1", ("m1",), "week"),
        (1, 200, 0, "v1", ("m1",), "place"),
        (1, 200, 1, "z1", ("m1",), "place"),
    ]


def test_continuity_breaks_where_nobody_served_there_lately_but_not_with_the_first_team():
    asked = problem(continuity_weeks=2)
    lines = [(0, "v1", "m1"), (2, "v1", "m1"), (5, "v1", "m1"), (1, "v2", "m2")]
    assert charges("no_continuity", asked, *lines) == [(1, 150, 5, "v1", ("m1",), "")]


def test_continuity_knows_who_served_before_and_skips_closed_weeks():
    asked = problem(continuity_weeks=3, villages=village(last_served={"m1": -1, "gone": -1}, closed=frozenset({1})))
    assert charges("no_continuity", asked, (2, "v1", "m1")) == []
    assert [row[2] for row in charges("no_continuity", asked, (0, "v1", "m2"), (1, "v1", "m3"), (4, "v1", "m3"))] == [
        0,
        4,
    ]


def test_without_continuity_weeks_nothing_is_asked():
    assert charges("no_continuity", problem(), (0, "v1", "m1"), (5, "v1", "m2")) == []


def test_a_village_repeats_from_the_second_visit_on_and_what_was_before_costs_nothing():
    asked = problem(members=member(history=History(villages={"v2": 3})))
    lines = [(0, "v1", "m1"), (2, "v1", "m1"), (4, "v2", "m1")]
    assert [row[2:4] for row in charges("repeat_village", asked, *lines)] == [(2, "v1"), (4, "v2")]


def test_crowding_counts_the_weeks_that_are_lacking_between_successive_terms():
    asked = problem(spacing_weeks=4, members=member(history=History(last_week=-1)))
    assert charges("crowding", asked, (1, "v1", "m1"), (4, "z1", "m1")) == [
        (2, 100, 1, "v1", ("m1",), ""),
        (1, 50, 4, "z1", ("m1",), ""),
    ]


def test_travel_is_rounded_half_up_for_each_term():
    asked = problem(members=member(lat=0, lon=0), villages=village(lat=0, lon=1), weights=Weights(km=0.5))
    assert charges("travel", asked, (0, "v1", "m1"), (2, "v1", "m1"), (1, "v1", "m2")) == [
        (56, 56, 0, "v1", ("m1",), ""),
        (56, 56, 2, "v1", ("m1",), ""),
    ]


def test_a_half_point_is_rounded_up():
    place = Village("v1", lat=0, lon=1)
    half = 0.5 / problem(members=member(lat=0, lon=0), villages=(place,)).km("m1", "v1")
    asked = problem(members=member(lat=0, lon=0), villages=(place,), weights=Weights(km=half))
    assert charges("travel", asked, (0, "v1", "m1"))[0][0] == 1
