"""Who races: our solver, in its whole time and in a part of it, and the peers in an environment of their own."""
# ruff: noqa: T201 - prints are what a measurement is for

import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.measured import ROOT
from tests.benchmarks.report import FOLDER

BUILD = FOLDER.parent
PEER_PACKAGES = ("ortools==9.15.6755", "timefold==1.24.0b0")
SPARE_SECONDS = 120
OURS, HASTY, TIMEFOLD, CP_SAT = "ours", "ours, hasty", "timefold", "cp-sat"
TENTH = 0.1
HALF = {"city-1": 0.5}


@dataclass(frozen=True)
class Contender:
    """A program that is called with a problem, a roster and a number of seconds."""

    name: str
    command: tuple[str, ...]
    share: float = 1.0
    """Of the time that the others have."""
    shares: Mapping[str, float] = field(default_factory=dict)
    """Of it on some problems."""

    def limit(self, problem: str, seconds: float) -> float:
        """The seconds that it has."""
        return seconds * self.shares.get(problem, self.share)

    def run(self, problem: Path, roster: Path, seconds: float) -> float | None:
        """The wall seconds that it took; None where it wrote no roster. A curve, if it has one, lies beside that."""
        curve = roster.with_suffix(".curve.json")
        for file in (roster, curve):
            file.unlink(missing_ok=True)
        values = {"problem": problem, "roster": roster, "curve": curve, "seconds": f"{seconds:g}"}
        words = [part.format(**values) for part in self.command]
        began = time.time()
        environment = _environment() | {"BENCH_BEGAN": str(began)}
        try:
            done = subprocess.run(
                words,
                capture_output=True,
                text=True,
                env=environment,
                cwd=ROOT,
                timeout=seconds + SPARE_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return None
        took = time.time() - began
        if not roster.exists():
            print(f"  {self.name} wrote no roster: {(done.stdout + done.stderr).strip()[-200:]}")
            return None
        return took


def ours() -> list[Contender]:
    """Our solver in the time that all have; and in a tenth of it (on city-1: half)."""
    words = ("{problem}", "{roster}", "--seconds", "{seconds}", "--curve", "{curve}")
    command = (sys.executable, "-m", "tests.benchmarks.ours", *words)
    return [Contender(OURS, command), Contender(HASTY, command, TENTH, HALF)]


def peers() -> list[Contender]:
    """Those in the folder that PEERS names; none, and a line that says so, where it is not given."""
    folder = os.environ.get("PEERS")
    if not folder:
        print("PEERS is not given (the folder of the other solvers): ours runs alone.")
        return []
    python = _peers_python()
    programs = {TIMEFOLD: "timefold_peer.py", CP_SAT: "cpsat_monolith.py"}
    return [
        Contender(name, (str(python), str(Path(folder) / file), "{problem}", "{roster}", "--seconds", "{seconds}"))
        for name, file in programs.items()
    ]


def _peers_python() -> Path:
    """The peers' Python, made once."""
    home = BUILD / "peers"
    python = home / "bin" / "python"
    if not (home / ".ready").exists():
        print(f"Making the peers' environment in {home} ...")
        venv.create(home, with_pip=True, clear=True)
        subprocess.run(
            [str(python), "-m", "pip", "install", "--quiet", "--quiet", "--quiet", *PEER_PACKAGES], check=True
        )
        (home / ".ready").touch()
    return python


def _environment() -> dict[str, str]:
    """Ours, and JAVA_HOME for Timefold where only `java` is known."""
    java = shutil.which("java")
    known = dict(os.environ)
    if "JAVA_HOME" not in known and java is not None:
        known["JAVA_HOME"] = str(Path(java).resolve().parents[1])
    return known
