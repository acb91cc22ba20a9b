"""What is not done in time goes up, one level each time, to an office that has a new deadline."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.offices import Level
from rotation.errors import Conflict
from rotation.record import acts, ledger
from rotation.record.duty import day_of
from rotation.record.ledger import Entry
from rotation.record.passing import AT_ONCE
from rotation.record.receiving import receiving_office
from rotation.record.roles import BY_ITSELF
from rotation.record.states import settle
from rotation.record.tasks import TO_DO, Task
from rotation.settings import Settings
from rotation.store import now


def escalate(session: Session, settings: Settings, *, at: datetime | None = None) -> list[Entry]:
    """Pass up tasks whose deadline has passed, so many at once; what has nobody above it stays, overdue."""
    when = at or now()
    ledger.lock(session)
    some = list(islice(due(session, at=when), AT_ONCE))
    for task in some:
        settle(session, task, when)  # it may pass to an office that has nobody above it
    return [
        acts.escalate(session, settings, task, BY_ITSELF, at=when) for task in some if _has_office_above(session, task)
    ]


def due(session: Session, *, at: datetime | None = None) -> Iterator[Task]:
    """The tasks that are to go up now, by number; only looks."""
    query = select(Task).where(Task.state.in_(list(TO_DO)), Task.deadline < day_of(at or now()))
    for task in session.scalars(query.where(Task.level != Level.DISTRICT).order_by(Task.number)):
        if _has_office_above(session, task):
            yield task


def _has_office_above(session: Session, task: Task) -> bool:
    try:
        return receiving_office(session, task) is not None
    except Conflict:
        return False
