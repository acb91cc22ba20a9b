"""What a villager can say about a task without a login: me too, a question, an offer, a verdict.

What is sent twice (a double tap, a weak network) is stored once: each form has a key, and the receipt that it brings
has its code from that key. The code is shown for a while to the browser that has sent the form, and to nobody else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.board.task_lists import listed
from rotation.errors import N_, InvalidInput, NotAllowed, NotFound
from rotation.record import follow_ups, ledger, numbers, offers, slips, verdicts, voices
from rotation.record.offers import Call, Offered, Reach
from rotation.record.roles import Hand, Role
from rotation.record.slips import Slip
from rotation.record.tasks import Task
from rotation.record.tasks import task as task_of
from rotation.record.verdicts import Judgement, Solved
from rotation.record.voices import Speaker, Voice
from rotation.store import writing
from web.accounts.actor import actor
from web.extensions import db
from web.forms import refuse
from web.hand import slip_key
from web.installation import settings
from web.numbers import number as whole
from web.once import key_of
from web.public import limits, receipts
from web.public.tasks import ways
from web.public.views import room
from web.public.voices_forms import MeTooForm, OfferForm, QuestionForm, VerdictForm, VoiceForm

VILLAGER = Hand(Role.VILLAGER)
Say = Callable[[Session, Speaker, Task], Voice]


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to speak: the step that it makes, and its page."""

    step: str
    template: str


ME_TOO = Kind("echo", "public/me_too.html")
QUESTION = Kind("question", "public/question.html")
OFFER = Kind("offer", "public/offer.html")
VERDICT = Kind("judge", "public/verdict.html")


@room.route("/tasks/<number>/me-too", methods=["GET", "POST"])
def me_too(number: str) -> str | Response:
    """Say that it is one's own trouble as well."""
    return _page(ME_TOO, number, MeTooForm(), voices.me_too)


@room.route("/tasks/<number>/question", methods=["GET", "POST"])
def question(number: str) -> str | Response:
    """Ask the committee."""
    form = QuestionForm()

    def ask(session: Session, speaker: Speaker, task: Task) -> Voice:
        return follow_ups.ask(session, settings(), speaker, task, form.words.data)

    return _page(QUESTION, number, form, ask)


@room.route("/tasks/<number>/offer", methods=["GET", "POST"])
def offer(number: str) -> str | Response:
    """Offer to help, as asked for in a call or of one's own accord."""
    form, call = OfferForm(), request.args.get("call", type=whole)

    def offer_help(session: Session, speaker: Speaker, task: Task) -> Voice:
        reach = Reach(form.name.data, form.phone.data, named_in_public=form.named_in_public.data)
        wanted = session.get(Call, call) if call is not None else None
        return offers.offer_help(session, speaker, task, Offered(form.words.data, reach, wanted))

    return _page(OFFER, number, form, offer_help)


@room.route("/tasks/<number>/verdict", methods=["GET", "POST"])
def verdict(number: str) -> str | Response:
    """Say whether it is solved, and how content one is; with the code of a slip it changes the task."""
    form = VerdictForm()

    def judge(session: Session, speaker: Speaker, task: Task) -> Voice:
        said = Judgement(Solved(form.solved.data), int(form.content.data) if form.content.data else None)
        slip = slips.slip(session, slip_key(), form.code.data) if form.code.data else None
        made = verdicts.judge(session, settings(), Speaker(VILLAGER, slip), task, said)
        if speaker.slip is not None:
            slips.use(session, speaker.slip, f"entry-{made.entry}")  # so that the form counts as sent
        return made

    return _page(VERDICT, number, form, judge)


def _page(kind: Kind, typed: str, form: VoiceForm, say: Say) -> str | Response:
    _refuse_who_has_a_login()
    number = numbers.parse(typed)
    if not form.validate_on_submit():
        return _shown(kind, number, form)
    sent_as = f"{kind.step} {number} {key_of(form)}"
    if not _was_sent(sent_as) and not _may(form):
        return make_response(_shown(kind, number, form, wait=True), HTTPStatus.TOO_MANY_REQUESTS)
    try:
        with writing(db.session()) as session:
            _once(session, number, sent_as, say)
    except (InvalidInput, NotFound) as error:
        refuse(form, _on_its_field(form, error))
        return _shown(kind, number, form)
    return _thanks(kind, number, sent_as)


def _refuse_who_has_a_login() -> None:
    """Who answers for tasks speaks under the login, and writes down what villagers say as said by word of mouth."""
    if actor() is not None:
        raise NotAllowed(
            N_("This page is for villagers, who have no login. Log out first, or write it down by word of mouth.")
        )


def _may(form: VoiceForm) -> bool:
    """Whether so much may be said; a code that is tried is counted apart, since codes can be guessed."""
    code = form.code.data if isinstance(form, VerdictForm) else ""
    return limits.may_try_code() if code else limits.may_speak()


def _was_sent(sent_as: str) -> bool:
    mark = slips.mark_of(slip_key(), slips.code_of_form(slip_key(), sent_as))
    return db.session.get(Slip, mark) is not None


def _once(session: Session, number: str, sent_as: str, say: Say) -> None:
    ledger.lock(session)
    task = task_of(session, number)
    receipt, is_new = slips.receipt_of_form(session, slip_key(), task.village_id, sent_as)
    if is_new:
        say(session, Speaker(VILLAGER, receipt.slip), task)


def _on_its_field(form: VoiceForm, error: InvalidInput | NotFound) -> InvalidInput:
    """A text or a code that cannot be is said on its field; a task that there is not is for the whole page."""
    if isinstance(error, NotFound) and "number" in error.values:
        raise error
    field = error.field if isinstance(error, InvalidInput) else "code"
    return InvalidInput(error.template, field=field if field in form else "words", **error.values)


def _shown(kind: Kind, number: str, form: VoiceForm, *, wait: bool = False) -> str:
    task = task_of(db.session(), number)
    open_now = kind.step in {way.step for way in ways(task)}
    minutes = limits.wait_minutes() if wait else 0
    return render_template(
        kind.template, task=task, listed=listed(db.session(), [task])[0], form=form, open_now=open_now, minutes=minutes
    )


def _thanks(kind: Kind, number: str, sent_as: str) -> Response:
    if kind is VERDICT:
        flash(_("Thank you. What you said has been counted."))
        return redirect(url_for("public.task", typed=number))
    receipts.remember(number, sent_as)
    return redirect(url_for("public.receipt"))
