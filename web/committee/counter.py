"""Somebody is at the counter, or speaks up at the hearing: which task it is about, and what they say.

What a villager says aloud is written down here by word of mouth, with the same deadline as if they had typed it.
"""

from collections.abc import Collection, Mapping, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.wrappers import Response

from rotation.district.villages import Village
from rotation.errors import InvalidInput
from rotation.record import numbers, searching
from rotation.record.searching import Search
from rotation.record.tasks import TO_DO, State, Task
from web.accounts import Role, actor, admit, current_district
from web.committee.wording import SAYINGS
from web.extensions import db
from web.forms import Form, Text, refuse
from web.served import villages_served
from web.task_desk import Desk, at_task
from web.titles import titles_of

__all__ = ["counter", "sayings", "villages_here"]

MOST_LISTED = 20
AT_A_COUNTER = (Role.COMMITTEE, Role.MEMBER)
SPOKEN_TO = (*AT_A_COUNTER, Role.OFFICIAL, Role.TOWNSHIP, Role.DISTRICT)

counter = Blueprint("counter", __name__, url_prefix="/counter")
counter.before_request(admit(*SPOKEN_TO))
only_at_a_counter = admit(*AT_A_COUNTER)


class FindForm(Form):
    """A task's number, or words of it."""

    q = Text(_l("Number of the task, or words of it"), description=_l("For example 260 001 233, or a road and a lamp."))


def sayings(here: Desk) -> list[str]:
    """What can be written down about a task as it stands."""
    may = here.possible()
    return [name for name, saying in SAYINGS.items() if not saying.steps.isdisjoint(may)]


@counter.get("/")
def find() -> str | Response:
    """Find the task: by its number, by words, or in the list of those that go on."""
    only_at_a_counter()
    form = FindForm(formdata=request.args, meta={"csrf": False})
    typed = (form.q.data or "").strip()
    if numbers.digits_of(typed):
        try:
            return redirect(url_for("counter.task", number=numbers.parse(typed)))
        except InvalidInput as error:
            form.q.errors = []
            refuse(form, InvalidInput(error.template, field="q", **error.values))
            typed = ""
    villages = {village.id: village for village in villages_here()}
    going_on = _going_on(villages)
    titles = titles_of(db.session(), going_on)
    found = _found(typed, villages, going_on, titles) if typed else going_on[:MOST_LISTED]
    titles |= titles_of(db.session(), found)
    return render_template("counter/find.html", form=form, typed=typed, found=found, titles=titles, villages=villages)


@counter.get("/<number>")
def task(number: str) -> str:
    """What can be said about a task, to be chosen from: at a counter or hearing, or wherever somebody is spoken to."""
    here = at_task(number)
    return render_template(
        "counter/task.html",
        task=here.task,
        title=titles_of(here.session, [here.task])[here.number],
        possible=sayings(here),
        sayings=SAYINGS,
        at_a_counter=here.village.id in {one.id for one in villages_here()},
    )


def villages_here() -> list[Village]:
    """The villages of the one who asks."""
    asking = actor()
    return villages_served(db.session(), asking) if asking else []


def _going_on(villages: Collection[int]) -> Sequence[Task]:
    """The villages' tasks that have not ended, newest first."""
    query = select(Task).where(Task.village_id.in_(villages), Task.state.in_([*TO_DO, State.DONE]))
    return db.session().scalars(query.order_by(Task.number.desc())).all()


def _found(
    typed: str, villages: Collection[int], going_on: Sequence[Task], titles: Mapping[str, str]
) -> Sequence[Task]:
    """The tasks that have every word: in what the public may read, or in the title of one that goes on."""
    words, district = searching.words_in(typed), current_district().id
    titled = [task for task in going_on if words and all(word in titles[task.number].casefold() for word in words)]
    searches = [Search(typed, village_id=key, most=MOST_LISTED) for key in villages]
    public = [task for search in searches for task in searching.found(db.session(), district, search)]
    return list(dict.fromkeys([*titled, *public]))[:MOST_LISTED]
