"""Near places are of the same kind, and are drawn more often where there are many."""

from dataclasses import replace
from datetime import date

from solver import Member, Problem, Village, Weights, Zone
from solver.engine.ground import ground_of
from solver.teams.nearness import MOST, near_places

ROAD = Problem(
    start=date(2026, 1, 5),
    weeks=4,
    members=tuple(Member(f"m{number}", lat=32.0, lon=119 + number / 7) for number in range(9)),
    villages=tuple(Village(f"v{number}", lat=32.0, lon=119 + number / 20) for number in range(30)),
    zones=(Zone("z", lat=32.0, lon=119.0), Zone("far", lat=33.0, lon=119.0)),
    weights=Weights(km=2),
)


def test_the_nearest_villages_along_a_road_are_its_neighbours():
    near = near_places(ground_of(ROAD))
    assert near.shape == (32, MOST)
    assert set(near[10].tolist()) == set(range(2, 19)) - {10}
    assert near[:30].max() < 30
    assert set(near[30].tolist()) == {31}


def test_where_places_are_few_all_are_near():
    few = replace(ROAD, villages=ROAD.villages[:12])
    assert near_places(ground_of(few)).shape == (14, 0)
