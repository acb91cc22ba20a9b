"""How long the name and number of a teller or a helper are kept: no longer than the answer may need them.

Thirty days after the task was confirmed or declined, sixty after it was done with no verdict, ninety after a
hearing that led to no task.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.orm import Session

from rotation.record.duty import day_of
from rotation.record.ledger import Entry
from rotation.record.lists import Complaint, Teller
from rotation.record.offers import Helper, Offer
from rotation.record.passing import AT_ONCE
from rotation.record.tasks import State, Task
from rotation.store import do_some, now

AFTER_THE_END = timedelta(days=30)
AFTER_DONE = timedelta(days=60)
WITHOUT_A_TASK = timedelta(days=90)
_SAID_BY = {State.CONFIRMED: "confirmed", State.DECLINED: "declined", State.DONE: "finished"}
Contact = tuple[type[Teller] | type[Helper], int]


@dataclass(frozen=True, slots=True)
class Erased:
    """Whose contacts were erased: the keys of the tellers' complaints, and of the helpers' offers."""

    tellers: tuple[int, ...]
    helpers: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.tellers) + len(self.helpers)


def keep(session: Session, *, at: datetime | None = None) -> Erased:
    """Erase the contacts of tellers and helpers that have been kept long enough, so many at once.

    One that cannot be erased hinders no other, and is named once no other is left.
    """
    gone = do_some(session, _over(session, day_of(at or now())), partial(_erase, session), AT_ONCE)
    tellers, helpers = (tuple(key for kind, key in gone if kind is one) for one in (Teller, Helper))
    return Erased(tellers, helpers)


def _erase(session: Session, contact: Contact) -> Contact | None:
    row = session.get(*contact)
    if row is None:  # by somebody else, meanwhile
        return None
    session.delete(row)
    return contact


def _over(session: Session, today: date) -> Iterator[Contact]:
    """Whose contacts have been kept long enough."""
    ended = {first: _kept_until(state, at) for first, state, at in session.execute(_endings())}
    for key, day, task in session.execute(select(Complaint.id, Complaint.day, Complaint.task).join(Teller)).all():
        if (day + WITHOUT_A_TASK if task is None else ended.get(task, today)) < today:
            yield Teller, key
    for key, task in session.execute(select(Offer.entry, Offer.task).join(Helper)).all():
        if ended.get(task, today) < today:
            yield Helper, key


def _kept_until(state: State, said_at: datetime) -> date:
    return day_of(said_at) + (AFTER_DONE if state is State.DONE else AFTER_THE_END)


def _endings() -> Select[str, State, datetime]:
    """Each task with a contact, if it is over: its number, its state, and when that was said last.

    Of one that is the same as another, what the other has come to.
    """
    told = Task.number.in_(select(Complaint.task).join(Teller)) | Task.number.in_(select(Offer.task).join(Helper))
    start = select(Task.number.label("first"), Task.number, Task.same_as).where(told)
    way = start.cte("way", recursive=True)
    way = way.union(select(way.c.first, Task.number, Task.same_as).join(Task, Task.number == way.c.same_as))
    said = and_(Entry.task == Task.number, Entry.kind == case(_SAID_BY, value=Task.state))
    return (
        select(way.c.first, Task.state, func.coalesce(func.max(Entry.at), Task.changed_at))
        .join(Task, Task.number == way.c.number)
        .outerjoin(Entry, said)
        .where(way.c.same_as.is_(None), Task.state.in_(list(_SAID_BY)))
        .group_by(way.c.first, Task.state, Task.changed_at)
    )
