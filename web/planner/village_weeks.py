"""The pages of a village's weeks: rhythm, closed weeks, and what single weeks want."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from rotation.district import rhythm
from rotation.district import village_weeks as change
from rotation.district.keeping import Known
from rotation.district.leave import weeks_between
from rotation.district.villages import Village, known, village
from rotation.district.weeks import Week, this_week
from rotation.roster.rosters import Term
from web.dates import skill_name, week_days
from web.errors import told
from web.planner.desk import Desk, desk
from web.planner.forms_facts import offered
from web.planner.forms_weeks import AUTOMATIC, BY_HAND, ClosedWeeksForm, RhythmForm, WantForm
from web.planner.room import room

WEEKS_SHOWN = 26
MOST_WEEKS = 60


@room.route("/villages/<code>/rhythm", methods=["GET", "POST"])
def village_rhythm(code: str) -> str | Response:
    """How often a village is open; the weeks are shown before they are saved."""
    here = desk()
    row = village(here.session, here.district.id, code)
    form = RhythmForm(data=_stored_rhythm(row))
    offset = None
    if form.validate_on_submit():
        offset = _offset(here, form, row)
        shown = f"{form.every.data}/{offset}"
        if offset is not None and form.save.data and form.shown.data == shown:
            return _save_rhythm(here, code, form.every.data, offset)
        form.shown.data = shown
    weeks = [this_week() + n for n in range(WEEKS_SHOWN)]
    opened = [offset is not None and rhythm.is_open(week, form.every.data, offset) for week in weeks]
    return render_template(
        "planner/district/rhythm_form.html",
        form=form,
        village=row,
        preview=list(zip(weeks, opened, strict=True)) if offset is not None else None,
    )


@room.route("/villages/<code>/close", methods=["GET", "POST"])
def village_close(code: str) -> str | Response:
    """Close a village in single weeks."""
    here = desk()
    row = village(here.session, here.district.id, code)
    form = ClosedWeeksForm()
    if form.validate_on_submit() and (weeks := _weeks_in(form)):
        _store(here, code, lambda session, row, facts: change.close_weeks(session, row, weeks, facts))
        flash(ngettext("%(num)d week is closed.", "%(num)d weeks are closed.", len(weeks)))
        return redirect(url_for("planner.village", code=code))
    return render_template("planner/district/closed_weeks_form.html", form=form, village=row)


@room.post("/villages/<code>/reopen/<week>")
def village_reopen(code: str, week: str) -> Response:
    """Take a week out of the list of closed ones."""
    reopened = Week.parse(week)
    _store(desk(), code, lambda session, row, facts: change.reopen_week(session, row, reopened, facts))
    flash(_("The week %(days)s is no longer listed as closed.", days=week_days(reopened)))
    return redirect(url_for("planner.village", code=code))


@room.route("/villages/<code>/want", methods=["GET", "POST"])
def village_want(code: str) -> str | Response:
    """Say what a village wants in one week."""
    here = desk()
    row = village(here.session, here.district.id, code)
    form = WantForm()
    form.skills.choices = offered((skill, skill_name(skill)) for skill in here.settings.skills)
    if form.validate_on_submit():
        week, skills = Week.of(form.day.data), form.skills.data
        _store(here, code, lambda session, row, facts: change.want(session, row, week, skills, facts))
        flash(_("Saved for the week %(days)s.", days=week_days(week)))
        return redirect(url_for("planner.village", code=code))
    return render_template("planner/district/want_form.html", form=form, village=row)


def _stored_rhythm(row: Village) -> dict[str, object]:
    first = next(
        week for n in range(row.open_every) if rhythm.is_open(week := this_week() + n, row.open_every, row.open_offset)
    )
    return {
        "every": row.open_every,
        "staggering": BY_HAND if row.open_every > 1 else AUTOMATIC,
        "open_day": first.monday,
    }


def _offset(here: Desk, form: RhythmForm, row: Village) -> int | None:
    """The offset that the form asks for; None, with the reason on the form, where there is none."""
    if fault := next(rhythm.faults(form.every.data, 0), None):
        form.every.errors = [told(fault)]
        return None
    if form.staggering.data == AUTOMATIC:
        return change.staggered_offset(here.session, row, form.every.data)
    if form.open_day.data is None:
        form.open_day.errors = [_("Enter a day in a week in which the village is open.")]
        return None
    return rhythm.offset_open_in(Week.of(form.open_day.data), form.every.data)


def _save_rhythm(here: Desk, code: str, every: int, offset: int) -> Response:
    _store(here, code, lambda session, row, facts: change.set_rhythm(session, row, every, offset, facts))
    flash(_("The rhythm is saved."))
    return redirect(url_for("planner.village", code=code))


def _weeks_in(form: ClosedWeeksForm) -> list[Week]:
    """The weeks that the form names; none, with the reason on the form, where they cannot be."""
    first, last = form.first_day.data, form.last_day.data or form.first_day.data
    if last < first:
        form.last_day.errors = [_("The last day lies before the first; exchange them.")]
        return []
    weeks = weeks_between(first, last)
    if len(weeks) > MOST_WEEKS:
        form.last_day.errors = [
            _("These are more than %(most)s weeks; make the village inactive instead.", most=MOST_WEEKS)
        ]
        return []
    return weeks


def _store(here: Desk, code: str, what: Callable[[Session, Village, Known], None]) -> None:
    district_id = here.district.id
    with here.changing(Term.place == code) as session:
        what(session, village(session, district_id, code), known(session, district_id, here.settings.skills))
