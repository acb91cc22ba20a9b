"""The process that proves: linear and integer programmes run apart from the search, and can be ended at any moment.

Their solvers cannot be interrupted, and one that still runs when Python ends brings the process down. So they get a
process of their own: it is asked and answers in lines of JSON, and ends when its input does, as it does when
whoever asked has died.
"""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from solver.engine.ground import Ground
    from solver.problem import Problem

__all__ = ["Prover", "main"]

COMMAND = "from solver.proofs.prover import main; main()"

Asked = Mapping[str, Any]
Answers = Iterator[dict[str, Any]]


class Prover:
    """The prover as the search sees it: ask, and look now and then whether it has answered."""

    def __init__(self, problem: str) -> None:
        """`problem` is the problem's JSON."""
        path = os.pathsep.join(folder or str(Path.cwd()) for folder in sys.path)
        self._process = subprocess.Popen(  # noqa: S603 - this same Python, with our own command
            [sys.executable, "-c", COMMAND],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": path},
            text=True,
            encoding="utf-8",
        )
        self._answers: Queue[dict[str, Any] | None] = Queue()
        Thread(target=self._listen, daemon=True).start()
        self._say(problem.replace("\n", " "))

    def ask(self, question: str, seconds: float, **details: Any) -> None:
        """Put a question; the answer comes some time, at most these seconds later if the solver keeps its word."""
        self._say(json.dumps({"question": question, "seconds": seconds, **details}))

    def answer(self, wait: float = 0.0) -> dict[str, Any] | None:
        """The next answer, if there is one by then; an empty one where the prover has died."""
        try:
            found = self._answers.get(timeout=wait) if wait > 0 else self._answers.get_nowait()
        except Empty:
            return None
        if found is None:
            logging.getLogger(__name__).warning("the prover ended early; what it had not proven stays unproven")
            return {}
        return found

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            _close(pipe)

    def _say(self, line: str) -> None:
        pipe = self._process.stdin
        try:
            if pipe is not None:
                pipe.write(line + "\n")
                pipe.flush()
        except OSError:
            self._answers.put(None)

    def _listen(self) -> None:
        with suppress(ValueError):
            for line in self._process.stdout or ():
                self._answers.put(json.loads(line))
        self._answers.put(None)


def _close(pipe: IO[str] | None) -> None:
    with suppress(OSError):
        if pipe is not None:
            pipe.close()


def main() -> None:
    """Answer questions until there are no more. The solvers are loaded before the first is put."""
    from solver.bounds import programmes  # noqa: F401 - while whoever asks is still busy
    from solver.engine.ground import ground_of
    from solver.problem import Problem
    from solver.terms import first_stage  # noqa: F401 - likewise

    lines: Queue[str] = Queue()
    Thread(target=_hear, args=(lines,), daemon=True).start()
    problem = Problem.from_json(lines.get())
    ground = ground_of(problem)
    answers = {"terms": _terms, "first": _first, "wishes": _wishes, "exactly": _exactly}
    while True:
        asked = json.loads(lines.get())
        until = monotonic() + asked["seconds"]
        for answer in answers[asked["question"]](problem, ground, asked, partial(_until, until)):
            _answer(asked["question"], **{"before": asked["before"], **answer})
        _answer(asked["question"], is_last=True)


def _answer(question: str, **details: Any) -> None:
    sys.stdout.write(json.dumps({"question": question, **details}) + "\n")
    sys.stdout.flush()


def _until(moment: float) -> float:
    return moment - monotonic()


def _terms(problem: "Problem", ground: "Ground", _asked: Asked, remaining: Callable[[], float]) -> Answers:
    from solver.terms.first_stage import Terms, find_terms

    def said(terms: Terms) -> dict[str, Any]:
        return {"bounds": terms.bounds, "holder": None if terms.holder is None else terms.holder.tolist()}

    found = find_terms(ground, remaining, lambda terms: _answer("terms", **said(terms)))
    yield said(found)
    vacancies, changes, unfairness = found.bounds
    if vacancies is not None and changes is not None and unfairness is not None:
        yield from _first(problem, ground, {"tiers": (vacancies + problem.seats, changes, unfairness)}, remaining)


def _first(problem: "Problem", ground: "Ground", asked: Asked, remaining: Callable[[], float]) -> Answers:
    from solver.bounds.programmes import first_bounds
    from solver.bounds.stock import Tiers

    for bound in first_bounds(ground, Tiers(*asked["tiers"]), remaining):
        yield bound.spelt(problem)


def _wishes(problem: "Problem", ground: "Ground", asked: Asked, remaining: Callable[[], float]) -> Answers:
    from solver.bounds.programmes import least_wishes
    from solver.bounds.stock import Tiers

    for bound in least_wishes(ground, Tiers(*asked["tiers"]), remaining):
        yield bound.spelt(problem)


def _exactly(_problem: "Problem", ground: "Ground", asked: Asked, remaining: Callable[[], float]) -> Answers:
    from solver.proofs.exact import ExactModel

    bound, holder = ExactModel(ground, asked["tiers"]).solve(remaining(), asked["most"])
    yield {"bound": bound, "holder": None if holder is None else holder.tolist()}


def _hear(lines: "Queue[str]") -> None:
    """Once nobody asks any more, end at once, even in the middle of a solve."""
    for line in sys.stdin:
        lines.put(line)
    os._exit(0)
