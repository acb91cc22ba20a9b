"""Attempts at a job: taking it, and every write while it is held.

Whoever works on a job holds a lease and an attempt's number. Every write names that attempt, so that one who
has lost the job (its lease ran out, somebody else took it) changes nothing any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Update, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from rotation.jobs import WAITING, Job, JobProgress, RunnerSign, State
from rotation.store import UTCDateTime, now

_OLDEST = select(Job.id).where(WAITING).order_by(Job.id).limit(1).scalar_subquery()
_FREE = or_(
    Job.state == State.QUEUED,
    and_(Job.state == State.RUNNING, Job.lease_until < bindparam("at", type_=UTCDateTime())),
)


class Stale(Exception):
    """Somebody else has the job by now: this attempt may change nothing."""


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to work on a job: its id and the attempt's number."""

    job_id: int
    attempt: int


@dataclass(frozen=True, slots=True)
class Point:
    """What a job reports of itself."""

    seconds: float
    stage: str
    costs: Mapping[str, int] | None
    bounds: Mapping[str, int]


def sign(session: Session) -> None:
    """Leave a runner's sign of life."""
    session.merge(RunnerSign(id=1, at=now()))


def is_free(session: Session) -> bool:
    """Whether a job can be taken now."""
    return session.scalar(select(Job.id).where(Job.id == _OLDEST, _FREE), {"at": now()}) is not None


def claim(session: Session, lease: timedelta) -> Claim | None:
    """Take the oldest job that has not ended; None where there is none, or somebody is at work on it.

    One conditional UPDATE: of two who try at once, one gets it.
    """
    took = (
        update(Job)
        .where(Job.id == _OLDEST, _FREE)
        .values(
            state=State.RUNNING,
            attempt=Job.attempt + 1,
            lease_until=now() + lease,
            started_at=func.coalesce(Job.started_at, now()),
        )
        .returning(Job.id, Job.attempt)
    )
    row = session.execute(took, {"at": now()}, execution_options={"synchronize_session": False}).first()
    return Claim(*row) if row else None


def take_back(session: Session) -> None:
    """Put back every job that is being worked on: for a runner that has just begun and knows of no other."""
    held = update(Job).where(Job.state == State.RUNNING).values(state=State.QUEUED, lease_until=None)
    session.execute(held, execution_options={"synchronize_session": False})


def beat(session: Session, held: Claim, lease: timedelta) -> bool:
    """Prolong the lease; says whether somebody has asked the job to stop."""
    change = _mine(held).values(lease_until=now() + lease).returning(Job.cancelled_by)
    row = session.execute(change, execution_options={"synchronize_session": False}).first()
    if row is None:
        raise Stale
    return bool(row[0])


def report(session: Session, held: Claim, point: Point) -> None:
    """Add a point to the job's curve."""
    _write(session, held, worked=point.seconds, stage=point.stage)
    costs = dict(point.costs) if point.costs is not None else None
    session.add(
        JobProgress(
            job_id=held.job_id, seconds=point.seconds, stage=point.stage, costs=costs, bounds=dict(point.bounds)
        )
    )


def keep(session: Session, held: Claim, answer: str) -> None:
    """Store the best so far, from which a next attempt would go on."""
    _write(session, held, answer=answer)


def release(session: Session, held: Claim) -> None:
    """Put the job back, to be taken at once."""
    _write(session, held, state=State.QUEUED, lease_until=None)


def end(
    session: Session, held: Claim, state: State, *, result: dict[str, Any] | None = None, error: Any = None
) -> None:
    """The job is over: done with a result, failed with an error, or cancelled with nothing to keep."""
    said = _said(error) if error else {}
    _write(session, held, state=state, result=result or {}, error=said, lease_until=None, ended_at=now())


def _said(value: Any) -> Any:
    """An error, with those inside it, as JSON."""
    if hasattr(value, "template"):
        return {"template": value.template, "values": {name: _said(v) for name, v in value.values.items()}}
    if isinstance(value, tuple):
        return [_said(one) for one in value]
    return value if isinstance(value, int | float | None) else str(value)


def _mine(held: Claim) -> Update:
    return update(Job).where(Job.id == held.job_id, Job.attempt == held.attempt, Job.state == State.RUNNING)


def _write(session: Session, held: Claim, **values: Any) -> None:
    change = _mine(held).values(**values).returning(Job.id)
    if session.execute(change, execution_options={"synchronize_session": False}).first() is None:
        raise Stale
