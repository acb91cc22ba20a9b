"""What villagers have said about a task, answered: questions, offers, verdicts."""

from collections.abc import Callable

from flask import render_template
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.errors import N_, NotFound
from rotation.record import follow_ups, offers, states, verdicts
from rotation.record.cases import case_of
from rotation.record.sealing import opened
from rotation.record.verdicts import Verdict
from rotation.store import now, writing
from web.task_desk import Desk, at_task
from web.tasks.forms import AnswerForm
from web.tasks.room import room
from web.tasks.steps import done, made

ENTRY = "<int(max=999999999):entry>"


@room.route(f"/tasks/<number>/questions/{ENTRY}/answer", methods=["GET", "POST"])
def answer(number: str, entry: int) -> str | Response:
    """Answer a villager's question."""
    here = at_task(number)
    question = follow_ups.follow_up(here.session, here.number, entry)
    form, problem = AnswerForm(data={"seen": str(here.task.last_entry)}), ""
    if form.validate_on_submit():
        problem = made(here, form, {"answered"}, lambda session, _task: _answer(session, here, entry, form))
        if not (problem or form.errors):
            return done(here, _l("Your answer is saved. Release it, and the question, when everybody may read them."))
    else:
        states.require(here.task, "answer", case_of(here.session, here.task, here.hand, now()))
    words = opened(here.session, question.words)
    return render_template("tasks/answer.html", here=here, form=form, question=question, words=words, problem=problem)


def _answer(session: Session, here: Desk, entry: int, form: AnswerForm) -> None:
    follow_ups.answer(session, here.hand, follow_ups.follow_up(session, here.number, entry), form.text.data or "")


@room.post(f"/tasks/<number>/offers/{ENTRY}/accept")
def accept_offer(number: str, entry: int) -> Response:
    """Take an offer up."""
    return _at_once(
        number,
        lambda session, here: offers.accept_offer(session, here.hand, offers.offer(session, here.number, entry)),
        _l("The offer is accepted. Call back and say when and where."),
    )


@room.post(f"/tasks/<number>/offers/{ENTRY}/thank")
def thank(number: str, entry: int) -> Response:
    """Somebody has helped."""
    return _at_once(
        number,
        lambda session, here: offers.thank(session, here.hand, offers.offer(session, here.number, entry)),
        _l("Counted. The name is public only where the helper has agreed."),
    )


@room.post(f"/tasks/<number>/calls/{ENTRY}/close")
def close_call(number: str, entry: int) -> Response:
    """No more helpers are asked for."""
    return _at_once(number, lambda session, here: _close(session, here, entry), _l("No more helpers are asked for."))


def _close(session: Session, here: Desk, entry: int) -> None:
    found = session.get(offers.Call, entry)
    if found is None or found.task != here.number:
        raise NotFound(N_("There is no such call for helpers."))
    offers.close_call(session, here.hand, found)


@room.post(f"/tasks/<number>/verdicts/{ENTRY}/looked")
def looked(number: str, entry: int) -> Response:
    """The team has looked at what was said to be unsolved."""
    return _at_once(number, lambda session, here: _look(session, here, entry), _l("You have looked at it."))


def _look(session: Session, here: Desk, entry: int) -> None:
    found = session.get(Verdict, entry)
    if found is None or found.task != here.number:
        raise NotFound(N_("There is no such verdict."))
    verdicts.looked(session, here.hand, found)


def _at_once(number: str, deed: Callable[[Session, Desk], None], said: LazyString) -> Response:
    """A step that is one button; refusals become pages."""
    here = at_task(number)
    with writing(here.session) as session:
        deed(session, here)
    return done(here, said)
