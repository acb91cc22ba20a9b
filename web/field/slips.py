"""A slip that is given later, or in place of a code that nobody has seen: it leads the teller back to a complaint."""

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rotation.district.weeks import Week
from rotation.errors import Conflict, InvalidInput
from rotation.record import hearings, slips
from rotation.record.lists import Complaint, item_of
from rotation.record.rights import require_team
from rotation.store import writing
from web.field.forms import SlipForm
from web.field.hearing import show_receipt
from web.field.place import Place, at_item
from web.field.room import room
from web.forms import refuse
from web.hand import slip_key
from web.slip_codes import trying_code


@room.route("/items/<item>/slip", methods=["GET", "POST"])
def slip(item: str) -> str | Response:
    """The code of the slip that is given now."""
    here, row = _complaint_of(item)
    form = SlipForm()
    if form.validate_on_submit() and _given(here, item, form):
        flash(_("This slip leads to it now."))
        return redirect(url_for("field.item", item=item))
    return render_template("field/slip.html", item=row, form=form)


@room.post("/items/<item>/receipt")
def receipt(item: str) -> Response:
    """A new code, made and shown now; the one before leads there no more."""
    here, _row = _complaint_of(item)
    with writing(here.session) as session:
        made = slips.receipt(session, slip_key(), here.village.id)
        hearings.give_slip(session, here.hand, _again(here, item), made.slip)
        code = made.code
    return show_receipt(code, url_for("field.item", item=item))


def _complaint_of(code: str) -> tuple[Place, Complaint]:
    here, row = at_item(code)
    if not isinstance(row, Complaint):
        abort(404)
    require_team(here.session, here.hand, here.village, Week.of(row.day))
    return here, row


def _again(here: Place, code: str) -> Complaint:
    """The complaint, read under the lock."""
    row = item_of(here.session, code)
    if not isinstance(row, Complaint):
        abort(404)
    return row


def _given(here: Place, code: str, form: SlipForm) -> bool:
    try:
        with trying_code(form.code.data), writing(here.session) as session:
            found = slips.slip_of_village(session, slip_key(), form.code.data or "", here.village)
            hearings.give_slip(session, here.hand, _again(here, code), found)
    except (InvalidInput, Conflict) as error:
        refuse(form, error, "code")
        return False
    return True
