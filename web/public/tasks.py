"""A task's page: where it stands, who is responsible, everything that happened, and what a villager can do."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from werkzeug.wrappers import Response

from rotation.board.task_pages import task_page
from rotation.district.weeks import today
from rotation.record import numbers
from rotation.record.roles import Role
from rotation.record.states import STEPS
from rotation.record.task_texts import Use, Why
from rotation.record.tasks import Task
from web.extensions import db
from web.numbers import number as whole
from web.public.fresh import fresh
from web.public.views import room

USES = {
    Use.TITLE: _l("title"),
    Use.SUMMARY: _l("summary"),
    Use.REPORT: _l("report"),
    Use.REASON: _l("reason"),
    Use.QUESTION: _l("question"),
    Use.ANSWER: _l("answer"),
    Use.OFFER: _l("offer"),
    Use.HELP: _l("helpers wanted"),
    Use.BEFORE: _l("photo from before"),
    Use.AFTER: _l("photo from after"),
}
WHY = {
    Why.ASKED: _l("somebody asked for it"),
    Why.MISTAKE: _l("it was a mistake"),
    Why.PRIVATE: _l("it was private"),
    Why.RETENTION: _l("it had been kept long enough"),
    "deadline": _l("its deadline has passed"),
    "holder": _l("the one responsible passed it up"),
    "duty": _l("another team is on duty"),
    "no-team": _l("no team is there this week"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """Something that a villager can do about a task: the step (states.STEPS), where, in words."""

    step: str
    endpoint: str
    text: LazyString


WAYS = (
    Way("judge", "public.verdict", _l("Say whether it is solved")),
    Way("echo", "public.me_too", _l("Me too: it is my trouble as well")),
    Way("question", "public.question", _l("Ask the committee about it")),
    Way("offer", "public.offer", _l("Offer to help")),
)


@room.get("/tasks/<typed>")
@fresh(kept=True)
def task(typed: str) -> str | Response:
    """One task for everyone; a number that is typed in another way leads there, a mistyped one says so."""
    number = numbers.parse(typed)
    if number != typed:
        return redirect(url_for("public.task", typed=number))
    page = task_page(db.session(), number, request.args.get("before", type=whole))
    return render_template(
        "public/task.html", page=page, task=page.task, today=today(), ways=ways(page.task), uses=USES, why=WHY
    )


def ways(of: Task) -> list[Way]:
    """What a villager can do about a task as it stands."""
    return [way for way in WAYS if of.state in STEPS[way.step].states and Role.VILLAGER in STEPS[way.step].may]
