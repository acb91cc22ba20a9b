"""Processes that write into one ledger, to be raced and to be killed: each says on its output what was acknowledged.

python -m tests.record.writers URL NAME COUNT
"""

import subprocess
import sys
from pathlib import Path

from sqlalchemy.orm import Session

from rotation.record import ledger, sealing
from rotation.record.roles import Hand, Role
from rotation.store import open_engine, writing

ROOT = Path(__file__).parents[2]


def write(url: str, name: str, count: int) -> None:
    """Add `count` units of work, each an entry or two with a text, and say each once it is committed."""
    engine = open_engine(url)
    with Session(engine) as session:
        say("ready")
        sys.stdin.readline()
        for n in range(count):
            with writing(session):
                text = sealing.seal(session, f"{name} {n}", "text")
                entry = ledger.append(session, "reported", Hand(Role.SECRETARY, name), task="260000013", text=text)
                if n % 3 == 0:
                    ledger.append(session, "begun", Hand(Role.SYSTEM), task="260000013", state="under_way")
                number = entry.number
            say(f"{number} {n}")


def say(line: str) -> None:
    """One line, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def start(url: str, name: str, count: int) -> "subprocess.Popen[str]":
    """A writer that waits for a line on its input."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.record.writers", url, name, str(count)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "ready\n"
    return process


def go(process: "subprocess.Popen[str]") -> None:
    """Let a writer begin."""
    process.stdin.write("\n")
    process.stdin.flush()


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2], int(sys.argv[3]))
