"""The pages of the calendar: holidays, make-up workdays, and how many working days each week has."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from rotation.district import working_days
from rotation.district.values import LAST_YEAR
from rotation.district.weeks import DayKind, Week, today, works_on
from rotation.errors import N_, InvalidInput, NotFound
from web.dates import day as said_day
from web.forms import refuse
from web.planner.desk import desk
from web.planner.forms_weeks import SpecialDayForm
from web.planner.room import room


@room.get("/calendar")
def calendar() -> str:
    """One year: its special days, and its weeks."""
    here = desk()
    year = min(max(working_days.FIRST_YEAR, request.args.get("year", today().year, type=int)), LAST_YEAR)
    special = working_days.special_days(here.session, here.district.id, year)
    kinds = working_days.calendar(here.session, here.district.id)
    return render_template(
        "planner/district/calendar.html",
        year=year,
        first_year=working_days.FIRST_YEAR,
        last_year=LAST_YEAR,
        special=special,
        provisional=any(row.provisional for row in special),
        weeks=[(week, sum(works_on(day, kinds) for day in week.days())) for week in _weeks_of(year)],
        names={row.day: row for row in special},
    )


@room.post("/calendar/load")
def calendar_load() -> Response:
    """Take a year's public holidays and make-up workdays in."""
    here = desk()
    year, district_id = request.form.get("year", 0, type=int), here.district.id
    with here.changing() as session:
        loaded = working_days.load_year(session, district_id, year)
    flash(
        ngettext("%(num)d day of %(year)s was added.", "%(num)d days of %(year)s were added.", loaded.added, year=year)
    )
    if loaded.provisional:
        flash(
            _("The make-up workdays of %(year)s are not published yet: load the year again later.", year=year),
            "warning",
        )
    return redirect(url_for("planner.calendar", year=year))


@room.route("/calendar/day", methods=["GET", "POST"])
def calendar_day() -> str | Response:
    """Say of a day that it is a holiday, or worked."""
    here = desk()
    form = SpecialDayForm(data=_stored_day(request.args.get("day", "")))
    if form.validate_on_submit():
        stored, kind, name, district_id = form.day.data, DayKind(form.kind.data), form.name.data, here.district.id
        try:
            with here.changing() as session:
                working_days.put_day(session, district_id, stored, kind, name)
        except InvalidInput as error:
            refuse(form, error)
        else:
            flash(_("%(day)s is saved.", day=said_day(stored)))
            return redirect(url_for("planner.calendar", year=stored.year))
    return render_template("planner/district/day_form.html", form=form)


@room.post("/calendar/<day>/remove")
def calendar_remove(day: str) -> Response:
    """Let a day be as its weekday would have it; it can be entered again."""
    here, removed = desk(), _day_of(day)
    district_id = here.district.id
    with here.changing() as session:
        working_days.remove_day(session, district_id, removed)
    flash(_("%(day)s is again as its weekday would have it.", day=said_day(removed)))
    return redirect(url_for("planner.calendar", year=removed.year))


def _stored_day(text: str) -> dict[str, object]:
    if not text:
        return {}
    here, day = desk(), _day_of(text)
    row = next(
        (one for one in working_days.special_days(here.session, here.district.id, day.year) if one.day == day), None
    )
    return {"day": day} | ({"kind": row.kind.value, "name": row.name} if row else {})


def _weeks_of(year: int) -> list[Week]:
    """The weeks whose Thursday lies in the year, as ISO has it."""
    first = Week.of(date(year, 1, 4))
    return [first + n for n in range(Week.of(date(year, 12, 28)) - first + 1)]


def _day_of(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound(N_("There is no such day; the address may be mistyped.")) from None
