"""Our solver in a process of its own, with the curve of what it found when: python -m tests.benchmarks.ours --help."""

import argparse
import json
import os
import time
from dataclasses import asdict
from pathlib import Path

import solver
from rotation.cli.solving import OUTSIDE_SECONDS


def main():
    """Solve a problem file; write the roster, and (in JSON) the points at which a cost or bound changed."""
    asked = _asked()
    if asked.ordinary:
        _without_designs()
    began = float(os.environ.get("BENCH_BEGAN") or time.time())
    points = []

    def note(progress):
        point = {"costs": progress.costs and asdict(progress.costs), "bounds": asdict(progress.bounds)}
        if not points or _differs(points[-1], point):
            points.append(point | {"seconds": round(time.time() - began, 2)})

    problem = solver.Problem.from_json(asked.problem.read_bytes())
    start = solver.Solution.from_json(asked.start.read_bytes()) if asked.start else None
    limits = solver.Limits(seconds=asked.seconds - OUTSIDE_SECONDS - (time.time() - began), seed=asked.seed)
    found = solver.solve(problem, limits, start=start, on_progress=note)
    asked.roster.write_text(found.to_json())
    ended = {"costs": asdict(found.costs), "bounds": asdict(found.bounds)}
    points.append(ended | {"seconds": round(time.time() - began, 2)})
    if asked.curve:
        asked.curve.write_text(json.dumps(points))


def _differs(last, point):
    return any(last[key] != value for key, value in point.items())


def _without_designs():
    """The ordinary start, to hold the one from a design against."""
    from solver import run

    run.perfect_holder = lambda _ground: None


def _asked():
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.ours", description=__doc__)
    parser.add_argument("problem", type=Path)
    parser.add_argument("roster", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--start", type=Path, help="a roster to begin with")
    parser.add_argument("--curve", type=Path, help="where to write when what was found")
    parser.add_argument("--ordinary", action="store_true", help="without a design as a start")
    return parser.parse_args()


if __name__ == "__main__":
    main()
