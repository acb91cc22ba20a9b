"""One step of a task, made on a page of its own: what is refused comes back with everything that was typed."""

from collections.abc import Callable, Collection

from flask import flash, redirect, render_template, url_for
from flask_babel.speaklater import LazyString
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.errors import Conflict, InvalidInput, NotFound
from rotation.record import states, tasks
from rotation.record.cases import case_of
from rotation.record.ledger import Entry, commitments
from rotation.record.sealing import opened
from rotation.record.tasks import Task
from rotation.record.texts import tidy
from rotation.store import now, writing
from web.errors import told
from web.forms import refuse
from web.task_desk import Desk, at_task
from web.tasks.forms import StepForm, fen_of
from web.tasks.pages import PAGES, StepPage
from web.tasks.room import room

__all__ = ["done", "made"]

WORDS = ("reason", "text", "words", "title", "summary")
MOST_DIGITS = 15


@room.route(f"/tasks/<number>/<any({', '.join(PAGES)}):slug>", methods=["GET", "POST"])
def step(number: str, slug: str) -> str | Response:
    """Make a step."""
    here, page = at_task(number), PAGES[slug]
    form, problem = _form_of(here, page), ""
    if form.validate_on_submit():
        problem = made(here, form, {page.kind}, lambda session, task: page.deed(session, here, task, form))
        if not (problem or form.errors):
            return done(here, page.done)
    else:
        states.require(here.task, page.step, case_of(here.session, here.task, here.hand, now()))
    return render_template("tasks/step.html", here=here, page=page, form=form, problem=problem)


def _form_of(here: Desk, page: StepPage) -> StepForm:
    form = page.form(data={"seen": str(here.task.last_entry), **page.start(here)})
    for name, choices in page.choices.items():
        form[name].choices = choices(here)
    return form


def made(
    here: Desk, form: StepForm, kinds: Collection[str], deed: Callable[[Session, Task], object], *more: str
) -> str:
    """Do it, once. What is refused goes to the field that it names; what no field can mend is returned in words.

    What the same person has said in the same words (`more` are some of no field) since the page was opened is not
    said again: it is the same form, sent twice over a weak network.
    """
    try:
        with writing(here.session) as session:
            task = tasks.task(session, here.number)
            if not _is_repeated(session, here, form, kinds, more):
                deed(session, task)
    except InvalidInput as error:
        refuse(form, error)
    except (Conflict, NotFound) as error:
        return told(error)
    return ""


def _is_repeated(session: Session, here: Desk, form: StepForm, kinds: Collection[str], more: Collection[str]) -> bool:
    seen = form.seen.data or ""
    if not (seen.isascii() and seen.isdigit() and len(seen) <= MOST_DIGITS):
        return False
    newer = select(Entry).where(Entry.task == here.number, Entry.number > int(seen), Entry.kind.in_(kinds))
    typed = {*_typed(form), *more}
    said = (_said(session, entry) for entry in session.scalars(newer))
    return any({here.hand.account, *typed} <= one for one in said)


def _typed(form: StepForm) -> set[str]:
    """The words and codes in a form, as an entry says them."""
    words = {tidy(form[name].data or "") for name in WORDS if name in form}
    if "fen" in form:
        words.add(str(fen_of(form["fen"].data or "")))
    return words - {""}


def _said(session: Session, entry: Entry) -> set[str]:
    """What an entry says, codes and sealed words alike, and who says it."""
    sealed_in = set(commitments(entry.values))
    codes = {str(value) for value in entry.values.values() if not isinstance(value, list)}
    return codes - sealed_in | {opened(session, one) or "" for one in sealed_in}


def done(here: Desk, said: LazyString | str) -> Response:
    """Back to the task's page, which says what was done."""
    flash(str(said))
    return redirect(url_for("tasks.task", number=here.number))
