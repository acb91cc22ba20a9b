# ruff: noqa: T201 - prints are what a measurement is for
"""Generated shortages explained, each explanation judged by a model that shares nothing with the solver.

python -m tests.benchmarks.shortages [COUNT]
"""

import sys
from collections import Counter
from random import Random
from statistics import median
from time import process_time

from solver.shortage import why_empty
from tests.solver import make
from tests.solver.shortages import can_fill, cases, fullest, with_only

SIZES = (make.SMALL, make.Size(members=14, villages=3, zones=1, weeks=8))
COUNT = 200


def main(count: int) -> None:
    """Explain and judge so many shortages; print how many explanations hold, and how long they took."""
    seconds, sizes, ways = [], Counter(), Counter()
    false = 0
    for number, size in enumerate(SIZES):
        for case in cases(count // len(SIZES), size, seed=Random(number).randrange(2**32)):
            began = process_time()
            found = why_empty(case.problem, case.roster, case.week, case.place)
            seconds.append(process_time() - began)
            false += not holds(case, found)
            sizes[len(found.facts)] += 1
            ways.update(way.kind for way in found.ways)
    print(f"{len(seconds)} shortages, {false} explanations that do not hold")
    print(f"CPU seconds: median {median(seconds):.2f}, most {max(seconds):.2f}")
    print("facts in a set:", dict(sorted(sizes.items())))
    print("ways out:", dict(ways.most_common()))


def holds(case, found) -> bool:
    """Whether the facts are sufficient and none too many, and each way out is one."""
    vacancies = case.problem.seats - len(case.roster)
    enough = not can_fill(case, with_only(case.problem, found.facts))
    fewest = all(can_fill(case, with_only(case.problem, set(found.facts) - {fact})) for fact in found.facts)
    out = all(way.problem.seats - len(fullest(way.problem)) < vacancies for way in found.ways)
    return enough and fewest and out and len(found.ways) > 1


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
