"""Responsibility passes on: on Monday at 00:00, and whenever the roster in force says that somebody else serves.

What is due is read from the roster and the tasks, not from a clock: done twice it happens once, done late it happens
still. Each is an entry of its own.
"""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from rotation.record import ledger
from rotation.record.duty import day_of, duty_at
from rotation.record.ledger import Entry
from rotation.record.states import settle
from rotation.record.tasks import ENDED, TO_DO, Holding, State, Task
from rotation.store import do_some, now

AT_ONCE = 100
_GOES_ON = Task.state.in_([state for state in State if state not in ENDED])
_MAY_PASS: ColumnElement[bool] = or_(Task.holder_kind == Holding.MEMBER, Task.until_team)


def pass_on(session: Session, *, at: datetime | None = None) -> list[Entry]:
    """Pass on what is due, so many at once that nobody else waits long; to be done again until nothing is left.

    A task that cannot be passed on hinders no other, and is named once no other is left.
    """
    when = at or now()
    ledger.lock(session)
    return do_some(session, due(session, at=when), lambda task: settle(session, task, when), AT_ONCE)


def due(session: Session, *, at: datetime | None = None) -> Iterator[Task]:
    """The tasks whose responsibility is due to pass, by number; only looks."""
    when = at or now()
    for district_id in session.scalars(select(Task.district_id).distinct().order_by(Task.district_id)).all():
        on = duty_at(session, district_id, when)
        for task in _passing(session, district_id):
            if on.due(task) not in (None, task.holder):
                yield task


def left_behind(session: Session, district_id: int, *, at: datetime | None = None) -> list[Task]:
    """The tasks of somebody who is not on duty any more, for which there is nobody else: for the planner to see."""
    on = duty_at(session, district_id, at or now())
    return [
        task
        for task in _passing(session, district_id)
        if not on.is_on_duty(task.holder, task.village_id) and on.due(task) is None
    ]


def without_troubleshooter(session: Session, district_id: int, *, at: datetime | None = None) -> list[Task]:
    """The pressing tasks where no troubleshooter serves, which stay with their holders: for the planner to see."""
    on = duty_at(session, district_id, at or now())
    query = select(Task).where(Task.district_id == district_id, Task.pressing, Task.state.in_(list(TO_DO)))
    pressing = session.scalars(query.order_by(Task.deadline, Task.number))
    return [task for task in pressing if not on.troubleshooters(task.village_id)]


def overdue(session: Session, district_id: int, *, at: datetime | None = None) -> list[Task]:
    """The tasks that should have been done before today, by deadline."""
    query = select(Task).where(Task.district_id == district_id, Task.state.in_(list(TO_DO)))
    before = query.where(Task.deadline < day_of(at or now()))
    return list(session.scalars(before.order_by(Task.deadline, Task.number)))


def _passing(session: Session, district_id: int) -> list[Task]:
    query = select(Task).where(Task.district_id == district_id, _GOES_ON, _MAY_PASS)
    return list(session.scalars(query.order_by(Task.number)))
