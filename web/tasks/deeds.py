"""The deeds of those steps that take more than one line: what a form says, done to a task."""

from typing import Any

from sqlalchemy.orm import Session

from rotation.record import acts, numbers, offers, task_texts, tasks
from rotation.record.tasks import Task
from web.task_desk import Desk
from web.tasks.choosing import texts_now
from web.tasks.forms import AssignForm, CallForm, JoinForm, TitleForm

__all__ = ["assign", "call", "join", "write"]


def assign(session: Session, here: Desk, task: Task, form: AssignForm) -> None:
    """Make somebody else responsible: a member of the team, or an office."""
    kind, _colon, code = form.to.data.partition(":")
    acts.assign(session, task, here.hand, **{kind: code})


def join(session: Session, here: Desk, task: Task, form: JoinForm) -> None:
    """Join it to the task whose number was typed."""
    number = numbers.parse(form.same_as.data or "")
    acts.join(session, task, here.hand, tasks.task(session, number))


def write(session: Session, here: Desk, task: Task, form: TitleForm) -> None:
    """Only what is not as it was is written: an unchanged title that is public stays public."""
    title, summary = (form.title.data or "").strip(), (form.summary.data or "").strip()
    before = texts_now(session, task)
    given: dict[str, Any] = {"title": title, "summary": summary}
    changed = {use: text for use, text in given.items() if text != before[use]}
    if changed or not (title or summary):
        task_texts.write(session, task, here.hand, **changed)


def call(session: Session, here: Desk, task: Task, form: CallForm) -> None:
    """Ask for helpers."""
    offers.call_for_helpers(session, here.hand, task, form.people.data or 0, form.words.data or "")
