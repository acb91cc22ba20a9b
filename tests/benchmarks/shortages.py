# ruff: noqa: T201 - prints are what a measurement is for
"""Generated shortages explained, each explanation judged by a model that shares nothing with the solver.

python -m tests.benchmarks.shortages [COUNT]

And two shortages of a whole city, of which it is known who is the reason, with their times.
"""

import sys
from collections import Counter
from dataclasses import replace
from random import Random
from statistics import median
from time import process_time

from solver.problem import TEAM, TROUBLESHOOTER
from solver.reasons.shortage import why_empty
from tests.benchmarks.measured import given
from tests.benchmarks.report import report
from tests.benchmarks.standins import filled
from tests.solver import make
from tests.solver.shortages import can_fill, cases, fullest, with_only

SIZES = (make.SMALL, make.Size(members=14, villages=3, zones=1, weeks=8))
COUNT = 200
WEEK = 20
PATIENCE = 600.0
"""Seconds; on a machine with other work to do each answer may take as much longer."""


def main(count: int) -> None:
    """Explain and judge so many shortages; print how many explanations hold, and how long they took."""
    seconds, sizes, ways = [], Counter(), Counter()
    false = unproven = 0
    for number, size in enumerate(SIZES):
        for case in cases(count // len(SIZES), size, seed=Random(number).randrange(2**32)):
            began = process_time()
            found = why_empty(case.problem, case.roster, case.week, case.place, seconds=PATIENCE)
            seconds.append(process_time() - began)
            false += not holds(case, found)
            unproven += not found.minimal
            sizes[len(found.facts)] += 1
            ways.update(way.kind for way in found.ways)
    print(f"{len(seconds)} shortages, {false} explanations that do not hold, {unproven} not proven minimal")
    print(f"CPU seconds: median {median(seconds):.2f}, most {max(seconds):.2f}")
    print("facts in a set:", dict(sorted(sizes.items())))
    print("ways out:", dict(ways.most_common()))
    report("city-shortages", [_of_the_city(TROUBLESHOOTER), _of_the_city("lead")])


def holds(case, found) -> bool:
    """Whether the facts are sufficient and none too many, and each way out is one."""
    vacancies = case.problem.seats - len(case.roster)
    enough = not can_fill(case, with_only(case.problem, found.facts))
    fewest = all(can_fill(case, with_only(case.problem, set(found.facts) - {fact})) for fact in found.facts)
    out = all(way.problem.seats - len(fullest(way.problem)) < vacancies for way in found.ways)
    return enough and fewest and out and len(found.ways) > 1


def _of_the_city(who: str):
    """All troubleshooters, or all leads, are away in one week: the fewest facts are that, and that they are needed."""
    city = given("city-1")
    gone = {one.id for one in city.members if (who in one.roles if who == TROUBLESHOOTER else one.lead)}
    members = tuple(
        replace(one, unavailable=one.unavailable | {WEEK}) if one.id in gone else one for one in city.members
    )
    problem = replace(city, members=members)
    lines = tuple(line for line in filled(city) if line.week != WEEK or line.member not in gone)
    place = _short_of_one(problem, lines) if who == "lead" else problem.zones[0].id
    began = process_time()
    found = why_empty(problem, lines, WEEK, place)
    needed = {one.id for one in problem.members if one.id in gone and (TEAM in one.roles or who == TROUBLESHOOTER)}
    return {
        "away": who,
        "facts": len(found.facts),
        "expected": len(needed) + 1,
        "minimal": str(found.minimal),
        "CPU seconds": round(process_time() - began, 1),
        "ways out": ", ".join(way.kind for way in found.ways),
    }


def _short_of_one(problem, lines):
    """A village whose team lacks nothing but its lead."""
    team = Counter(line.place for line in lines if line.week == WEEK)
    return next(one.id for one in problem.villages if team[one.id] == problem.seats_in(one.id, WEEK) - 1 > 0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
