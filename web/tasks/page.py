"""The page of one task, for those who have to do with it: how it stands, what can be done, what has happened."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy import select

from rotation.errors import NotAllowed
from rotation.record import offers
from rotation.record.duty import day_of
from rotation.record.follow_ups import FollowUp
from rotation.record.offers import Call, Offer, Reach
from rotation.record.task_texts import PHOTOS, texts_of
from rotation.record.verdicts import Verdict
from rotation.record.voices import me_too_count, of_task
from rotation.store import now
from web.task_desk import Desk, at_task
from web.tasks.history import history
from web.tasks.lists import is_overdue
from web.tasks.pages import GROUPS, PAGES
from web.tasks.people import named
from web.tasks.room import room
from web.titles import titles_of

SPOKEN = frozenset({"echo", "question", "offer", "judge"})
_MAIN = ("take", "begin", "finish", "confirm")


@dataclass(frozen=True, slots=True)
class Link:
    """Where something can be done, and what it is called."""

    url: str
    title: LazyString


@dataclass(frozen=True, slots=True)
class Voices:
    """What villagers have said of a task; `reach` is how helpers are reached, for those who may know it."""

    me_too: int
    questions: list[FollowUp]
    calls: list[Call]
    offers: list[Offer]
    reach: dict[int, Reach | None]
    verdicts: list[Verdict]


@room.get("/tasks/<number>")
def task(number: str) -> str:
    """A task."""
    here = at_task(number)
    texts = texts_of(here.session, here.number)
    possible = here.possible()
    fitting = {slug: page for slug, page in PAGES.items() if page.step in possible and page.fits(here)}
    return render_template(
        "tasks/task.html",
        here=here,
        task=here.task,
        title=titles_of(here.session, [here.task])[here.number],
        responsible=named(here.session, [here.task.holder])[here.task.holder],
        overdue=is_overdue(here.task, day_of(now())),
        texts={text.commitment: text for text in texts},
        photos=[text for text in texts if text.use in PHOTOS],
        unreleased=len([text for text in texts if text.content is not None and not text.released]),
        main=next((slug for slug in _MAIN if slug in fitting), None),
        groups=_grouped(here, fitting, possible),
        pages=PAGES,
        possible=possible,
        voices=_voices(here),
        lines=history(here.session, here.task, texts),
    )


def _grouped(here: Desk, fitting: Collection[str], possible: Collection[str]) -> list[tuple[LazyString, list[Link]]]:
    """Links to what can be done, group by group; groups without any are left out."""
    named = {slug: Link(url_for("tasks.step", number=here.number, slug=slug), PAGES[slug].title) for slug in fitting}
    if "picture" in possible:
        named["photo"] = Link(url_for("tasks.add_photo", number=here.number), _l("Add a photo"))
    if not SPOKEN.isdisjoint(possible):
        named["spoken"] = Link(
            url_for("counter.task", number=here.number), _l("Write down what a villager says about it")
        )
    groups = [(name, [named[slug] for slug in slugs if slug in named]) for name, slugs in GROUPS]
    return [(name, links) for name, links in groups if links]


def _voices(here: Desk) -> Voices:
    session, number = here.session, here.number
    given = of_task(session, Offer, number)
    calls = session.scalars(select(Call).where(Call.task == number).order_by(Call.entry))
    return Voices(
        me_too_count(session, number),
        of_task(session, FollowUp, number),
        list(calls),
        given,
        _reach(here, given),
        of_task(session, Verdict, number),
    )


def _reach(here: Desk, given: Sequence[Offer]) -> dict[int, Reach | None]:
    try:
        return {row.entry: offers.reach_of(here.session, here.hand, row) for row in given}
    except NotAllowed:
        return {}
