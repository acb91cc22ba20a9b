"""The pages of offices: who answers, level by level."""

from dataclasses import asdict
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rotation.district.offices import Level, Office, OfficeFacts, office, offices
from rotation.district.villages import villages
from rotation.record.receiving import receivers
from web.naming import LEVELS
from web.planner import saving
from web.planner.desk import Desk, desk
from web.planner.forms_places import NewOfficeForm, OfficeForm
from web.planner.room import room


@room.get("/offices", endpoint="offices")
def office_list() -> str:
    """All offices by level."""
    here = desk()
    everything = offices(here.session, here.district.id, inactive=True)
    return render_template(
        "planner/district/offices.html",
        offices={level: [row for row in everything if row.level is level] for level in Level},
        levels=LEVELS,
        villages={row.id: row for row in villages(here.session, here.district.id, inactive=True)},
        receives=receivers(here.session, here.district.id),
        any=bool(everything),
    )


@room.route("/new-office", methods=["GET", "POST"])
def office_new() -> str | Response:
    """Add an office."""
    here = desk()
    everything = offices(here.session, here.district.id, inactive=True)
    form = _form(here, NewOfficeForm, code=saving.suggested_code(here, everything, "o"))
    if form.validate_on_submit() and saving.add(here, form, Office(district_id=here.district.id, code=form.code.data)):
        flash(_("%(name)s is added.", name=form.name.data))
        return redirect(url_for("planner.offices"))
    return render_template("planner/district/office_form.html", form=form, office=None)


@room.route("/offices/<code>", methods=["GET", "POST"], endpoint="office")
def office_edit(code: str) -> str | Response:
    """Change what is said of an office."""
    here = desk()
    row = office(here.session, here.district.id, code)
    form = _form(here, OfficeForm, **_stored(here, row))
    if form.validate_on_submit():
        if saving.change(here, form, office, code):
            flash(_("Saved."))
            return redirect(url_for("planner.offices"))
        form.note_changes(_form(here, OfficeForm, formdata=None, **_stored(here, row)), row.version)
    return render_template("planner/district/office_form.html", form=form, office=row)


@room.route("/offices/<code>/leave-off", methods=["GET", "POST"])
def office_deactivate(code: str) -> str | Response:
    """Make an office inactive, after asking."""
    return saving.leave_off(
        desk(),
        office,
        code,
        url_for("planner.offices"),
        _("An inactive office answers for nothing new. It can be made active again."),
    )


@room.post("/offices/<code>/activate")
def office_activate(code: str) -> Response:
    """Make an office active again."""
    saving.activate(desk(), office, code)
    return redirect(url_for("planner.offices"))


def _form(here: Desk, kind: type[OfficeForm], **data: Any) -> Any:
    form = kind(**data)
    form.offer(villages(here.session, here.district.id))
    return form


def _stored(here: Desk, row: Office) -> dict[str, Any]:
    codes = {one.id: one.code for one in villages(here.session, here.district.id, inactive=True)}
    said = asdict(OfficeFacts.of(row)) | {"level": row.level.value, "village": codes.get(row.village_id or 0, "")}
    return {"data": said | {"version": row.version}}
