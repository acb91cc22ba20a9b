"""What is said at the counter, written down by word of mouth, each with a slip that leads back to it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.errors import N_, Conflict, InvalidInput, NotFound
from rotation.record import follow_ups, ledger, offers, slips, tasks, verdicts, voices
from rotation.record.offers import Offered, Reach
from rotation.record.slips import Slip
from rotation.record.tasks import Task
from rotation.record.verdicts import Judgement, Solved
from rotation.record.voices import Speaker, Voice
from rotation.store import writing
from web.committee.counter import counter, sayings
from web.committee.forms import CounterForm, MeTooForm, OfferForm, QuestionForm, VerdictForm
from web.committee.receipts import show_receipt, slip_given
from web.committee.wording import SAYINGS
from web.forms import refuse
from web.hand import slip_key
from web.installation import settings
from web.once import key_of
from web.slip_codes import trying_code
from web.task_desk import Desk, at_task
from web.titles import titles_of

Write = Callable[[Session, Speaker, Task, Any], Voice]


def _me_too(session: Session, who: Speaker, task: Task, _form: MeTooForm) -> Voice:
    return voices.me_too(session, who, task)


def _question(session: Session, who: Speaker, task: Task, form: QuestionForm) -> Voice:
    return follow_ups.ask(session, settings(), who, task, form.words.data or "")


def _offer(session: Session, who: Speaker, task: Task, form: OfferForm) -> Voice:
    reach = Reach(form.name.data or "", form.phone.data or "", form.named.data)
    return offers.offer_help(session, who, task, Offered(form.words.data or "", reach))


def _verdict(session: Session, who: Speaker, task: Task, form: VerdictForm) -> Voice:
    said = Judgement(Solved(form.solved.data), form.content.data)
    return verdicts.judge(session, settings(), who, task, said)


FORMS: Mapping[str, tuple[type[CounterForm], Write]] = {
    "me-too": (MeTooForm, _me_too),
    "question": (QuestionForm, _question),
    "offer": (OfferForm, _offer),
    "verdict": (VerdictForm, _verdict),
}


@counter.route("/<number>/<what>", methods=["GET", "POST"])
def say(number: str, what: str) -> str | Response:
    """One thing that somebody says about a task."""
    if what not in FORMS:
        abort(404)
    here, form = at_task(number), FORMS[what][0]()
    if form.validate_on_submit():
        answer = _written_down(here, what, form)
        if answer:
            return answer
    elif not form.is_submitted() and what not in sayings(here):
        raise Conflict(N_("This cannot be written down about the task as it stands now."))
    title = titles_of(here.session, [here.task])[here.number]
    return render_template("counter/say.html", task=here.task, title=title, what=SAYINGS[what], form=form)


def _written_down(here: Desk, what: str, form: CounterForm) -> Response | None:
    """The answer once it is stored, also if it has been before; None with the reason on the form where it cannot be."""
    number, village_id, key = here.number, here.village.id, slip_key()
    try:
        with trying_code(form.code.data), writing(here.session) as session:
            ledger.lock(session)  # who sends the same form at the same time waits here
            made, is_new = slips.receipt_of_form(session, key, village_id, key_of(form))
            if is_new:
                given = _slip_of(here, what, form, made.slip)
                FORMS[what][1](session, Speaker(here.hand, given), tasks.task(session, number), form)
            code = made.code
    except (InvalidInput, Conflict, NotFound) as error:
        refuse(form, error, "code")
        return None
    if what == "verdict" or form.code.data:
        flash(_("Written down, by word of mouth."))
        return redirect(url_for("counter.task", number=number))
    return show_receipt(here.session, code)


def _slip_of(here: Desk, what: str, form: CounterForm, made: Slip) -> Slip | None:
    """The slip that leads back to it: the one given, else the one made now; a verdict shows one given long before."""
    if what != "verdict":
        return slip_given(here.session, here.village, form.code.data) or made
    return slips.slip(here.session, slip_key(), form.code.data) if form.code.data else None
