"""Our solver on a problem of a benchmark's own: its roster, its curve, and what that took."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import TIMEOUT_MAX, Event, Timer
from typing import Any

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


@dataclass(frozen=True)
class Used:
    """What a command took. The memory is the peak of the largest of its processes."""

    seconds: float
    cpu: float
    mib: float
    status: int
    was_ended: bool
    """Since it took too long."""


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
        used = used_by([sys.executable, "-m", "tests.benchmarks.ours", *words, *more])
        if used.status:
            raise RuntimeError(f"{' '.join(words)} ended with {used.status}")
        solution = Solution.from_json((here / "r.json").read_bytes())
        curve = json.loads((here / "c.json").read_text())
    return Run(used.seconds, used.cpu, used.mib, solution, curve)


def used_by(words: list[str], longest: float | None = None, **more: Any) -> Used:
    """Run a command; it is ended where it takes longer. BENCH_BEGAN tells it when it was started."""
    began = time.time()
    environment = more.pop("env", os.environ) | {"BENCH_BEGAN": str(began)}
    process = subprocess.Popen(words, cwd=ROOT, env=environment, start_new_session=True, **more)
    late = Event()
    clock = Timer(longest or TIMEOUT_MAX, lambda: (late.set(), os.killpg(process.pid, signal.SIGKILL)))
    clock.daemon = True
    clock.start()
    try:
        _, status, used = os.wait4(process.pid, 0)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    finally:
        clock.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    cpu, mib = used.ru_utime + used.ru_stime, used.ru_maxrss / 1024
    return Used(time.time() - began, cpu, mib, process.returncode, late.is_set())


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
