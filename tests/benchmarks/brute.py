# ruff: noqa: T201 - prints are what a measurement is for
"""Generated problems small enough to try every roster, held against every bound and the whole solver.

python -m tests.benchmarks.brute [COUNT]
"""

import sys
from collections import Counter
from itertools import islice
from time import process_time

import numpy as np

from solver import Limits, solve
from solver.engine.ground import ground_of
from solver.solution import TIERS
from solver.terms.first_stage import find_terms
from tests.solver import certifying
from tests.solver.brute import best_costs, small_enough

COUNT = 500
SOLVED_IN_FULL = 10
"""One problem in so many is given to the whole solver too, which takes a second or two."""
ENOUGH = 60.0


def main(count: int) -> None:
    """Try, and print how many bounds were held against the truth, how many met it, and which were false."""
    began, bounds, met, false = process_time(), Counter(), Counter(), 0
    for number, asked in enumerate(islice(small_enough(5_000_000), count)):
        best = best_costs(asked)
        for tier, bound, checked in certifying.bounds(asked, best, np.random.default_rng(number)):
            bounds[tier] += 1
            met[tier] += bound == getattr(best, tier)
            false += not checked == bound <= getattr(best, tier)
        terms = find_terms(ground_of(asked), lambda: ENOUGH).bounds
        seated = terms[0] + asked.seats, *terms[1:]
        false += seated != certifying.tiers_before(asked, best)
        if number % SOLVED_IN_FULL == 0:
            found = solve(asked, Limits(seconds=30))
            false += not found.costs == found.bounds == best
        if number % 50 == 49:
            print(f"{number + 1} problems, {false} false", flush=True)
    print(f"{count} problems in {process_time() - began:.0f} CPU seconds, {false} things that are not so")
    for tier in TIERS:
        print(f"{tier}: {bounds[tier]} bounds, all counted again; {met[tier]} meet the best cost")
    sys.exit(false > 0)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
