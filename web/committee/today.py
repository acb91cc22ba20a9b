"""The committee's first page: what waits for it, the most urgent first; each line leads to its task."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import render_template
from sqlalchemy import select

from rotation.district.weeks import today as this_day
from rotation.record import follow_ups, offers, verdicts
from rotation.record.duty import day_of
from rotation.record.follow_ups import FollowUp
from rotation.record.offers import Offer
from rotation.record.releasing import waiting_for_release
from rotation.record.sealing import sealed
from rotation.record.tasks import State, Task, TaskHolder, tasks_of
from rotation.record.verdicts import Verdict
from rotation.roster.reaching import around
from rotation.store import now
from web.committee.room import Desk, desk, room
from web.titles import titles_of


@dataclass(frozen=True, slots=True)
class Line:
    """Something that waits on a task: in whose words, since when, and by when."""

    task: str
    title: str
    since: datetime
    words: str = ""
    until: date | None = None

    @property
    def overdue(self) -> bool:
        """Whether its day has passed."""
        return self.until is not None and self.until < this_day()


@dataclass(frozen=True, slots=True)
class ToConfirm:
    """Tasks that are said to be done: those that the committee may confirm, and those that it held itself."""

    ours: list[Task]
    for_others: list[Task]


@room.get("/")
def today() -> str:
    """What waits for the committee."""
    here = desk()
    done = _to_confirm(here)
    unreleased = waiting_for_release(here.session, here.village)
    return render_template(
        "committee/today.html",
        village=here.village,
        questions=list(_questions(here)),
        offers=list(_offers(here)),
        verdicts=list(_verdicts(here)),
        done=done,
        titles=titles_of(here.session, [*done.ours, *done.for_others]),
        unreleased=len(unreleased),
        serving=around(here.session, here.village, day_of(now())),
        calls=len(offers.open_calls(here.session, here.village)),
    )


def _questions(here: Desk) -> Iterator[Line]:
    rows = follow_ups.unanswered(here.session, here.village)
    titles, words = _titles(here, rows), _words(here, rows)
    for row in rows:
        yield Line(row.task, titles[row.task], row.at, words[row.words], row.answer_by)


def _offers(here: Desk) -> Iterator[Line]:
    """What was offered on tasks that go on: with the others there is nothing left to help with."""
    rows = offers.waiting(here.session, here.village)
    going_on = {task.number for task in _tasks(here, rows) if not task.has_ended}
    titles, words = _titles(here, rows), _words(here, rows)
    for row in rows:
        if row.task in going_on:
            yield Line(row.task, titles[row.task], row.at, words[row.words])


def _verdicts(here: Desk) -> Iterator[Line]:
    rows = verdicts.to_look_at(here.session, here.village)
    titles = _titles(here, rows)
    for row in rows:
        yield Line(row.task, titles[row.task], row.at, until=row.look_by)


def _tasks(here: Desk, rows: Iterable[FollowUp | Offer | Verdict]) -> Sequence[Task]:
    return here.session.scalars(select(Task).where(Task.number.in_({row.task for row in rows}))).all()


def _titles(here: Desk, rows: Iterable[FollowUp | Offer | Verdict]) -> dict[str, str]:
    return titles_of(here.session, _tasks(here, rows))


def _words(here: Desk, rows: Collection[FollowUp | Offer]) -> dict[str, str]:
    """What was said, by its commitment; nothing where it was withdrawn."""
    return {one: row.content or "" for one, row in sealed(here.session, [row.words for row in rows]).items()}


def _to_confirm(here: Desk) -> ToConfirm:
    done = tasks_of(here.session, here.village.id, [State.DONE])
    query = select(TaskHolder.task).where(
        TaskHolder.task.in_([task.number for task in done]), TaskHolder.code == here.hand.office
    )
    held = set(here.session.scalars(query))
    return ToConfirm([task for task in done if task.number not in held], [task for task in done if task.number in held])
