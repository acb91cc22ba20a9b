"""One problem, all contenders, one after the other on the same machine; and what the referee says of each."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from solver import Problem, Solution, audit
from solver.solution import TIERS
from tests.benchmarks.contenders import BUILD, Contender

PROBLEMS = Path(__file__).parents[1] / "problems"
ROSTERS = BUILD / "bench"


@dataclass(frozen=True)
class Result:
    """A line of the table. Costs and bounds by tier; None where there is no roster."""

    problem: str
    contender: str
    limit: int
    seconds: float | None
    judged: str
    costs: dict[str, int] | None
    bounds: dict[str, int] | None

    def row(self) -> dict[str, object]:
        """The same as a flat record."""
        costs, bounds = self.costs or {}, self.bounds or {}
        return {
            "problem": self.problem,
            "solver": self.contender,
            "limit": self.limit,
            "seconds": "" if self.seconds is None else round(self.seconds, 1),
            "referee": self.judged,
            **{tier: costs.get(tier, "") for tier in TIERS},
            **{f"{tier} bound": bounds.get(tier, "") for tier in TIERS},
        }

    def order(self) -> tuple[float, ...]:
        """By tiers; nothing is worse than anything."""
        return tuple(self.costs[tier] for tier in TIERS) if self.costs else (float("inf"),)


def race(name: str, seconds: int, contenders: list[Contender]) -> list[Result]:
    """Each contender's result on a public problem."""
    return [_result(name, seconds, contender) for contender in contenders]


def _result(name: str, seconds: int, contender: Contender) -> Result:
    problem, roster = PROBLEMS / f"{name}.json", ROSTERS / f"{name}-{contender.name}.json"
    ROSTERS.mkdir(parents=True, exist_ok=True)
    took = contender.run(problem, roster, seconds)
    if took is None:
        return Result(name, contender.name, seconds, None, "no roster", None, None)
    judged, costs = _judge(problem, roster)
    return Result(name, contender.name, seconds, took, judged, costs, json.loads(roster.read_text())["bounds"])


def _judge(problem: Path, roster: Path) -> tuple[str, dict[str, int]]:
    """The referee's verdict and costs; our own judge's where REFEREE is not given."""
    folder = os.environ.get("REFEREE")
    if not folder:
        found = audit(Problem.from_json(problem.read_bytes()), Solution.from_json(roster.read_bytes()).assignments)
        return "broken" if found.broken else "ours only", {tier: getattr(found.costs, tier) for tier in TIERS}
    words = [sys.executable, str(Path(folder) / "referee.py"), str(problem), str(roster)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return "accepts" if done.returncode == 0 else "refuses", json.loads(done.stdout)["costs"]
