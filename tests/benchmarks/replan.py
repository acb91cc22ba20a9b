"""Members of a published roster fall ill in one week: how long until the fewest changes are proven, and found.

python -m tests.benchmarks.replan [--seconds N] [--problem NAME]
"""
# ruff: noqa: T201 - prints are what a measurement is for

import argparse
from dataclasses import replace
from random import Random

from tests.benchmarks.measured import given, proven, solved, warmed_up
from tests.benchmarks.report import report

LIMITS = {1: 5, 10: 20}
"""By number of the ill: the seconds within which it should be told."""


def main():
    """One member, then ten in the same week."""
    asked = _asked()
    warmed_up()
    problem = given(asked.problem)
    published = solved(problem, asked.seconds).solution
    print(f"published after {asked.seconds:.0f} s: {published.costs}")
    rows = [_row(problem, published, ill, turn) for ill in LIMITS for turn in range(asked.turns)]
    report("replan", rows)


def fallen_ill(problem, assignments, ill, random):
    """So many of those who serve in some week can't; the roster as it was is the baseline."""
    week = random.randrange(problem.weeks // 4, problem.weeks)
    serving = [line.member for line in assignments if line.week == week]
    away = set(random.sample(serving, ill))
    members = tuple(
        replace(one, unavailable=one.unavailable | {week}) if one.id in away else one for one in problem.members
    )
    return replace(problem, members=members, baseline=tuple(sorted(assignments)))


def _row(problem, published, ill, turn):
    limit = LIMITS[ill]
    run = solved(fallen_ill(problem, published.assignments, ill, Random(turn)), limit)
    since = proven(run.curve)
    return {
        "ill": ill,
        "case": turn,
        "limit": limit,
        "seconds": round(run.seconds, 2),
        "cpu": round(run.cpu, 1),
        "vacancies": run.solution.costs.vacancies,
        "changes": run.solution.costs.changes,
        "changes bound": run.solution.bounds.changes,
        "proven after": since["changes"],
        "unfairness": run.solution.costs.unfairness,
        "unfairness bound": run.solution.bounds.unfairness,
        "wishes": run.solution.costs.wishes,
    }


def _asked():
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.replan", description=__doc__)
    parser.add_argument("--problem", default="qixia104-1")
    parser.add_argument("--seconds", type=float, default=60, help="for the roster that is published")
    parser.add_argument("--turns", type=int, default=3, help="cases of each kind")
    return parser.parse_args()


if __name__ == "__main__":
    main()
