"""What is not done in time goes up, one level each time, to an office that has a new deadline."""

from datetime import date, datetime

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from rotation.district.offices import Level, Office
from rotation.record import acts, ledger
from rotation.record.duty import day_of
from rotation.record.ledger import Entry
from rotation.record.passing import AT_ONCE
from rotation.record.roles import BY_ITSELF
from rotation.record.states import settle
from rotation.record.tasks import TO_DO, Task
from rotation.settings import Settings
from rotation.store import do_some, now

_UPWARDS = tuple(Level)


def escalate(session: Session, settings: Settings, *, at: datetime | None = None) -> list[Entry]:
    """Pass up tasks whose deadline has passed, so many at once; what has nobody above it stays, overdue.

    A task that cannot be passed up hinders no other, and is named once no other is left.
    """
    when = at or now()
    ledger.lock(session)
    return do_some(session, due(session, at=when), lambda task: _escalated(session, settings, task, when), AT_ONCE)


def due(session: Session, *, at: datetime | None = None) -> list[Task]:
    """The tasks that are to go up now, by number; only looks."""
    return list(session.scalars(_due(day_of(at or now())).order_by(Task.number)))


def _escalated(session: Session, settings: Settings, task: Task, at: datetime) -> Entry | None:
    settle(session, task, at)
    if session.scalar(_due(day_of(at)).where(Task.number == task.number)) is None:
        return None  # it has passed to an office that has nobody above it
    return acts.escalate(session, settings, task, BY_ITSELF, at=at)


def _due(today: date) -> Select[Task]:
    above = or_(*(and_(Task.level == one, Office.level.in_(_UPWARDS[n:])) for n, one in enumerate(_UPWARDS[:-1], 1)))
    others = select(Office.id).where(Office.district_id == Task.district_id, Office.code != Task.holder_code)
    late = select(Task).where(Task.state.in_(list(TO_DO)), Task.deadline < today)
    return late.where(others.where(Office.active, above).exists())
