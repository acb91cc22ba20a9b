"""The pages of zones."""

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rotation.district.villages import Zone, ZoneFacts, close_zone, villages, zone, zones
from web.planner import saving
from web.planner.desk import desk
from web.planner.forms_places import NewZoneForm, ZoneForm
from web.planner.room import room


@room.get("/zones", endpoint="zones")
def zone_list() -> str:
    """All zones, with their villages and troubleshooters."""
    here = desk()
    served = villages(here.session, here.district.id)
    everything = zones(here.session, here.district.id, inactive=True)
    return render_template(
        "planner/district/zones.html",
        zones=everything,
        villages={row.id: [one for one in served if one.zone_id == row.id] for row in everything},
    )


@room.route("/new-zone", methods=["GET", "POST"])
def zone_new() -> str | Response:
    """Add a zone."""
    here = desk()
    everything = zones(here.session, here.district.id, inactive=True)
    form: Any = NewZoneForm(code=saving.suggested_code(here, everything, "z"))
    if form.validate_on_submit() and saving.add(here, form, Zone(district_id=here.district.id, code=form.code.data)):
        flash(_("%(name)s is added.", name=form.name.data))
        return redirect(url_for("planner.zones"))
    return render_template("planner/district/zone_form.html", form=form, zone=None)


@room.route("/zones/<code>", methods=["GET", "POST"], endpoint="zone")
def zone_edit(code: str) -> str | Response:
    """Change what is said of a zone."""
    here = desk()
    row = zone(here.session, here.district.id, code)
    form: Any = ZoneForm(**_stored(row))
    if form.validate_on_submit():
        if saving.change(here, form, zone, code):
            flash(_("Saved."))
            return redirect(url_for("planner.zones"))
        form.note_changes(ZoneForm(formdata=None, **_stored(row)), row.version)
    return render_template("planner/district/zone_form.html", form=form, zone=row)


@room.route("/zones/<code>/leave-off", methods=["GET", "POST"])
def zone_deactivate(code: str) -> str | Response:
    """Make a zone inactive, after asking."""
    return saving.leave_off(
        desk(),
        zone,
        code,
        url_for("planner.zones"),
        _("An inactive zone gets no troubleshooters in new plans. It can be made active again."),
        close=close_zone,
    )


@room.post("/zones/<code>/activate")
def zone_activate(code: str) -> Response:
    """Make a zone active again."""
    saving.activate(desk(), zone, code)
    return redirect(url_for("planner.zones"))


def _stored(row: Zone) -> dict[str, Any]:
    return {"data": asdict(ZoneFacts.of(row)) | {"version": row.version}}
