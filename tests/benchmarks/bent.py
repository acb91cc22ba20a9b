"""A design bent to life: kirkman39-1 with leave, pairs apart, and half the members leads.

python -m tests.benchmarks.bent [--seconds N] [--seeds K]
"""

import argparse
from dataclasses import replace
from random import Random
from statistics import median

from tests.benchmarks.measured import given, solved, warmed_up
from tests.benchmarks.report import report

SECONDS = 60
LEAVE, APART = 10, 4


def bent(problem, random):
    """Ten random weeks of leave, four pairs apart, half the members leads."""
    away = [(member.id, random.randrange(problem.weeks)) for member in random.sample(problem.members, LEAVE)]
    leads = set(random.sample([member.id for member in problem.members], len(problem.members) // 2))
    people = random.sample([member.id for member in problem.members], 2 * APART)
    members = tuple(
        replace(member, lead=member.id in leads, unavailable=frozenset(week for who, week in away if who == member.id))
        for member in problem.members
    )
    return replace(problem, members=members, apart=tuple(zip(people[:APART], people[APART:], strict=True)))


def main():
    """Repeats from the design, from the ordinary start, and the bound."""
    asked = _asked()
    warmed_up()
    rows = []
    for seed in range(asked.seeds):
        problem = bent(given("kirkman39-1"), Random(seed))
        design, ordinary = solved(problem, asked.seconds), solved(problem, asked.seconds, "--ordinary")
        rows.append(
            {
                "case": seed,
                "empty seats": design.solution.costs.vacancies,
                "repeats from the design": design.solution.costs.wishes,
                "from the ordinary start": ordinary.solution.costs.wishes,
                "bound": max(design.solution.bounds.wishes, ordinary.solution.bounds.wishes),
                "unfairness": design.solution.costs.unfairness,
                "unfairness, ordinary": ordinary.solution.costs.unfairness,
            }
        )
    rows.append({"case": "median", **{key: median(row[key] for row in rows) for key in rows[0] if key != "case"}})
    report("bent", rows)


def _asked():
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bent", description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--seeds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    main()
