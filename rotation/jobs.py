"""Long work as rows: web workers write them, the one runner takes them, in the order in which they came.

What a job asks and answers is text that only its handler understands.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, delete, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.errors import N_, NotFound, RotationError
from rotation.store import Base, choice, now

WAITING = text("state IN ('queued', 'running')")
AT_ONCE = 50


class State(StrEnum):
    """Where a job stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(Base):
    """One piece of long work. `scope` is whose it is (a district's code), `seconds` how long it may take.

    `answer` is the best so far, from which the next attempt goes on; `worked` is how many seconds have gone
    into it. A job that is done though somebody cancelled it has kept the best it had. Problems and answers are large:
    a job that has ended is forgotten in time.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("uq_job_waiting", "scope", "key", unique=True, sqlite_where=WAITING, postgresql_where=WAITING),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    scope: Mapped[str] = mapped_column(String(40), index=True)
    key: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(default="")
    state: Mapped[State] = mapped_column(choice(State), default=State.QUEUED, index=True)
    by: Mapped[str] = mapped_column(String(80))
    made_at: Mapped[datetime] = mapped_column(default=now)
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    attempt: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    cancelled_by: Mapped[str] = mapped_column(String(80), default="")
    seconds: Mapped[int] = mapped_column(default=0)
    worked: Mapped[float] = mapped_column(default=0.0)
    stage: Mapped[str] = mapped_column(String(40), default="")
    question: Mapped[str] = mapped_column(Text, deferred=True)
    answer: Mapped[str] = mapped_column(Text, deferred=True, default="")
    result: Mapped[dict[str, Any]] = mapped_column(default=dict)
    error: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @property
    def waits(self) -> bool:
        """Whether it has not come to an end yet."""
        return self.state in (State.QUEUED, State.RUNNING)

    @property
    def failure(self) -> RotationError | None:
        """Why it failed, as it can be said to a person."""
        return _heard(self.error) if self.error else None


class JobProgress(Base):
    """How far a job was after so many seconds: a point of its curve. `costs` is None before there is an answer."""

    __tablename__ = "job_progress"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    seconds: Mapped[float]
    stage: Mapped[str] = mapped_column(String(40), default="")
    costs: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    bounds: Mapped[dict[str, Any]] = mapped_column(default=dict)


class RunnerSign(Base):
    """The last sign of life of a runner: one row."""

    __tablename__ = "runner_sign"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]


def enqueue(session: Session, job: Job) -> Job:
    """Put a new job at the end of the queue; where the same one (scope and key) still waits or runs, that one."""
    waiting = _waiting(session, job)
    if waiting is not None:
        return waiting
    try:
        with session.begin_nested():
            session.add(job)
    except IntegrityError:  # the same planner pressed twice, and the other press was first
        waiting = _waiting(session, job)
        if waiting is None:
            raise
        return waiting
    return job


def _waiting(session: Session, job: Job) -> Job | None:
    return session.scalar(select(Job).where(Job.scope == job.scope, Job.key == job.key, WAITING))


def find(session: Session, scope: str, job_id: int) -> Job:
    """The job of that number, if it is this scope's."""
    found = session.scalar(select(Job).where(Job.scope == scope, Job.id == job_id))
    if found is None:
        raise NotFound(N_("There is no job %(number)s."), number=job_id)
    return found


def latest(session: Session, scope: str, *, limit: int = 20) -> list[Job]:
    """The scope's jobs, newest first."""
    return list(session.scalars(select(Job).where(Job.scope == scope).order_by(Job.id.desc()).limit(limit)))


def newest(session: Session, scope: str, key: str) -> Job | None:
    """The scope's last job of that key, however it ended."""
    asked = select(Job).where(Job.scope == scope, Job.key == key)
    return session.scalar(asked.order_by(Job.id.desc()).limit(1))


def ahead_of(session: Session, job: Job) -> int:
    """How many jobs, anybody's, come before this one."""
    return session.scalar(select(func.count()).select_from(Job).where(WAITING, Job.id < job.id)) or 0


def curve(session: Session, job: Job, *, after: float = -1.0) -> list[JobProgress]:
    """The points of the job's curve, in order; only those later than `after` seconds."""
    points = select(JobProgress).where(JobProgress.job_id == job.id, JobProgress.seconds > after)
    return list(session.scalars(points.order_by(JobProgress.seconds, JobProgress.id)))


def cancel(session: Session, job: Job, by: str) -> None:
    """Take out a job that was never begun; ask any other to stop and keep its best. One that has ended stays so."""
    stop = update(Job).where(Job.id == job.id)
    dropped = stop.where(Job.state == State.QUEUED, Job.attempt == 0)
    session.execute(dropped.values(state=State.CANCELLED, cancelled_by=by, ended_at=now()))
    session.execute(stop.where(WAITING, Job.cancelled_by == "").values(cancelled_by=by))
    session.refresh(job)


def forget_old(session: Session, before: datetime) -> int:
    """Forget jobs that ended before this, so many at once; how many. What came of them stays where it is kept.

    The last of all stays too, so that no number is given twice.
    """
    newest = select(func.max(Job.id)).scalar_subquery()
    old = select(Job.id).where(Job.ended_at < before, Job.id < newest)
    some = list(session.scalars(old.order_by(Job.id).limit(AT_ONCE)))
    session.execute(delete(JobProgress).where(JobProgress.job_id.in_(some)))
    session.execute(delete(Job).where(Job.id.in_(some)))
    return len(some)


def runner_seen(session: Session) -> datetime | None:
    """When a runner last gave a sign of life."""
    return session.scalar(select(RunnerSign.at).where(RunnerSign.id == 1))


def _heard(said: Any) -> Any:
    """The error again."""
    if isinstance(said, dict):
        return RotationError(said["template"], **{name: _heard(value) for name, value in said["values"].items()})
    return tuple(map(_heard, said)) if isinstance(said, list) else said
