"""The problem: what follows from what is asked."""

from datetime import date

import pytest

from solver import Assignment, Member, Problem, Village, Zone


def test_seats_are_those_of_open_villages_and_of_every_zone():
    problem = Problem(
        date(2026, 1, 5),
        4,
        (),
        (Village("v1", closed=frozenset({1, 9})), Village("v2")),
        (Zone("z1", troubleshooters=2),),
    )
    assert problem.seats == 3 * (3 + 4) + 2 * 4
    assert (problem.seats_in("v1", 1), problem.seats_in("v2", 1), problem.seats_in("z1", 1)) == (0, 3, 2)


def test_shares_follow_the_weeks_present_rounded_down_and_what_is_owed():
    members = (Member("m1", unavailable=frozenset({0, -1, 7})), Member("m2", owes=-50), Member("m3"))
    problem = Problem(date(2026, 1, 5), 2, members, (Village("v1"),))
    assert problem.shares == {"m1": 120, "m2": 190, "m3": 240}


def test_where_nobody_is_available_a_share_is_what_is_owed():
    problem = Problem(date(2026, 1, 5), 1, (Member("m1", unavailable=frozenset({0}), owes=7),), (Village("v1"),))
    assert problem.shares == {"m1": 7}


def test_distance_is_along_the_great_circle_and_nothing_without_coordinates():
    paris, london = Member("m1", lat=48.8566, lon=2.3522), Village("v1", lat=51.5074, lon=-0.1278)
    problem = Problem(date(2026, 1, 5), 1, (paris, Member("m2")), (london, Village("v2")))
    assert problem.km("m1", "v1") == pytest.approx(343.56, abs=0.01)
    assert problem.km("m2", "v1") == problem.km("m1", "v2") == 0


def test_reach_ends_where_max_km_says():
    members = (
        Member("m1", lat=0, lon=0, max_km=111.19),
        Member("m2", lat=0, lon=0, max_km=111.2),
        Member("m3", max_km=0),
    )
    problem = Problem(date(2026, 1, 5), 1, members, (Village("v1", lat=1, lon=0),))
    assert [problem.reaches(member.id, "v1") for member in members] == [False, True, True]


def test_assignments_are_ordered_by_week_and_place():
    assert min(Assignment(1, "a", "b"), Assignment(0, "b", "a")).week == 0
