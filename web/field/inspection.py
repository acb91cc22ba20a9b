"""The officials' round on their own phone: findings written down, what stands in the way, closed."""

from datetime import date

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rotation.district.weeks import Week
from rotation.errors import Conflict, InvalidInput
from rotation.record import inspections
from rotation.record.duty import day_of
from rotation.record.inspections import Found
from rotation.record.items import day_list, items, list_of, words_of
from rotation.record.lists import Finding, Inspection, Obstacle
from rotation.record.rights import require_inspector
from rotation.record.sealing import sealed
from rotation.record.tasks import Urgency
from rotation.store import now, writing
from web.field.forms import FindingForm
from web.field.place import Place, at_village, day_in
from web.field.room import room
from web.forms import refuse
from web.once import key_of

INSPECTION = "/villages/<code>/<day>/inspection"


@room.get(INSPECTION)
def inspection(code: str, day: str) -> str:
    """The inspection of a day: the findings so far."""
    here, which = _officials_at(code, day)
    found = items(here.session, Finding, here.village, which)
    return render_template(
        "field/inspection.html",
        here=here,
        day=which,
        week=Week.of(which),
        is_today=which == day_of(now()),
        inspection=day_list(here.session, Inspection, here.village, which),
        findings=found,
        words=words_of(here.session, found),
        obstacles=sealed(here.session, [row.obstacle for row in found if row.obstacle]),
    )


@room.route(INSPECTION + "/finding", methods=["GET", "POST"])
def finding(code: str, day: str) -> str | Response:
    """A finding: two taps and one sentence, and what stands in the way."""
    here, which = _officials_at(code, day)
    form = FindingForm()
    if form.validate_on_submit() and _found(here, which, form):
        flash(_("Written down."))
        return redirect(_back(here, which))
    return render_template("field/finding.html", here=here, day=which, form=form)


@room.post(INSPECTION + "/close")
def close_inspection(code: str, day: str) -> Response:
    """Everything that was found is written down."""
    here, which = _officials_at(code, day)
    with writing(here.session) as session:
        row = list_of(session, Inspection, here.village, which)
        inspections.close_inspection(session, here.hand, row)
    flash(_("Closed. The team's list is shown once it has closed its own too, or when the lists open."))
    return redirect(_back(here, which))


@room.post(INSPECTION + "/nothing")
def nothing_found(code: str, day: str) -> Response:
    """Nothing was found: opened and closed in one tap."""
    here, which = _officials_at(code, day)
    with writing(here.session) as session:
        inspections.nothing_found(session, here.hand, here.village, which)
    flash(_("Noted: nothing was found."))
    return redirect(_back(here, which))


def _officials_at(code: str, day: str) -> tuple[Place, date]:
    """The officials' village and day; NotAllowed for everybody else."""
    which = day_in(day)
    here = at_village(code, which)
    require_inspector(here.session, here.hand, here.village)
    return here, which


def _back(here: Place, day: date) -> str:
    return url_for("field.inspection", code=here.code, day=day)


def _found(here: Place, day: date, form: FindingForm) -> bool:
    """Write a finding down; False where it is refused, with the reason on the form."""
    said = Found(
        form.words.data,
        form.category.data,
        form.place.data or "",
        Urgency(form.urgency.data),
        key_of(form),
        obstacles=tuple(Obstacle(one) for one in form.obstacles.data or ()),
        obstacle=form.obstacle.data or "",
    )
    try:
        with writing(here.session) as session:
            row = inspections.open_inspection(session, here.hand, here.village, day)
            inspections.find(session, here.settings, here.hand, row, said)
    except (InvalidInput, Conflict) as error:
        refuse(form, error, "words")
        return False
    return True
