# ruff: noqa: T201 - prints are what a measurement is for
"""Stand-ins for random openings of qixia104-1 held against the referee, and how long the lists take.

REFEREE=folder python -m tests.benchmarks.standins [OPENINGS]
"""

import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import asdict, astuple
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from solver import Costs, Problem, Solution, audit, stand_ins, swaps
from tests.solver import make
from tests.solver.test_standins import after, by_referee, minus, stated

OPENINGS = 100


def main(openings: int) -> None:
    """Compare, then measure."""
    folder = Path(os.environ["REFEREE"])
    judge = _referee(folder)
    problem, lines = _rostered(folder, "qixia104-1")
    wrong = candidates = 0
    for opening in Random(100).sample(lines, openings):
        found = stand_ins(problem, lines, opening.member, opening.week)
        question = json.loads(found.problem.to_json())
        left = [line for line in lines if line != opening]
        before = by_referee(judge, question, left)
        for option in (*found.options, *found.chains):
            candidates += 1
            wrong += minus(by_referee(judge, question, after(left, option)), before) != stated(option)
    print(f"{openings} openings, {candidates} candidates, {wrong} that the referee counts otherwise")
    for name in ("qixia104-1", "city-1"):
        _measure(*_rostered(folder, name), name)


def _referee(folder: Path):
    spec = importlib.util.spec_from_file_location("referee", folder / "referee.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _rostered(folder: Path, name: str):
    """The problem with a legal roster: which one is of no account here."""
    problem = Problem.from_json((folder / "instances" / f"{name}.json").read_bytes())
    return problem, sorted(_filled(problem))


def _filled(problem: Problem):
    # The tests' own filler looks at every line for every seat: a week at a time is enough of that for a city.
    if len(problem.members) < 200:
        return make.legal_roster(Random(1), problem)
    from solver.greedy import greedy_holder
    from solver.ground import ground_of

    ground = ground_of(problem)
    places = list(problem.place_of)
    seats = zip(ground.seat_week.tolist(), ground.seat_place.tolist(), greedy_holder(ground).tolist(), strict=True)
    return [make.Assignment(week, places[place], problem.members[m].id) for week, place, m in seats if m >= 0]


def _measure(problem: Problem, lines: list, name: str) -> None:
    lists, trades = [], []
    for opening in Random(5).sample(lines, 5):
        began = process_time()
        stand_ins(problem, lines, opening.member, opening.week)
        lists.append(process_time() - began)
        began = process_time()
        swaps(problem, lines, opening.member, opening.week)
        trades.append(process_time() - began)
    print(f"{name}: CPU seconds of a list, median {median(lists):.2f}, most {max(lists):.2f}; ", end="")
    print(f"of swaps {median(trades):.2f}; ", end="")
    print(f"of the whole command {_command(problem, lines):.2f}")


def _command(problem: Problem, lines: list) -> float:
    """CPU seconds of `rotation stand-in`, start-up and reading included."""
    with TemporaryDirectory() as folder:
        found = audit(problem, lines)
        solution = Solution(tuple(lines), found.costs, Costs(*(0,) * len(astuple(found.costs))), found.wishes)
        (Path(folder) / "p.json").write_text(problem.to_json())
        (Path(folder) / "r.json").write_text(solution.to_json())
        first = asdict(lines[0])
        began = os.times()
        asked = ["--member", first["member"], "--week", str(first["week"]), "--json"]
        command = [sys.executable, "-m", "rotation.cli", "stand-in", "p.json", "r.json", *asked]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        ended = os.times()
    return ended.children_user + ended.children_system - began.children_user - began.children_system


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else OPENINGS)
