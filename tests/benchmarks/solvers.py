"""Our solver beside the peers on the public problems, paired in one run, judged by the referee.

REFEREE=folder PEERS=folder python -m tests.benchmarks.solvers [PROBLEM ...] [--seconds N] [--full] [--alone]
"""
# ruff: noqa: T201 - prints are what a measurement is for

import argparse
import os

from solver.solution import TIERS
from tests.benchmarks.contenders import CP_SAT, HASTY, OURS, TIMEFOLD, ours, peers
from tests.benchmarks.measured import reached, warmed_up
from tests.benchmarks.race import Result, result
from tests.benchmarks.report import report

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
ABOVE = (20, 10, 5, 2, 1)
"""Per cent above our own wishes in the end."""


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
    report("curves", [row for one in results for row in _targets(one, results)])
    print("\n".join(_verdicts(results)))


def _line(one: Result) -> str:
    row = one.row()
    tiers = "  ".join(
        f"{row[tier]:>{width}} ≥ {row[f'{tier} bound']:<{width}}"
        for tier, width in (("vacancies", 3), ("unfairness", 9), ("wishes", 8))
    )
    return f"{row['problem']:12} {row['solver']:11} {row['seconds']:>6} s  {row['referee']:9}  {tiers}"


def _targets(one: Result, results: list[Result]):
    """When ours came to what each peer had in the end, and how near to its own end."""
    if one.contender != OURS or not one.curve or not one.costs:
        return
    tiers = tuple(one.costs[tier] for tier in TIERS)
    aims = {f"{above} % above its end": (*tiers[:3], tiers[3] + tiers[3] * above // 100) for above in ABOVE}
    for other in results:
        if other.problem == one.problem and other.contender in (TIMEFOLD, CP_SAT) and other.is_legal:
            aims[f"as good as {other.contender} after {other.limit:g} s"] = tuple(other.costs[tier] for tier in TIERS)
    for aim, costs in aims.items():
        time = reached(one.curve, costs)
        yield {"problem": one.problem, "target": aim, "wishes": costs[3], "seconds": "" if time is None else time}


def _verdicts(results: list[Result]):
    """Where a peer's roster is better than ours, and than ours in haste."""
    for mine, said in ((OURS, "Ours"), (HASTY, "Ours in a tenth of the time (half on city-1)")):
        own = {one.problem: one.order() for one in results if one.contender == mine}
        others = [one for one in results if one.contender in (TIMEFOLD, CP_SAT) and one.is_legal]
        worse = [f"{one.problem} ({one.contender})" for one in others if one.order() < own[one.problem]]
        if others:
            yield f"{said} is worse on: {', '.join(worse)}" if worse else f"{said} is nowhere worse."
        refused = [one.problem for one in results if one.contender == mine and not one.is_legal]
        if refused:
            yield f"{said} is refused on: {', '.join(refused)}"


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.solvers", description=__doc__)
    parser.add_argument("problems", nargs="*", metavar="PROBLEM", help=f"some of: {', '.join(SECONDS)}")
    parser.add_argument("--seconds", type=float, help="for each solver and problem, instead of the usual")
    parser.add_argument("--full", action="store_true", help="as long as it takes")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    return parser.parse_args()


if __name__ == "__main__":
    main()
