"""What can be done to a task, as pages: each step of the table of steps with its own words, its form, and its deed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from rotation.record import acts, money, task_texts
from rotation.record.states import STEPS
from rotation.record.task_texts import Why
from rotation.record.tasks import Task
from web.task_desk import Desk
from web.tasks import choosing, deeds
from web.tasks.forms import (
    AssignForm,
    CallForm,
    JoinForm,
    MoneyForm,
    ReasonForm,
    ReportForm,
    StepForm,
    TextsForm,
    TitleForm,
    WithdrawForm,
    fen_of,
)

__all__ = ["GROUPS", "PAGES", "StepPage"]

Deed = Callable[[Session, Desk, Task, Any], object]
Choices = Mapping[str, Callable[[Desk], list[SelectChoice]]]


@dataclass(frozen=True, slots=True)
class StepPage:
    """A page on which one step is made: what its button says, what it means, the form, the deed, what is said after.

    `fits`: whether there is anything to do on a task at all; `choices` are those of the form's fields, `start` is
    what stands in them at first.
    """

    step: str
    title: LazyString
    done: LazyString
    form: type[StepForm]
    deed: Deed
    means: LazyString | str = ""
    fits: Callable[[Desk], bool] = lambda _here: True
    choices: Choices = field(default_factory=dict)
    start: Callable[[Desk], Mapping[str, str]] = lambda _here: {}
    danger: bool = False

    @property
    def kind(self) -> str:
        """The kind of entry with which it is in the ledger."""
        return STEPS[self.step].kind


PAGES: Mapping[str, StepPage] = {
    "take": StepPage(
        "take",
        _l("Take it on"),
        _l("You answer for it now."),
        ReasonForm,
        lambda session, here, task, form: acts.take(session, task, here.hand, form.reason.data),
        _l("You answer for this task from now on. Say why it cannot wait."),
    ),
    "begin": StepPage(
        "begin",
        _l("Begin"),
        _l("It is under way."),
        StepForm,
        lambda session, here, task, _form: acts.begin(session, task, here.hand),
        _l("Everybody can see then that the work has begun."),
    ),
    "finish": StepPage(
        "finish",
        _l("It is done"),
        _l("It is done; now a villager or the committee says whether it is solved."),
        ReportForm,
        lambda session, here, task, form: acts.finish(session, task, here.hand, form.text.data),
        _l("Say what was done. Whether it is solved, a villager or the committee says."),
    ),
    "confirm": StepPage(
        "confirm",
        _l("Confirm that it is solved"),
        _l("It is solved and confirmed."),
        StepForm,
        lambda session, here, task, _form: acts.confirm(session, task, here.hand),
        _l("You have seen that it is solved. The task ends with that."),
    ),
    "report": StepPage(
        "report",
        _l("Report progress"),
        _l("Your report is saved."),
        ReportForm,
        lambda session, here, task, form: acts.report(session, task, here.hand, form.text.data),
        _l("How far is it? Nobody outside reads it before it is released."),
    ),
    "assign": StepPage(
        "assign",
        _l("Give it to somebody else"),
        _l("Somebody else answers for it now."),
        AssignForm,
        deeds.assign,
        fits=lambda here: bool(choosing.people(here)),
        choices={"to": choosing.people},
    ),
    "escalate": StepPage(
        "escalate",
        _l("Pass it up"),
        _l("It is passed up to the next level."),
        ReasonForm,
        lambda session, here, task, form: acts.escalate(
            session, here.settings, task, here.hand, reason=form.reason.data
        ),
        _l("An office of the next level answers for it then, with a new deadline."),
        fits=lambda here: choosing.office_above(here) is not None,
    ),
    "press": StepPage(
        "mark",
        _l("Mark as pressing"),
        _l("It is marked as pressing."),
        ReasonForm,
        lambda session, here, task, form: acts.mark(session, task, here.hand, form.reason.data, pressing=True),
        _l("The zone's troubleshooter sees it then and may take it on."),
        fits=lambda here: not here.task.pressing,
    ),
    "unpress": StepPage(
        "mark",
        _l("It is no longer pressing"),
        _l("It is no longer marked as pressing."),
        ReasonForm,
        lambda session, here, task, form: acts.mark(session, task, here.hand, form.reason.data, pressing=False),
        fits=lambda here: here.task.pressing,
    ),
    "join": StepPage(
        "join",
        _l("It is the same as another task"),
        _l("It is joined to the other task, which goes on."),
        JoinForm,
        deeds.join,
        _l("This task ends, and whoever looks it up is led to the other one."),
        danger=True,
    ),
    "decline": StepPage(
        "decline",
        _l("Decline it"),
        _l("It is declined."),
        ReasonForm,
        lambda session, here, task, form: acts.decline(session, task, here.hand, form.reason.data),
        _l("The task ends, and nothing is done. Your reason is read by all who have to do with it."),
        danger=True,
    ),
    "call": StepPage("call", _l("Ask for helpers"), _l("Helpers are asked for."), CallForm, deeds.call),
    "ask": StepPage(
        "ask",
        _l("Ask for money"),
        _l("The money is asked for."),
        MoneyForm,
        lambda session, here, task, form: money.ask(session, task, here.hand, fen_of(form.fen.data), form.reason.data),
        _l("An office above grants or refuses it."),
        fits=lambda here: choosing.office_above(here) is not None,
    ),
    "grant": StepPage(
        "grant",
        _l("Grant money"),
        _l("The money is granted."),
        MoneyForm,
        lambda session, here, task, form: money.grant(
            session, task, here.hand, fen_of(form.fen.data), form.reason.data
        ),
        fits=lambda here: here.task.pending > 0,
        start=choosing.sum_asked,
    ),
    "refuse": StepPage(
        "refuse",
        _l("Refuse money"),
        _l("The money is refused."),
        ReasonForm,
        lambda session, here, task, form: money.refuse(session, task, here.hand, form.reason.data),
        _l("All that was asked for and not granted yet is refused."),
        fits=lambda here: here.task.pending > 0,
        danger=True,
    ),
    "spend": StepPage(
        "spend",
        _l("Write down money spent"),
        _l("The money spent is written down."),
        MoneyForm,
        lambda session, here, task, form: money.spend(
            session, task, here.hand, fen_of(form.fen.data), form.reason.data
        ),
    ),
    "write": StepPage(
        "write",
        _l("Write title and summary"),
        _l("Saved. Release it when everybody may read it."),
        TitleForm,
        deeds.write,
        _l("Without names of villagers: once it is released, everybody can read it."),
        start=choosing.title_and_summary,
    ),
    "release": StepPage(
        "release",
        _l("Release texts and photos"),
        _l("Everybody can read it now."),
        TextsForm,
        lambda session, here, task, form: task_texts.release(session, task, here.hand, form.texts.data),
        _l("Whatever you choose here, everybody can read from now on. Look for names and telephone numbers first."),
        fits=lambda here: bool(choosing.unreleased(here)),
        choices={"texts": choosing.unreleased},
    ),
    "withdraw": StepPage(
        "withdraw",
        _l("Withdraw texts and photos"),
        _l("It is deleted; pages show that something was withdrawn."),
        WithdrawForm,
        lambda session, here, task, form: task_texts.withdraw(
            session, task, here.hand, form.texts.data, why=Why(form.why.data)
        ),
        _l("Whatever you choose here is deleted for good. Nobody can bring it back."),
        fits=lambda here: bool(choosing.there(here)),
        choices={"texts": choosing.there},
        danger=True,
    ),
}
GROUPS = (
    (_l("What is done"), ("take", "begin", "finish", "confirm", "report", "spoken")),
    (_l("Who answers for it"), ("assign", "escalate", "press", "unpress", "call")),
    (_l("Money"), ("ask", "grant", "refuse", "spend")),
    (_l("Texts and photos"), ("write", "photo", "release", "withdraw")),
    (_l("To end it"), ("join", "decline")),
)
