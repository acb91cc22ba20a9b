"""The solver's process, seen from the runner: started, listened to, asked to stop, and never left behind."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import suppress
from types import TracebackType
from typing import IO, Any, Self

LISTEN_SECONDS = 0.25


class SolverProcess:
    """One process that solves one problem; ends with the `with` block, whatever happens in it.

    `more` is what else it is told, where it is to explain a roster (see rotation.roster.explainer).
    """

    def __init__(self, problem: str, start: str, seconds: float, more: Mapping[str, object] | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "rotation.roster.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self._said: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True)
        self._listener.start()
        self._tell(json.dumps({"problem": problem, "start": start, "seconds": seconds} | dict(more or {})))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):
                if pipe is not None:
                    pipe.close()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    def messages(self) -> Iterator[dict[str, Any] | None]:
        """What it says, one message at a time, and None whenever it has been silent; ends when it has ended."""
        while True:
            try:
                line = self._said.get(timeout=LISTEN_SECONDS)
            except queue.Empty:
                yield None
                continue
            if line is None:
                return
            yield json.loads(line)

    def stop(self) -> None:
        """Ask for the best so far."""
        self._tell("stop")

    def _tell(self, line: str) -> None:
        pipe = self._process.stdin
        with suppress(BrokenPipeError):  # it has ended already; its last words are still to be read
            if pipe is not None:
                pipe.write(line + "\n")
                pipe.flush()

    def _listen(self, pipe: IO[str]) -> None:
        for line in pipe:
            self._said.put(line)
        self._said.put(None)
