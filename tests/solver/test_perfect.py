"""Starts from mathematics: perfect where nothing is in the way, and bent where something is."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest

from solver import Limits, Member, Problem, Village, Weights, audit, solve
from solver.designs.perfect import perfect_holder
from solver.engine.ground import ground_of
from solver.solution import OPTIMAL
from solver.teams.greedy import greedy_holder
from tests.solver.engine import assignments
from tests.solver.test_designs import KNOWN_MAXIMA

PROBLEMS = Path(__file__).parent.parent / "problems"
QUICK_SOLVE = """
import sys
import solver
found = solver.solve(solver.Problem.from_json(open(sys.argv[1], "rb").read()), solver.Limits(seconds=600))
print(found.status, found.costs.wishes, "numba" in sys.modules)
"""


def golfers(teams: int, weeks: int) -> Problem:
    return Problem(
        start=date(2026, 1, 5),
        weeks=weeks,
        rest_weeks=0,
        weights=Weights(repeat_partner=1),
        members=tuple(Member(f"m{number}", lead=True) for number in range(3 * teams)),
        villages=tuple(Village(f"v{number}") for number in range(teams)),
    )


def bent(seed: int) -> Problem:
    """Ten weeks of leave, four pairs apart, half the members leads."""
    random = Random(seed)
    asked = golfers(13, 19)
    leads = {member.id for member in random.sample(asked.members, 20)}
    away = [(random.choice(asked.members).id, random.randrange(19)) for _ in range(10)]
    members = tuple(
        replace(m, lead=m.id in leads, unavailable=frozenset(week for who, week in away if who == m.id))
        for m in asked.members
    )
    pairs = {tuple(sorted(member.id for member in random.sample(members, 2))) for _ in range(4)}
    return replace(asked, members=members, apart=tuple(sorted(pairs)))


@pytest.mark.parametrize("name", ["kirkman39-1", "year104-1"])
def test_a_perfect_season_waits_for_no_compiler(name):
    said = subprocess.run(
        [sys.executable, "-c", QUICK_SOLVE, str(PROBLEMS / f"{name}.json")], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == [OPTIMAL, "0", "False"]


@pytest.mark.parametrize("teams", sorted(KNOWN_MAXIMA))
def test_nobody_meets_twice_in_as_many_weeks_as_can_be(teams):
    found = solve(golfers(teams, KNOWN_MAXIMA[teams]), Limits(seconds=600))
    assert (found.status, found.costs.wishes) == (OPTIMAL, 0)


@pytest.mark.parametrize(("teams", "weeks"), [(13, 12), (13, 25), (7, 3)])
def test_fewer_weeks_or_more_than_a_season_has(teams, weeks):
    asked = golfers(teams, weeks)
    ground = ground_of(asked)
    costs = audit(asked, assignments(asked, ground, perfect_holder(ground))).costs
    assert (costs.vacancies, costs.unfairness) == (0, 0)
    assert costs.wishes == 3 * teams * max(0, weeks - KNOWN_MAXIMA[teams])


@pytest.mark.parametrize("seed", range(4))
def test_a_season_is_bent_to_leave_leads_and_people_apart(seed):
    asked = bent(seed)
    ground = ground_of(asked)
    design, ordinary = (
        audit(asked, assignments(asked, ground, start(ground))) for start in (perfect_holder, greedy_holder)
    )
    assert design.broken == ()
    assert design.costs.vacancies <= 16
    assert design.costs.wishes <= 8
    assert ordinary.costs.wishes >= 10 * max(1, design.costs.wishes)


def test_a_bent_season_beats_the_ordinary_start_after_the_search():
    asked = bent(1)
    found = solve(asked, Limits(seconds=600, steps=2_400_000))
    assert audit(asked, found.assignments).broken == ()
    assert found.costs.vacancies == found.bounds.vacancies
    assert found.costs.wishes <= 12


def test_no_season_is_near_where_people_must_rest_or_keep_to_a_baseline():
    asked = golfers(5, 7)
    for other in (replace(asked, rest_weeks=1), replace(asked, baseline=()), replace(asked, members=asked.members[1:])):
        assert perfect_holder(ground_of(other)) is None
