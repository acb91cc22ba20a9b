"""Our solver beside the peers on the public problems, paired in one run, judged by the referee.

REFEREE=folder PEERS=folder python -m tests.benchmarks.solvers [PROBLEM ...] [--seconds N] [--full] [--alone]
"""
# ruff: noqa: T201 - prints are what a measurement is for

import argparse
import os

from tests.benchmarks.contenders import ours, peers
from tests.benchmarks.measured import warmed_up
from tests.benchmarks.race import Result, result
from tests.benchmarks.report import report
from tests.benchmarks.verdicts import targets, verdicts

SECONDS = {
    "tiny-1": 20,
    "qixia39-1": 60,
    "festival-1": 60,
    "qixia104-1": 60,
    "kirkman39-1": 10,
    "year104-1": 10,
    "city-1": 60,
}
"""Short enough for all solvers on all problems in a quarter of an hour."""
FULL_SECONDS = SECONDS | {"city-1": 300, "kirkman39-1": 60, "year104-1": 60, "tiny-1": 60, "qixia104-1": 120}


def main() -> None:
    """Run what was asked for."""
    asked = _asked()
    if "REFEREE" not in os.environ:
        print("REFEREE is not given (the folder of the referee): our own judge counts the costs.")
    contenders = [*ours(), *(() if asked.alone else peers())]
    warmed_up()
    limits = FULL_SECONDS if asked.full else SECONDS
    results = []
    for name in asked.problems or limits:
        for contender in contenders:
            results.append(result(name, asked.seconds or limits[name], contender))
            print(_line(results[-1]), flush=True)
    report("solvers", [one.row() for one in results], shown=False)
    report("curves", [row for one in results for row in targets(one, results)])
    print("\n".join(verdicts(results)))


def _line(one: Result) -> str:
    row = one.row()
    tiers = "  ".join(
        f"{row[tier]:>{width}} ≥ {row[f'{tier} bound']:<{width}}"
        for tier, width in (("vacancies", 3), ("unfairness", 9), ("wishes", 8))
    )
    return f"{row['problem']:12} {row['solver']:11} {row['seconds']:>6} s  {row['referee']:9}  {tiers}"


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.solvers", description=__doc__)
    parser.add_argument("problems", nargs="*", metavar="PROBLEM", help=f"some of: {', '.join(SECONDS)}")
    parser.add_argument("--seconds", type=float, help="for each solver and problem, instead of the usual")
    parser.add_argument("--full", action="store_true", help="as long as it takes")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    return parser.parse_args()


if __name__ == "__main__":
    main()
