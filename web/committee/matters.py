"""Something new is said at the counter: it joins the day's list, and a slip leads whoever said it back to it."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.district.villages import Village
from rotation.errors import Conflict, InvalidInput
from rotation.record import hearings, ledger, outcomes, slips
from rotation.record.roles import Role
from rotation.store import writing
from web.accounts import actor
from web.committee.counter import counter, villages_here
from web.committee.forms import MatterForm
from web.committee.receipts import show_receipt, slip_given
from web.extensions import db
from web.forms import refuse
from web.hand import hand_in, slip_key
from web.installation import settings
from web.once import key_of
from web.slip_codes import trying_code


@counter.route("/new", methods=["GET", "POST"])
def new() -> str | Response:
    """Write down what somebody says; at the hearing the team does, in its own list."""
    village = next(iter(villages_here()), None)
    if village is None or hand_in(db.session(), actor(), village).role is not Role.COMMITTEE:
        abort(403)
    form = MatterForm(code=request.args.get("slip", ""))
    if form.validate_on_submit():
        answer = _answered(village.id, form)
        if answer:
            return answer
    return render_template("counter/new.html", form=form, village=village)


def _answered(village_id: int, form: MatterForm) -> Response | None:
    """The answer once it is stored, also if it had been before; None with the reason on the form where it cannot be."""
    try:
        with trying_code(form.code.data), writing(db.session()) as session:
            ledger.lock(session)  # who sends the same form at the same time waits here
            code = _written_down(session, session.get_one(Village, village_id), form)
    except (InvalidInput, Conflict) as error:
        refuse(form, error, "code" if form.code.data else "words")
        return None
    if form.code.data:
        flash(_("Written down, by word of mouth."))
        return redirect(url_for("counter.find"))
    return show_receipt(db.session(), code)


def _written_down(session: Session, village: Village, form: MatterForm) -> str:
    """The code of the receipt that the form brings; it leads to what was said where no slip was given."""
    made, is_new = slips.receipt_of_form(session, slip_key(), village.id, key_of(form))
    if is_new:
        hand = hand_in(session, actor(), village)
        heard = form.heard(slip_given(session, village, form.code.data) or made.slip)
        said = hearings.hear_at_the_counter(session, settings(), hand, village, heard)
        if form.at_once.data:
            outcomes.make_task_at_the_counter(session, settings(), hand, said)
    return made.code
