"""What the programme does by itself from time to time, beside the jobs: each a unit of work that may be done again.

A chore knows by the data what is due; when it was last done does not matter.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from rotation.store import writing

log = logging.getLogger(__name__)
MINUTE, HOUR = 60.0, 3600.0
MOST_PIECES = 1000
LOOK_SECONDS = 0.5
LAST_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to do every so many seconds; one that writes is given a unit of work.

    As long as it returns something, it is done again at once: what is much is done in pieces.
    """

    do: Callable[[Session], object]
    every: float = HOUR
    writes: bool = True


class Chores:
    """Chores, and when each was begun last; done until `leaving` is set."""

    def __init__(self, engine: Engine, chores: Sequence[Chore], leaving: Event) -> None:
        self._engine, self._leaving = engine, leaving
        self._begun = dict.fromkeys(chores, float("-inf"))

    @contextmanager
    def beside(self) -> Iterator[None]:
        """Do what is due in a thread of its own: a job that takes an hour keeps nobody's Monday waiting.

        At the end a chore that takes long is not waited for: its unit of work is undone, and done again one day.
        """
        thread = Thread(target=self._do_until_leaving, name="chores", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._leaving.set()
            thread.join(LAST_SECONDS)

    def _do_until_leaving(self) -> None:
        while not self._leaving.is_set():
            self.do_due()
            self._leaving.wait(LOOK_SECONDS)

    def do_due(self) -> None:
        """Do each chore whose time has come; one that fails is logged, and hinders no other."""
        for chore, begun in self._begun.items():
            if time.monotonic() - begun >= chore.every:
                self._begun[chore] = time.monotonic()
                self._do(chore)

    def _do(self, chore: Chore) -> None:
        try:
            for _ in range(MOST_PIECES):
                if self._leaving.is_set() or not piece(self._engine, chore):
                    return
        except Exception:
            log.exception("A chore failed")


def piece(engine: Engine, chore: Chore) -> object:
    """Do a chore once; what it returns."""
    with Session(engine) as session:
        if not chore.writes:
            return chore.do(session)
        with writing(session):
            return chore.do(session)
