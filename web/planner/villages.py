"""The pages of villages: all of them, one, adding, editing, making inactive."""

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rotation.district.offices import offices
from rotation.district.villages import EVERY_WEEK, Village, VillageFacts, village, villages, zones
from rotation.district.weeks import this_week
from web.planner import saving
from web.planner.desk import Desk, desk
from web.planner.forms_places import NewVillageForm, VillageForm
from web.planner.room import room
from web.planner.terms import roster_in_force

WEEKS_SHOWN = 26


@room.get("/villages", endpoint="villages")
def village_list() -> str:
    """All villages, or those of one zone."""
    here = desk()
    everything = villages(here.session, here.district.id, inactive=True)
    of_district = zones(here.session, here.district.id, inactive=True)
    wanted = next((zone for zone in of_district if zone.code == request.args.get("zone")), None)
    return render_template(
        "planner/district/villages.html",
        everything=everything,
        shown=[row for row in everything if wanted is None or row.zone_id == wanted.id],
        zones={zone.id: zone for zone in of_district},
        wanted=wanted,
        week=this_week(),
    )


@room.get("/villages/<code>", endpoint="village")
def village_page(code: str) -> str:
    """One village: everything that is known, and what can be done."""
    here = desk()
    row = village(here.session, here.district.id, code)
    of_district = zones(here.session, here.district.id, inactive=True)
    own_offices = [office for office in offices(here.session, here.district.id) if office.village_id == row.id]
    return render_template(
        "planner/district/village.html",
        village=row,
        zone=next((zone for zone in of_district if zone.id == row.zone_id), None),
        weeks=[this_week() + n for n in range(WEEKS_SHOWN)],
        offices=own_offices,
        roster=roster_in_force(here),
        every_week=EVERY_WEEK,
    )


@room.route("/new-village", methods=["GET", "POST"])
def village_new() -> str | Response:
    """Add a village."""
    here = desk()
    everything = villages(here.session, here.district.id, inactive=True)
    form = _form(here, NewVillageForm, hearing_days=[1, 2, 3, 4, 5], code=saving.suggested_code(here, everything, "v"))
    if form.validate_on_submit() and saving.add(here, form, Village(district_id=here.district.id, code=form.code.data)):
        flash(_("%(name)s is added.", name=form.name.data))
        return redirect(url_for("planner.village", code=form.code.data))
    return render_template("planner/district/village_form.html", form=form, village=None)


@room.route("/villages/<code>/edit", methods=["GET", "POST"])
def village_edit(code: str) -> str | Response:
    """Change what is said of a village."""
    here = desk()
    row = village(here.session, here.district.id, code)
    form = _form(here, VillageForm, **_stored(here, row))
    if form.validate_on_submit():
        if saving.change(here, form, village, code):
            flash(_("Saved."))
            return redirect(url_for("planner.village", code=code))
        form.note_changes(_form(here, VillageForm, formdata=None, **_stored(here, row)), row.version)
    return render_template("planner/district/village_form.html", form=form, village=row)


@room.route("/villages/<code>/leave-off", methods=["GET", "POST"])
def village_deactivate(code: str) -> str | Response:
    """Make a village inactive, after asking."""
    return saving.leave_off(
        desk(),
        village,
        code,
        url_for("planner.village", code=code),
        _("An inactive village gets no team in new plans, and its page for the public goes. Its history is kept."),
        _("Published terms there fall free; they are listed under stand-ins."),
    )


@room.post("/villages/<code>/activate")
def village_activate(code: str) -> Response:
    """Make a village active again."""
    saving.activate(desk(), village, code)
    return redirect(url_for("planner.village", code=code))


def _form(here: Desk, kind: type[VillageForm], **data: Any) -> Any:
    form = kind(**data)
    form.offer(list(here.settings.skills), zones(here.session, here.district.id))
    return form


def _stored(here: Desk, row: Village) -> dict[str, Any]:
    codes = {zone.id: zone.code for zone in zones(here.session, here.district.id, inactive=True)}
    said = asdict(VillageFacts.of(row))
    every_week = list(said["wants"].get(EVERY_WEEK, ()))
    return {"data": said | {"zone": codes.get(row.zone_id or 0, ""), "wants": every_week, "version": row.version}}
