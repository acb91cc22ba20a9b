"""The process that solves: a problem in by its standard input, the answer out by its standard output.

It knows no database. The first line says what is asked; a second one, "stop", asks for the best so far. When
the pipe closes, because whoever started it is gone, it ends at once. Every line it writes is one message:
{"progress": ...} or, last, {"answer": ...}; where a roster is to be explained, every answer is more of it.
"""

import ctypes
import json
import os
import signal
import sys
import threading
from dataclasses import asdict
from typing import Any, TextIO

import solver
from rotation.roster import explainer

PR_SET_PDEATHSIG = 1


def main() -> None:
    """Solve what stands on the standard input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal is for the runner, which then says stop
    _die_with_parent()
    out = _own_output()
    asked = json.loads(sys.stdin.readline())
    stop = threading.Event()
    threading.Thread(target=_listen, args=(stop,), daemon=True).start()
    if "explain" in asked:
        for found in explainer.explained(asked, stop.is_set):
            _say(out, {"answer": found})
    else:
        _say(out, {"answer": _solved(asked, stop, out)})


def _solved(asked: dict[str, Any], stop: threading.Event, out: TextIO) -> str:
    answer = solver.solve(
        solver.Problem.from_json(asked["problem"]),
        solver.Limits(seconds=asked["seconds"]),
        start=solver.Solution.from_json(asked["start"]) if asked["start"] else None,
        on_progress=lambda progress: _say(out, {"progress": _spelt(progress)}),
        should_stop=stop.is_set,
    )
    return answer.to_json()


def _listen(stop: threading.Event) -> None:
    for line in sys.stdin:
        if line.strip() == "stop":
            stop.set()
    os._exit(1)


def _die_with_parent() -> None:
    """Ask Linux to end this process with its parent, even while compiled code holds the interpreter."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _own_output() -> TextIO:
    """The standard output for messages alone: whatever else is printed goes to the standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return out


def _spelt(progress: solver.Progress) -> dict[str, object]:
    return {
        "seconds": progress.seconds,
        "stage": progress.stage,
        "costs": asdict(progress.costs) if progress.costs else None,
        "bounds": asdict(progress.bounds),
        "answer": progress.solution.to_json() if progress.solution else None,
    }


def _say(out: TextIO, message: dict[str, object]) -> None:
    out.write(json.dumps(message) + "\n")
    out.flush()


if __name__ == "__main__":
    main()
