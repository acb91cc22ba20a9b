"""One problem, all contenders, one after the other on the same machine; and what the referee says of each."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from solver import Problem, Solution, audit
from solver.solution import TIERS
from tests.benchmarks.contenders import Contender
from tests.benchmarks.measured import PROBLEMS, proven
from tests.benchmarks.report import FOLDER


@dataclass(frozen=True)
class Result:
    """A line of the table. Costs and bounds by tier; None where there is no roster."""

    problem: str
    contender: str
    limit: float
    seconds: float | None
    judged: str
    costs: dict[str, int] | None
    bounds: dict[str, int] | None
    curve: list[dict] | None = None
    mib: float | None = None

    def row(self) -> dict[str, object]:
        """The same as a flat record: of each tier its cost, bound, gap in per cent and the second of its proof."""
        record: dict[str, object] = {
            "problem": self.problem,
            "solver": self.contender,
            "limit": self.limit,
            "seconds": "" if self.seconds is None else round(self.seconds, 1),
            "referee": self.judged,
            "MiB": "" if self.mib is None else round(self.mib),
        }
        since = proven(self.curve) if self.curve else {}
        for tier in TIERS:
            record |= {
                tier: self.costs[tier] if self.costs else "",
                f"{tier} bound": self.bounds[tier] if self.bounds else "",
                f"{tier} gap %": self._gap(tier),
                f"{tier} proven after": since.get(tier) or "",
            }
        return record

    @property
    def is_legal(self) -> bool:
        """Whether the judge accepts the roster."""
        return self.judged in ("accepts", "ours only")

    def _gap(self, tier: str) -> float | str:
        if not self.costs or not self.bounds:
            return ""
        cost, bound = self.costs[tier], self.bounds[tier]
        return round(100 * (cost - bound) / cost, 1) if cost else 0.0

    def order(self) -> tuple[float, ...]:
        """By tiers; nothing is worse than anything."""
        return tuple(self.costs[tier] for tier in TIERS) if self.costs else (float("inf"),)


def result(name: str, seconds: float, contender: Contender) -> Result:
    """A contender's result on a public problem."""
    limit = contender.limit(name, seconds)
    problem, roster = PROBLEMS / f"{name}.json", FOLDER / f"{name}-{contender.name.replace(', ', '-')}.json"
    FOLDER.mkdir(parents=True, exist_ok=True)
    used = contender.run(problem, roster, limit)
    if used is None:
        return Result(name, contender.name, limit, None, "no roster", None, None)
    judged, costs = _judge(problem, roster)
    curve = roster.with_suffix(".curve.json")
    points = json.loads(curve.read_text()) if curve.exists() else None
    bounds = json.loads(roster.read_text())["bounds"]
    return Result(name, contender.name, limit, used.seconds, judged, costs, bounds, points, used.mib)


def _judge(problem: Path, roster: Path) -> tuple[str, dict[str, int]]:
    """The referee's verdict and costs; our own judge's where REFEREE is not given."""
    folder = os.environ.get("REFEREE")
    if not folder:
        found = audit(Problem.from_json(problem.read_bytes()), Solution.from_json(roster.read_bytes()).assignments)
        return "broken" if found.broken else "ours only", {tier: getattr(found.costs, tier) for tier in TIERS}
    words = [sys.executable, str(Path(folder) / "referee.py"), str(problem), str(roster)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return "accepts" if done.returncode == 0 else "refuses", json.loads(done.stdout)["costs"]
