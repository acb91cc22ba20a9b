"""Something new is said at the counter: the committee begins a task, and a slip leads whoever said it there."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rotation.errors import Conflict, InvalidInput
from rotation.record import acts, ledger, slips, task_texts, voices
from rotation.record.roles import Role
from rotation.record.tasks import Urgency
from rotation.record.voices import Speaker
from rotation.store import writing
from web.accounts import actor
from web.committee.counter import counter, settings, villages_here
from web.committee.forms import MatterForm, blame
from web.committee.receipts import show_receipt, slip_given
from web.extensions import db
from web.hand import hand_in, slip_key


@counter.route("/new", methods=["GET", "POST"])
def new() -> str | Response:
    """Begin a task with what somebody says; at the hearing it is a complaint, and goes into the hearing's list."""
    village = next(iter(villages_here()), None)
    if village is None or hand_in(db.session(), actor(), village).role is not Role.COMMITTEE:
        abort(403)
    form = MatterForm()
    if form.validate_on_submit():
        answer = _begun(village.code, form)
        if answer:
            return answer
    return render_template("counter/new.html", form=form, village=village)


def _begun(village_code: str, form: MatterForm) -> Response | None:
    """The answer once the task has begun, also if it had before; None with the reason on the form where it cannot."""
    key = slip_key()
    try:
        with writing(db.session()) as session:
            village = next(one for one in villages_here() if one.code == village_code)
            ledger.lock(session)  # who sends the same form at the same time waits here
            made, is_new = slips.receipt_of_form(session, key, village.id, form.sent_as.data or "")
            if is_new:
                hand = hand_in(session, actor(), village)
                slip = slip_given(session, village, form.code.data) or made.slip
                about = {"category": form.category.data, "urgency": Urgency(form.urgency.data)}
                task = acts.open_task(session, settings(), village, hand, pressing=form.pressing.data, **about)
                task_texts.write(session, task, hand, title=form.title.data or "", summary=form.summary.data or "")
                voices.me_too(session, Speaker(hand, slip), task)
            code = made.code
    except (InvalidInput, Conflict) as error:
        blame(form, error, "title")
        return None
    if form.code.data:
        flash(_("The task has begun."))
        return redirect(url_for("counter.find"))
    return show_receipt(db.session(), code)
