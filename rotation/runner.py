"""The one runner: takes jobs in their order, hands each to the handler of its kind, and lets nothing be lost.

A handler works until it is done, calling `Work.beat` at least every second or so; what it returns is carried
out in the same transaction that ends the job. Killed at any moment, the job goes on from its stored best.
"""

import logging
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, undefer

from rotation import attempts
from rotation.attempts import Claim, Point, Stale
from rotation.chores import Chore, Chores
from rotation.errors import N_, RotationError
from rotation.jobs import Job, State
from rotation.store import writing

__all__ = ["Finish", "Handler", "Leaving", "Runner", "Work"]

log = logging.getLogger(__name__)
BEAT_SECONDS = 1.0
KEEP_SECONDS = 10.0
SIGN_SECONDS = 10.0
MOST_ATTEMPTS = 10
WRONG = N_("Something went wrong that should not; the server's log says what.")
NEVER_ENDS = N_("This was begun %(attempts)s times and never came to an end.")
_LOST = "A job was taken over by somebody else; this attempt is dropped"

Finish = Callable[[Session], dict[str, Any]]
Handler = Callable[["Work"], Finish | None]


class Leaving(Exception):
    """The runner is asked to go: stop here, the job is put back."""


class Work:
    """A job in the hands of its handler: what is asked, the best so far, and where to report.

    `progress` and `keep` only take note; `beat` writes what is due, at most once a second (the best so far at
    most every ten), and raises Leaving or Stale when the work must stop.
    """

    def __init__(self, engine: Engine, held: Claim, lease: timedelta, leaving: threading.Event) -> None:
        with Session(engine) as session:
            job = session.get_one(Job, held.job_id, options=[undefer(Job.question), undefer(Job.answer)])
            self.kind, self.scope, self.question, self.answer = job.kind, job.scope, job.question, job.answer
            self.seconds, self.worked = job.seconds, job.worked
            self.cancelled = bool(job.cancelled_by)
        self._engine, self._held, self._lease, self._leaving = engine, held, lease, leaving
        self._point: Point | None = None
        self._reported: Point | None = None
        self._unkept = ""
        self._beat_at = self._kept_at = time.monotonic()

    def progress(self, point: Point) -> None:
        """Take note of how far the work is; its seconds include those of earlier attempts."""
        self._point = point

    def keep(self, answer: str) -> None:
        """Take note of the best so far."""
        self.answer = self._unkept = answer

    def beat(self) -> None:
        """Say that the work goes on, and write what is due."""
        if self._leaving.is_set():
            raise Leaving
        if time.monotonic() - self._beat_at >= BEAT_SECONDS:
            self._beat_at = time.monotonic()
            with Session(self._engine) as session, writing(session):
                self.cancelled = attempts.beat(session, self._held, self._lease)
                attempts.sign(session)
                self._write_progress(session)
                self._write_best(session)

    def put_back(self) -> None:
        """Write what has not been written, and let the next runner have the job."""
        with Session(self._engine) as session, writing(session):
            self._write_progress(session)
            self._write_best(session, at_once=True)
            attempts.release(session, self._held)

    def end(self, finish: Finish | None) -> None:
        """Carry out what the handler wants kept and end the job, both or neither."""
        with Session(self._engine) as session, writing(session):
            attempts.beat(session, self._held, self._lease)
            self._write_progress(session)
            self._write_best(session, at_once=True)
            done = finish is not None
            attempts.end(
                session,
                self._held,
                State.DONE if done else State.CANCELLED,
                result=finish(session) if finish else None,
            )

    def fail(self, error: RotationError) -> None:
        """End the job with what went wrong."""
        with Session(self._engine) as session, writing(session):
            attempts.end(session, self._held, State.FAILED, error=error)

    def _write_progress(self, session: Session) -> None:
        if self._point is not None and not _same(self._point, self._reported):
            attempts.report(session, self._held, self._point)
            self._reported = self._point

    def _write_best(self, session: Session, *, at_once: bool = False) -> None:
        if self._unkept and (at_once or time.monotonic() - self._kept_at >= KEEP_SECONDS):
            attempts.keep(session, self._held, self._unkept)
            self._unkept = ""
            self._kept_at = time.monotonic()


def _same(one: Point, other: Point | None) -> bool:
    """Whether two points differ in nothing but their time: a flat stretch of a curve needs no more points."""
    return other is not None and (one.stage, one.costs, one.bounds) == (other.stage, other.costs, other.bounds)


class Runner:
    """Takes one job at a time until it is told to stop, and does the chores meanwhile."""

    def __init__(
        self,
        engine: Engine,
        handlers: Mapping[str, Handler],
        lease_seconds: int,
        *,
        chores: Sequence[Chore] = (),
        idle_seconds: float = 0.5,
    ) -> None:
        self._engine, self._handlers, self._idle = engine, handlers, idle_seconds
        self._lease = timedelta(seconds=lease_seconds)
        self._leaving = threading.Event()
        self._chores = Chores(engine, chores, self._leaving)
        self._signed_at = -SIGN_SECONDS

    def run(self) -> None:
        """Work until SIGTERM or SIGINT; a job in hand is put back then, to be taken at once."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop())
        with self._chores.beside():
            while not self._leaving.is_set():
                if not self._next():
                    self._leaving.wait(self._idle)

    def stop(self) -> None:
        """Ask the runner to go."""
        self._leaving.set()

    def _next(self) -> bool:
        try:
            return self.run_one()
        except OperationalError:
            log.exception("The database cannot be reached; trying again")
            return False

    def run_one(self) -> bool:
        """Take the next job and do it; False where none waits or somebody else is at it."""
        with Session(self._engine) as session:
            self._sign(session)
            if not attempts.is_free(session):  # looking takes no lock from those who write
                return False
            with writing(session):
                held = attempts.claim(session, self._lease)
        if held is None:
            return False
        work = Work(self._engine, held, self._lease, self._leaving)
        if held.attempt > MOST_ATTEMPTS:
            _unless_lost(partial(work.fail, RotationError(NEVER_ENDS, attempts=held.attempt - 1)))
        else:
            self._do(work)
        return True

    def _sign(self, session: Session) -> None:
        if time.monotonic() - self._signed_at >= SIGN_SECONDS:
            with writing(session):
                attempts.sign(session)
            self._signed_at = time.monotonic()

    def _do(self, work: Work) -> None:
        try:
            work.end(self._handlers[work.kind](work))
        except Leaving:
            _unless_lost(work.put_back)
        except Stale:
            log.warning(_LOST)
        except RotationError as error:
            _unless_lost(partial(work.fail, error))
        except OperationalError:
            raise  # the job is whole; its lease runs out, and it is taken up again
        except Exception:
            log.exception("A job failed")
            _unless_lost(partial(work.fail, RotationError(WRONG)))


def _unless_lost(write: Callable[[], None]) -> None:
    try:
        write()
    except Stale:
        log.warning(_LOST)
