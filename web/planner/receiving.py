"""The pages of what an office above the villages receives: from which places, of which category."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rotation.district.offices import Level, Office, office
from rotation.district.villages import villages, zones
from rotation.errors import N_, NotFound
from rotation.record import receiving
from rotation.store import writing
from web.dates import local_name
from web.naming import category_name
from web.planner.desk import NUMBER, Desk, desk
from web.planner.forms_places import ReceivingForm
from web.planner.room import room


@room.route("/offices/<code>/receives", methods=["GET", "POST"])
def office_receives(code: str) -> str | Response:
    """What is passed up to this office before others of its level; one line more is said here."""
    here = desk()
    row = _office(here, code)
    form = ReceivingForm()
    places = places_of(here)
    form.offer(places, {one: category_name(one) for one in here.settings.categories})
    if form.validate_on_submit():
        with writing(here.session) as session:
            receiving.let_receive(session, here.district.id, code, place=form.place.data, category=form.category.data)
        flash(_("Saved."))
        return redirect(url_for("planner.office_receives", code=code))
    said = receiving.receivers(here.session, here.district.id).get(row.id, [])
    return render_template("planner/district/receiving.html", form=form, office=row, said=said, places=places)


@room.post(f"/offices/<code>/receives/{NUMBER}/end")
def office_receives_no_more(code: str, number: int) -> Response:
    """Take one line back."""
    here = desk()
    with writing(here.session) as session:
        receiving.stop_receiving(session, here.district.id, code, number)
    flash(_("Saved."))
    return redirect(url_for("planner.office_receives", code=code))


def _office(here: Desk, code: str) -> Office:
    row = office(here.session, here.district.id, code)
    if row.level is Level.VILLAGE:
        raise NotFound(N_("Nothing is passed up to a village's own office."))
    return row


def places_of(here: Desk) -> dict[str, str]:
    """The zones and villages of the district: by code, what they are called."""
    named = {row.code: local_name(row) for row in zones(here.session, here.district.id)}
    named |= {row.code: local_name(row) for row in villages(here.session, here.district.id)}
    return {code: f"{code} {name}" for code, name in named.items()}
