"""Who races: our solver, in its whole time and in a part of it, and the peers in an environment of their own."""
# ruff: noqa: T201 - prints are what a measurement is for

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile

from tests.benchmarks.measured import Used, used_by
from tests.benchmarks.report import FOLDER

BUILD = FOLDER.parent
PEER_PACKAGES = ("ortools==9.15.6755", "timefold==1.24.0b0")
SPARE_SECONDS, SPARE_SHARE = 15, 0.25
"""A contender that has not ended so long after its time, for its start and its last words, has no roster."""
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

    def run(self, problem: Path, roster: Path, seconds: float) -> Used | None:
        """What it took; None where it wrote no roster. A curve, if it has one, lies beside that."""
        curve = roster.with_suffix(".curve.json")
        for file in (roster, curve):
            file.unlink(missing_ok=True)
        values = {"problem": problem, "roster": roster, "curve": curve, "seconds": f"{seconds:g}"}
        words = [part.format(**values) for part in self.command]
        spare = SPARE_SECONDS + SPARE_SHARE * seconds
        with TemporaryFile() as said:
            used = used_by(words, seconds + spare, env=_environment(), stdout=said, stderr=subprocess.STDOUT)
            said.seek(0)
            last = said.read().decode(errors="replace").strip()[-200:]
        if used.was_ended:
            print(f"  {self.name} was ended {spare:.0f} s after its time.")
        elif not roster.exists():
            print(f"  {self.name} wrote no roster: {last}")
        return used if roster.exists() and not used.was_ended else None


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
