"""Money as an office above sees it: what is asked for and not answered yet, and what was answered lately."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from rotation.district.offices import Level, Office
from rotation.record.ledger import Entry
from rotation.record.roles import Role
from rotation.record.sealing import sealed
from rotation.record.tasks import ENDED, Task

MOST_LISTED = 30
_UPWARDS = tuple(Level)
_ROLES = {Level.TOWNSHIP: Role.TOWNSHIP, Level.DISTRICT: Role.DISTRICT}


@dataclass(frozen=True, slots=True)
class AnsweredMoney:
    """A sum that was granted or refused: on which task, when, and why (None: the reason was withdrawn)."""

    task: Task
    kind: str
    fen: int
    at: datetime
    reason: str | None


def asked_of(session: Session, office: Office) -> list[Task]:
    """The tasks for which money is asked for that this office may grant or refuse, by deadline."""
    below = _UPWARDS[: _UPWARDS.index(office.level)]
    pending = Task.asked > Task.granted + Task.refused
    query = select(Task).where(
        Task.district_id == office.district_id, pending, Task.asked_level.in_(below), Task.state.not_in(ENDED)
    )
    return list(session.scalars(query.order_by(Task.deadline, Task.number)))


def answered_by_level(session: Session, office: Office) -> list[AnsweredMoney]:
    """What offices of this one's level have granted and refused on the tasks that changed last, newest first."""
    answered = or_(Task.granted > 0, Task.refused > 0)
    tasks = select(Task.number).where(Task.district_id == office.district_id, answered)
    newest = tasks.order_by(Task.changed_at.desc()).limit(MOST_LISTED)
    query = (
        select(Entry, Task)
        .join(Task, Task.number == Entry.task)
        .where(Task.number.in_(newest), Entry.kind.in_(("granted", "refused")), Entry.role == _ROLES[office.level])
        .order_by(Entry.number.desc())
        .limit(MOST_LISTED)
    )
    rows = [(task, entry) for entry, task in session.execute(query)]
    reasons = sealed(session, [entry.values["reason"] for _task, entry in rows])
    return [
        AnsweredMoney(task, entry.kind, entry.values["fen"], entry.at, reasons[entry.values["reason"]].content)
        for task, entry in rows
    ]
