"""Several seeds, medians, and how long until the wishes are near to the best of them.

python -m tests.benchmarks.seeds [--seconds N] [--seeds K] [PROBLEM ...]
"""

import argparse
from statistics import median

from solver.solution import TIERS
from tests.benchmarks.measured import costs_of, given, reached, solved, warmed_up
from tests.benchmarks.report import report

PROBLEMS = ("qixia39-1", "festival-1", "qixia104-1")
ABOVE = (10, 5, 2, 1)
"""Per cent above the best wishes of all seeds."""


def main():
    """Solve each problem with each seed; print medians and times to target."""
    asked = _asked()
    warmed_up()
    rows, targets = [], []
    for name in asked.problems or PROBLEMS:
        runs = [solved(given(name), asked.seconds, "--seed", str(seed)) for seed in range(asked.seeds)]
        rows += [_row(name, seed, run) for seed, run in enumerate(runs)]
        middle = {tier: median(getattr(run.solution.costs, tier) for run in runs) for tier in TIERS}
        rows.append({"problem": name, "seed": "median", "seconds": median(r.seconds for r in runs), **middle})
        targets += _targets(name, runs)
    report("seeds", rows)
    report("targets", targets)


def _row(name, seed, run):
    costs = dict(zip(TIERS, costs_of(run.solution), strict=True))
    return {"problem": name, "seed": seed, "seconds": round(run.seconds, 1), **costs}


def _targets(name, runs):
    """For each distance from the best: the share of seeds that came so near, and the median time of those."""
    best = min(costs_of(run.solution) for run in runs)
    for above in ABOVE:
        aim = (*best[:3], best[3] + best[3] * above // 100)
        times = [time for run in runs if (time := reached(run.curve, aim)) is not None]
        yield {
            "problem": name,
            "per cent above the best": above,
            "wishes": aim[3],
            "seeds that reach it": len(times),
            "of": len(runs),
            "median seconds": median(times) if times else "",
            "most seconds": max(times, default=""),
        }


def _asked():
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.seeds", description=__doc__)
    parser.add_argument("problems", nargs="*", metavar="PROBLEM")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seeds", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    main()
