"""The morning hearing on the phone: opened, complaints written down one by one, closed."""

from datetime import date

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.district.weeks import Week
from rotation.errors import Conflict, InvalidInput
from rotation.record import hearings, slips
from rotation.record.duty import day_of
from rotation.record.hearings import Meeting
from rotation.record.items import day_list, items, list_of, words_of
from rotation.record.lists import Complaint, Hearing
from rotation.record.slips import Slip, spoken
from rotation.store import now, writing
from web.field.forms import HeardForm, MeetingForm
from web.field.place import Place, team_at
from web.field.room import room
from web.forms import refuse
from web.hand import slip_key
from web.once import key_of
from web.slip_codes import trying_code

HEARING = "/villages/<code>/<day>/hearing"


@room.get(HEARING)
def hearing(code: str, day: str) -> str:
    """The hearing of a day: the list so far, or how to open it."""
    here, which = team_at(code, day)
    row = day_list(here.session, Hearing, here.village, which)
    said = items(here.session, Complaint, here.village, which)
    return render_template(
        "field/hearing.html",
        here=here,
        day=which,
        week=Week.of(which),
        is_today=which == day_of(now()),
        hearing=row,
        complaints=said,
        words=words_of(here.session, said),
    )


@room.route(HEARING + "/meeting", methods=["GET", "POST"])
def meeting(code: str, day: str) -> str | Response:
    """Where and when the hearing is, and how many came; saved, it is open."""
    here, which = team_at(code, day)
    row = day_list(here.session, Hearing, here.village, which)
    form = MeetingForm(
        place=row.place if row else here.village.hearing_place,
        time=row.time if row else here.village.hearing_time,
        came=row.came if row else None,
    )
    if form.validate_on_submit() and _opened(here, which, form):
        return redirect(_back(here, which))
    return render_template("field/meeting.html", here=here, day=which, form=form, hearing=row)


@room.route(HEARING + "/complaint", methods=["GET", "POST"])
def complaint(code: str, day: str) -> str | Response:
    """A complaint: two taps and one sentence."""
    here, which = team_at(code, day)
    form = HeardForm(code=request.args.get("slip", ""))
    receipt = _heard(here, which, form) if form.validate_on_submit() else None
    if receipt is None:
        return render_template("field/complaint.html", here=here, day=which, form=form)
    if receipt:
        return show_receipt(receipt, _back(here, which))
    flash(_("Written down."))
    return redirect(_back(here, which))


@room.post(HEARING + "/close")
def close_hearing(code: str, day: str) -> Response:
    """Everything that was said is written down."""
    here, which = team_at(code, day)
    with writing(here.session) as session:
        row = list_of(session, Hearing, here.village, which)
        hearings.close_hearing(session, here.hand, row)
    flash(_("Closed. The officials' list is shown once they have closed theirs too, or when the lists open."))
    return redirect(_back(here, which))


@room.post(HEARING + "/nobody")
def nobody_came(code: str, day: str) -> Response:
    """Nobody came, or nobody said anything: opened and closed in one tap."""
    here, which = team_at(code, day)
    with writing(here.session) as session:
        hearings.nobody_came(session, here.hand, here.village, which)
    flash(_("Noted: nobody came."))
    return redirect(_back(here, which))


def show_receipt(code: str, back: str) -> Response:
    """The page that shows a new code: on the answer itself, for nobody can be told it again."""
    response = make_response(render_template("field/receipt.html", code=spoken(code), back_url=back))
    response.headers["Cache-Control"] = "no-store"
    return response


def _back(here: Place, day: date) -> str:
    return url_for("field.hearing", code=here.code, day=day)


def _opened(here: Place, day: date, form: MeetingForm) -> bool:
    meeting = Meeting(form.place.data or "", form.time.data or "", form.came.data)
    try:
        with writing(here.session) as session:
            hearings.open_hearing(session, here.hand, here.village, day, meeting)
    except (InvalidInput, Conflict) as error:
        refuse(form, error, "place")
        return False
    return True


def _heard(here: Place, day: date, form: HeardForm) -> str | None:
    """Write a complaint down: the code of the receipt that was asked for, or ""; None where it is refused."""
    try:
        with trying_code(form.code.data), writing(here.session) as session:
            slip = _slip(session, here, form)
            row = hearings.open_hearing(session, here.hand, here.village, day, Meeting())
            said = hearings.hear(session, here.settings, here.hand, row, form.heard(slip))
            return _receipt(session, here, said, key_of(form)) if form.receipt.data else ""
    except (InvalidInput, Conflict) as error:
        refuse(form, error, "code" if form.code.data else "words")  # a slip is what others may have been first with
        return None


def _slip(session: Session, here: Place, form: HeardForm) -> Slip | None:
    typed = form.code.data or ""
    return slips.slip_of_village(session, slip_key(), typed, here.village) if typed.strip() else None


def _receipt(session: Session, here: Place, said: Complaint, sent_as: str) -> str:
    """The code of the receipt that a form brings, the same one when it is sent again; "" where a slip was given."""
    code = slips.code_of_form(slip_key(), sent_as)
    if said.slip is None:
        made, _is_new = slips.receipt_of_form(session, slip_key(), here.village.id, sent_as)
        hearings.give_slip(session, here.hand, said, made.slip)
    return code if said.slip == slips.mark_of(slip_key(), code) else ""
