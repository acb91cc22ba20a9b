"""A large problem taken apart: sides that share nothing, searched at the same time, with the same outcome each time."""

from datetime import date
from random import Random

import numpy as np
import pytest

from solver import Limits, Member, Problem, Village, Weights, audit, solve
from solver.engine.ground import ground_of
from solver.teams import improve
from solver.teams.best import Best
from solver.teams.greedy import greedy_holder
from solver.teams.seating import seat_all
from solver.teams.sheet import HOLDER, MEMBER_SIDE, SEAT_SIDE, blank_sheet, table
from solver.teams.sides import Borders, take_sides
from tests.solver.engine import assignments, tiers
from tests.solver.make import MEDIUM, problem

SERVED = [seed for seed in range(12) if problem(Random(seed), MEDIUM).seats and problem(Random(seed), MEDIUM).members]


def two_towns() -> Problem:
    """Forty members and eight villages along a road, most of them at its ends."""
    random = Random(4)
    ends = [0.0, 0.4]
    members = tuple(
        Member(f"m{n:02}", lead=n % 3 == 0, lat=32.0, lon=118.0 + ends[n % 2] + random.random() / 10) for n in range(40)
    )
    villages = tuple(Village(f"v{n}", lat=32.0, lon=118.0 + ends[n % 2] + n / 100) for n in range(8))
    weights = Weights(repeat_partner=30, repeat_village=10, crowding=5, no_continuity=15, km=2)
    return Problem(date(2026, 1, 5), 12, members, villages, spacing_weeks=3, continuity_weeks=4, weights=weights)


@pytest.fixture
def taken_apart(monkeypatch):
    """Every problem counts as large."""
    monkeypatch.setattr(improve, "LARGE", 1)
    monkeypatch.setattr(improve, "WORTH", 0.0)


def searched(asked: Problem, rounds: int, seed: int = 0):
    """The costs that the search counts, and the roster."""
    ground = ground_of(asked)
    best, search = Best(asked, ground), improve.Search(ground, seed, 2)
    best.take(greedy_holder(ground))
    search.start(best.holder, best.tally())
    for _ in range(rounds):
        search.run(20.0, (0, 0, -(10**9), 0), 20_000)
    search.close()
    return search.best, assignments(asked, ground, search.best_holder)


def test_a_seat_is_a_sides_where_its_place_and_all_its_team_are():
    asked = two_towns()
    ground = ground_of(asked)
    holder = greedy_holder(ground)
    sheet = blank_sheet(ground)
    seat_all(sheet, holder)
    of_place, of_member = Borders(ground, 1, 2).drawn(holder)
    owned = take_sides(sheet, of_place, of_member)
    sides = table(sheet, SEAT_SIDE, len(holder))
    assert table(sheet, MEMBER_SIDE, len(of_member)).tolist() == of_member.tolist()
    for seat, side in enumerate(sides.tolist()):
        place, week = ground.seat_place[seat], ground.seat_week[seat]
        team = holder[(ground.seat_place == place) & (ground.seat_week == week)]
        whole = all(of_member[member] == of_place[place] for member in team if member >= 0)
        assert side == (of_place[place] if whole else -1)
    assert owned == (sides >= 0).sum() > 0


def test_near_places_are_on_one_side():
    asked = two_towns()
    ground = ground_of(asked)
    for seed in range(5):
        of_place, _ = Borders(ground, seed, 2).drawn(np.zeros(0, dtype=np.int64) - 1)
        assert np.bincount(of_place).tolist() == [4, 4]


@pytest.mark.usefixtures("taken_apart")
@pytest.mark.parametrize("seed", SERVED)
def test_what_the_sides_count_together_is_what_the_judge_counts(seed):
    asked = problem(Random(seed), MEDIUM)
    counted, lines = searched(asked, 6, seed)
    assert audit(asked, lines).broken == ()
    assert tiers(asked, lines) == counted


@pytest.mark.usefixtures("taken_apart")
def test_sides_searched_at_the_same_time_come_to_the_same_roster_each_time():
    first = searched(two_towns(), 12)
    assert all(searched(two_towns(), 12) == first for _ in range(3))
    assert first[0] < searched(two_towns(), 0)[0]


@pytest.mark.usefixtures("taken_apart")
def test_the_same_steps_give_the_same_roster_of_a_large_problem():
    once, again = (solve(two_towns(), Limits(seconds=600, seed=3, steps=800_000)) for _ in range(2))
    assert once.assignments == again.assignments


def test_a_small_problem_stays_whole(monkeypatch):
    monkeypatch.setattr(improve, "LARGE", 10**9)
    search = improve.Search(ground_of(two_towns()), 0, 2)
    search.close()
    assert len({id(one.sheet) for one in search._searchers}) == 2
    assert not any((table(one.sheet, HOLDER, 3) >= 0).any() for one in search._searchers)
