"""Helpers: what the committee has asked for, who has offered, how to reach them, and who has helped."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template
from sqlalchemy import or_, select

from rotation.record.offers import Call, Helper, Offer, Reach, open_calls, reach_of
from rotation.record.sealing import Sealed, sealed
from rotation.record.tasks import Task
from web.committee.room import Desk, desk, room
from web.titles import titles_of


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer as the committee sees it: its words (None: withdrawn), and how to reach the helper (None: erased)."""

    row: Offer
    words: str | None
    reach: Reach | None


@dataclass(frozen=True, slots=True)
class Gathering:
    """A task for which helpers are asked, or have offered themselves."""

    task: Task
    title: str
    calls: list[tuple[Call, str | None]]
    offers: list[Offered]


@room.get("/helpers")
def helpers() -> str:
    """What was asked for and offered on tasks that go on, task by task."""
    here = desk()
    return render_template("committee/helpers.html", village=here.village, gatherings=_gatherings(here))


def _gatherings(here: Desk) -> list[Gathering]:
    calls: dict[str, list[Call]] = defaultdict(list)
    made: dict[str, list[Offer]] = defaultdict(list)
    for call in open_calls(here.session, here.village):
        calls[call.task].append(call)
    for offer in _offers(here):
        made[offer.task].append(offer)
    tasks = here.session.scalars(select(Task).where(Task.number.in_({*calls, *made})).order_by(Task.number)).all()
    titles = titles_of(here.session, tasks)
    said = [row.words for rows in calls.values() for row in rows] + [
        row.words for rows in made.values() for row in rows
    ]
    words = sealed(here.session, said)
    return [
        Gathering(
            task,
            titles[task.number],
            [(call, words[call.words].content) for call in calls[task.number]],
            [_offered(here, offer, words) for offer in made[task.number]],
        )
        for task in tasks
    ]


def _offers(here: Desk) -> list[Offer]:
    """Those whose helper can be reached still, or has helped: the others are of tasks long ended."""
    query = select(Offer).join(Task, Task.number == Offer.task).outerjoin(Helper, Helper.offer == Offer.entry)
    can_be_reached = or_(Helper.offer.is_not(None), Offer.accepted_at.is_(None))
    query = query.where(Task.village_id == here.village.id, can_be_reached)
    return list(here.session.scalars(query.order_by(Offer.entry)))


def _offered(here: Desk, offer: Offer, words: Mapping[str, Sealed]) -> Offered:
    return Offered(offer, words[offer.words].content, reach_of(here.session, here.hand, offer))
