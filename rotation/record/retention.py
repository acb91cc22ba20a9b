"""How long the name and number of a teller or a helper are kept: no longer than the answer may need them.

Thirty days after the task was confirmed or declined, sixty after it was done with no verdict, ninety after a
hearing that led to no task.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from rotation.record.duty import day_of
from rotation.record.ledger import Entry
from rotation.record.lists import Complaint, Teller
from rotation.record.offers import Helper, Offer
from rotation.record.tasks import State, Task
from rotation.store import now

AFTER_THE_END = timedelta(days=30)
AFTER_DONE = timedelta(days=60)
WITHOUT_A_TASK = timedelta(days=90)
_SAID_BY = {State.CONFIRMED: "confirmed", State.DECLINED: "declined", State.DONE: "finished"}


@dataclass(frozen=True, slots=True)
class Erased:
    """Whose contacts were erased: the keys of the tellers' complaints, and of the helpers' offers."""

    tellers: tuple[int, ...]
    helpers: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.tellers) + len(self.helpers)


def keep(session: Session, *, at: datetime | None = None) -> Erased:
    """Erase the contacts of tellers and helpers that have been kept long enough."""
    today = day_of(at or now())
    over = [
        complaint.id
        for complaint in session.scalars(select(Complaint).join(Teller, Teller.complaint_id == Complaint.id))
        if _is_over(session, complaint, today)
    ]
    session.execute(delete(Teller).where(Teller.complaint_id.in_(over)))
    return Erased(tuple(over), tuple(_keep_helpers(session, today)))


def _keep_helpers(session: Session, today: date) -> list[int]:
    """Erase how helpers are reached once the task that they offered to help with is over."""
    over = []
    for offer in session.scalars(select(Offer).join(Helper, Helper.offer == Offer.entry)):
        task = _task(session, offer.task)
        until = _kept_after(session, task) if task else None
        if until is not None and until < today:
            over.append(offer.entry)
    session.execute(delete(Helper).where(Helper.offer.in_(over)))
    return over


def _is_over(session: Session, complaint: Complaint, today: date) -> bool:
    until = kept_until(session, complaint)
    return until is not None and until < today


def kept_until(session: Session, complaint: Complaint) -> date | None:
    """The last day on which the teller's contact is kept, as things stand; None while its task goes on."""
    task = _task(session, complaint.task)
    return complaint.day + WITHOUT_A_TASK if task is None else _kept_after(session, task)


def _kept_after(session: Session, task: Task) -> date | None:
    if task.state not in _SAID_BY:
        return None
    said = select(func.max(Entry.at)).where(Entry.task == task.number, Entry.kind == _SAID_BY[task.state])
    since = day_of(session.scalars(said).one() or task.changed_at)
    return since + (AFTER_DONE if task.state is State.DONE else AFTER_THE_END)


def _task(session: Session, number: str | None) -> Task | None:
    """The task of that number; of one that is the same as another, the one that goes on."""
    met = set[str]()
    task = session.get(Task, number) if number else None
    while task and task.same_as and task.number not in met:
        met.add(task.number)
        task = session.get(Task, task.same_as)
    return task
