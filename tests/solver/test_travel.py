"""All distances at once are those of the judge, wherever that matters."""

from datetime import date
from random import Random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver import Member, Problem, Village, Weights
from solver.distance import travel_points
from solver.engine.ground import ground_of
from tests.solver.make import MEDIUM, problem

SPOTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180)) | st.just((None, None))


def judged(asked: Problem) -> tuple[np.ndarray, np.ndarray]:
    """Who may serve where, and the points of each way, one by one."""
    disliked = asked.weights.disliked
    may = [[asked.may_serve(member.id, place) for place in asked.place_of] for member in asked.members]
    points = [
        [
            travel_points(asked.weights.km, asked.km(one.id, place)) + disliked * (place in one.dislikes.villages)
            for place in asked.place_of
        ]
        for one in asked.members
    ]
    return np.array(may).reshape(len(may), -1), np.array(points).reshape(len(points), -1)


def agree(asked: Problem) -> None:
    ground = ground_of(asked)
    may, points = judged(asked)
    assert np.array_equal(ground.may, may)
    assert np.array_equal(ground.points, points)


def test_reach_and_ways_of_any_problem_are_the_judges():
    for seed in range(40):
        asked = problem(Random(seed), MEDIUM)
        if asked.members and asked.place_of:
            agree(asked)


@given(st.lists(SPOTS, min_size=1, max_size=4), SPOTS, st.sampled_from([0, 0.001, 2, 1.5, 999_999.5]))
def test_reach_and_ways_anywhere_on_earth_are_the_judges(homes, there, rate):
    village = Village("v", lat=there[0], lon=there[1])
    far = Problem(
        date(2026, 1, 5), 1, tuple(Member(f"m{n}", lat=a, lon=o) for n, (a, o) in enumerate(homes)), (village,)
    )
    just_near = tuple(
        Member(f"{one.id} {spare}", lat=one.lat, lon=one.lon, max_km=max(0.0, far.km(one.id, "v") + spare))
        for one in far.members
        for spare in (-2e-9, -1e-9, 0.0, 1e-9)
    )
    agree(Problem(far.start, 1, just_near, (village,), weights=Weights(km=rate)))


def test_a_way_of_exactly_half_a_point_is_rounded_up():
    asked = Problem(date(2026, 1, 5), 1, (Member("m", lat=32.0, lon=118.0),), (Village("v", lat=32.1, lon=118.0),))
    distance = asked.km("m", "v")
    for rate in (0.5 / distance, 1.5 / distance, 2.5 / distance):
        agree(Problem(asked.start, 1, asked.members, asked.villages, weights=Weights(km=rate)))
