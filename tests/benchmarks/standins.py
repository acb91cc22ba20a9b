# ruff: noqa: T201 - prints are what a measurement is for
"""Stand-ins and swaps for random openings held against the referee, and how long the lists take.

REFEREE=folder python -m tests.benchmarks.standins [OPENINGS]
"""

import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from solver import Costs, Problem, Solution, audit, stand_ins, swaps
from tests.benchmarks.measured import ROOT, given
from tests.benchmarks.report import report
from tests.solver import make
from tests.solver.test_standins import after, by_referee, minus, stated

OPENINGS = 100
MEASURED = 5
PROBLEMS = ("qixia39-1", "qixia104-1", "city-1")


def main(openings: int) -> None:
    """Compare, then measure."""
    folder = os.environ.get("REFEREE")
    if folder is None:
        print("REFEREE is not given (the folder of the referee): the differences are not compared.")
    else:
        report("standins", [_compared(_referee(Path(folder)), name, openings) for name in PROBLEMS[:2]])
    report("standin-times", [_measured(name) for name in PROBLEMS])


def _referee(folder: Path):
    spec = importlib.util.spec_from_file_location("referee", folder / "referee.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _compared(judge, name: str, openings: int):
    """How many candidates, chains and swaps of random openings the referee counts otherwise."""
    problem = given(name)
    lines = sorted(filled(problem))
    wrong = candidates = traded = 0
    for opening in Random(100).sample(lines, openings):
        found = stand_ins(problem, lines, opening.member, opening.week)
        left = [line for line in lines if line != opening]
        options = (*found.options, *found.chains)
        candidates += len(options)
        wrong += _wrong(judge, found.problem, left, options)
        trades = swaps(problem, lines, opening.member, opening.week)
        traded += len(trades)
        wrong += _wrong(judge, _as_published(problem, lines), lines, trades)
    return {
        "problem": name,
        "openings": openings,
        "candidates": candidates,
        "swaps": traded,
        "counted otherwise": wrong,
    }


def _as_published(problem: Problem, lines: list) -> Problem:
    from solver.openings.options import as_baseline

    return as_baseline(problem, tuple(lines))


def _wrong(judge, problem: Problem, lines: list, options) -> int:
    question = json.loads(problem.to_json())
    before = by_referee(judge, question, lines)
    return sum(minus(by_referee(judge, question, after(lines, one)), before) != stated(one) for one in options)


def filled(problem: Problem):
    """A legal roster: which one is of no account here."""
    # The tests' own filler looks at every line for every seat: a week at a time is enough of that for a city.
    if len(problem.members) < 200:
        return make.legal_roster(Random(1), problem)
    from solver.engine.ground import ground_of
    from solver.teams.greedy import greedy_holder

    ground = ground_of(problem)
    places = list(problem.place_of)
    seats = zip(ground.seat_week.tolist(), ground.seat_place.tolist(), greedy_holder(ground).tolist(), strict=True)
    return [make.Assignment(week, places[place], problem.members[m].id) for week, place, m in seats if m >= 0]


def _measured(name: str):
    problem = given(name)
    lines = sorted(filled(problem))
    lists, trades = [], []
    for opening in Random(5).sample(lines, MEASURED):
        began = process_time()
        stand_ins(problem, lines, opening.member, opening.week)
        lists.append(process_time() - began)
        began = process_time()
        swaps(problem, lines, opening.member, opening.week)
        trades.append(process_time() - began)
    return {
        "problem": name,
        "CPU seconds of a list, median": round(median(lists), 3),
        "most": round(max(lists), 3),
        "of swaps, median": round(median(trades), 3),
        "of the command": round(_command(problem, lines), 2),
    }


def _command(problem: Problem, lines: list) -> float:
    """CPU seconds of `rotation stand-in`, start-up and reading included."""
    with TemporaryDirectory() as folder:
        found = audit(problem, lines)
        solution = Solution(tuple(lines), found.costs, Costs(), found.wishes)
        (Path(folder) / "p.json").write_text(problem.to_json())
        (Path(folder) / "r.json").write_text(solution.to_json())
        first = asdict(lines[0])
        began = os.times()
        asked = ["--member", first["member"], "--week", str(first["week"]), "--json"]
        command = [sys.executable, "-m", "rotation.cli", "stand-in", f"{folder}/p.json", f"{folder}/r.json", *asked]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        ended = os.times()
    return ended.children_user + ended.children_system - began.children_user - began.children_system


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else OPENINGS)
