"""`python -m tests.benchmarks`: our solver beside the peers on the public problems, as a table and as CSV."""
# ruff: noqa: T201 - prints are what a measurement is for

import argparse
import csv
import os
from collections.abc import Iterable

from tests.benchmarks.contenders import ours, peers
from tests.benchmarks.race import ROSTERS, Result, race

SECONDS = {
    "tiny-1": 20,
    "qixia39-1": 60,
    "festival-1": 60,
    "qixia104-1": 60,
    "kirkman39-1": 20,
    "year104-1": 20,
    "city-1": 90,
}
"""Short enough for three solvers on all problems in 20 minutes."""
FULL_SECONDS = SECONDS | {"city-1": 300, "kirkman39-1": 60, "year104-1": 60, "tiny-1": 60}


def main() -> None:
    """Run what was asked for."""
    asked = _asked()
    limits = FULL_SECONDS if asked.full else SECONDS
    if "REFEREE" not in os.environ:
        print("REFEREE is not given (the folder of the referee): our own judge counts the costs.")
    contenders = [ours(), *(() if asked.alone else peers())]
    results = []
    for name in asked.problems or limits:
        for result in race(name, asked.seconds or limits[name], contenders):
            results.append(result)
            print(_line(result), flush=True)
    _write(results)
    print(_verdict(results))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("problems", nargs="*", metavar="PROBLEM", help=f"some of: {', '.join(SECONDS)}")
    parser.add_argument("--seconds", type=int, help="for each solver and problem, instead of the usual")
    parser.add_argument("--full", action="store_true", help="as long as it takes, not 20 minutes")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    return parser.parse_args()


def _line(result: Result) -> str:
    row = result.row()
    tiers = "  ".join(
        f"{row[tier]:>{width}} ≥ {row[f'{tier} bound']:<{width}}"
        for tier, width in (("vacancies", 3), ("unfairness", 9), ("wishes", 8))
    )
    return f"{row['problem']:12} {row['solver']:9} {row['seconds']:>6} s  {row['referee']:9}  {tiers}"


def _write(results: list[Result]) -> None:
    ROSTERS.mkdir(parents=True, exist_ok=True)
    file = ROSTERS / "solvers.csv"
    with file.open("w", newline="", encoding="utf-8-sig") as out:
        writer = csv.DictWriter(out, fieldnames=list(results[0].row()))
        writer.writeheader()
        writer.writerows(result.row() for result in results)
    print(f"Written to {file}.")


def _verdict(results: list[Result]) -> str:
    """Where somebody else's roster is better than ours."""
    worse = [
        f"{name} ({other.contender})"
        for name in dict.fromkeys(result.problem for result in results)
        for other in _of(results, name)
        if other.order() < min(mine.order() for mine in _of(results, name) if mine.contender == "ours")
    ]
    return f"Ours is worse on: {', '.join(worse)}" if worse else "Ours is nowhere worse."


def _of(results: Iterable[Result], name: str) -> list[Result]:
    return [result for result in results if result.problem == name]


if __name__ == "__main__":
    main()
