"""Our solver on a problem of a benchmark's own: its roster, its curve, and what that took."""

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from solver import Problem, Solution
from solver.solution import TIERS

ROOT = Path(__file__).parents[2]
PROBLEMS = ROOT / "tests" / "problems"


@dataclass(frozen=True)
class Run:
    """What came of one solve. Seconds count from the start of the process; the memory is its peak."""

    seconds: float
    cpu: float
    mib: float
    solution: Solution
    curve: list[dict] = field(default_factory=list)

    def proven(self):
        """By tier: the second from which on its cost met its bound to the end; None where it never did."""
        return proven(self.curve)


def given(name: str) -> Problem:
    """A public problem."""
    return Problem.from_json((PROBLEMS / f"{name}.json").read_bytes())


def warmed_up():
    """Compile the search now, so that no measurement does."""
    subprocess.run([sys.executable, "-c", "import solver; solver.get_ready()"], cwd=ROOT, check=True)


def solved(problem: Problem, seconds: float, *more: str, start: Solution | None = None) -> Run:
    """Solve it in a process of its own; `more` are further words of the command `tests.benchmarks.ours`."""
    with TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "p.json").write_text(problem.to_json())
        words = [str(here / "p.json"), str(here / "r.json"), "--seconds", str(seconds), "--curve", str(here / "c.json")]
        if start is not None:
            (here / "s.json").write_text(start.to_json())
            words += ["--start", str(here / "s.json")]
        began = time.time()
        used = _used([sys.executable, "-m", "tests.benchmarks.ours", *words, *more], began)
        took = time.time() - began
        solution = Solution.from_json((here / "r.json").read_bytes())
        curve = json.loads((here / "c.json").read_text())
    return Run(took, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, solution, curve)


def _used(words, began):
    process = subprocess.Popen(words, cwd=ROOT, env=os.environ | {"BENCH_BEGAN": str(began)})
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {process.returncode}")
    return used


def proven(curve: list[dict]) -> dict[str, float | None]:
    """By tier: the second from which on its cost met its bound, and the tiers before it theirs, to the end."""
    found: dict[str, float | None] = {}
    for number, tier in enumerate(TIERS):
        since = None
        for point in curve:
            costs = point["costs"] and [point["costs"][one] for one in TIERS[: number + 1]]
            bounds = [point["bounds"][one] for one in TIERS[: number + 1]]
            since = (point["seconds"] if since is None else since) if costs == bounds else None
        found[tier] = since
    return found


def reached(curve: list[dict], costs: tuple[int, ...]) -> float | None:
    """The first second at which the roster cost no more than that, tier by tier in their order."""
    known = (point for point in curve if point["costs"])
    return next((p["seconds"] for p in known if tuple(p["costs"][tier] for tier in TIERS) <= costs), None)


def costs_of(solution: Solution) -> tuple[int, ...]:
    """The four tiers."""
    return tuple(asdict(solution.costs).values())
