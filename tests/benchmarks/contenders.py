"""Who races: our solver from its command line, and the peers from theirs, in an environment of their own."""
# ruff: noqa: T201 - prints are what a measurement is for

import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

BUILD = Path(__file__).parents[2] / "build"
PEER_PACKAGES = ("ortools==9.15.6755", "timefold==1.24.0b0")
SPARE_SECONDS = 120


@dataclass(frozen=True)
class Contender:
    """A program that is called with a problem, a roster and a number of seconds."""

    name: str
    command: tuple[str, ...]

    def run(self, problem: Path, roster: Path, seconds: int) -> float | None:
        """The wall seconds that it took; None where it wrote no roster."""
        roster.unlink(missing_ok=True)
        words = [part.format(problem=problem, roster=roster, seconds=seconds) for part in self.command]
        begun = monotonic()
        try:
            done = subprocess.run(
                words, capture_output=True, text=True, env=_environment(), timeout=seconds + SPARE_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return None
        took = monotonic() - begun
        if not roster.exists():
            print(f"  {self.name} wrote no roster: {(done.stdout + done.stderr).strip()[-200:]}")
            return None
        return took


def ours() -> Contender:
    """The command `rotation solve`."""
    rotation = str(Path(sys.executable).with_name("rotation"))
    return Contender("ours", (rotation, "solve", "{problem}", "--out", "{roster}", "--seconds", "{seconds}"))


def peers() -> list[Contender]:
    """Those in the folder that PEERS names; none, and a line that says so, where it is not given."""
    folder = os.environ.get("PEERS")
    if not folder:
        print("PEERS is not given (the folder of the other solvers): ours runs alone.")
        return []
    python = _peers_python()
    programs = {"timefold": "timefold_peer.py", "cp-sat": "cpsat_monolith.py"}
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
