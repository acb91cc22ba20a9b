"""`python -m tests.benchmarks`: all parts one after the other, at most 20 minutes; with --full as long as it takes.

REFEREE and PEERS name the folders of the referee and the other solvers; what needs one that is not given says so.
"""
# ruff: noqa: T201 - prints are what a measurement is for

import argparse
import subprocess
import sys
import time

from tests.benchmarks.measured import ROOT

PARTS = {
    "solvers": ([], ["--full"]),
    "golfers": (["--seconds", "6"], []),
    "bent": (["--seconds", "8", "--seeds", "1"], ["--seeds", "5"]),
    "replan": (["--seconds", "12", "--turns", "1"], ["--turns", "5"]),
    "growth": (["--seconds", "8"], ["--seconds", "120"]),
    "standins": (["10"], ["100"]),
    "shortages": (["20"], ["200"]),
    "brute": (["60"], ["500"]),
    "ledger": (["--engine", "sqlite", "--entries", "100000", "--tamper", "200", "--kill", "10"], []),
    "pages": (["--engine", "sqlite", "--entries", "100000"], []),
    "seeds": (None, []),
    "metro": (None, []),
}
"""By part: what it is asked in a short run (None: nothing) and in a full one."""
AFTERWARDS = ("picture", "table")


def main() -> int:
    """Run the parts; 1 where one of them failed."""
    asked, began = _asked(), time.monotonic()
    failed = []
    for part, (short, full) in PARTS.items():
        words = full if asked.full else short
        if words is not None and (not asked.parts or part in asked.parts) and not _runs(part, words):
            failed.append(part)
    for part in AFTERWARDS if not asked.parts else ():
        _runs(part, [])
    print(f"All together: {time.monotonic() - began:.0f} s")
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def _runs(part: str, words: list[str]) -> bool:
    print(f"== {part} {' '.join(words)}", flush=True)
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", f"tests.benchmarks.{part}", *words], cwd=ROOT, check=False)
    print(f"== {part}: {time.monotonic() - began:.0f} s\n", flush=True)
    return done.returncode == 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"some of: {', '.join(PARTS)}")
    parser.add_argument("--full", action="store_true", help="as long as it takes, not 20 minutes")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
