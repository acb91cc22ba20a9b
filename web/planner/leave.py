"""The pages of leave: what it would mean is shown before it is saved."""

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rotation.district import leave as leaves
from rotation.district.leave import LeaveEffect
from rotation.district.members import Member, member
from rotation.district.working_days import calendar
from rotation.errors import N_, Conflict, NotFound
from rotation.roster.grid import MemberTerm
from rotation.store import writing
from web.dates import day
from web.errors import told
from web.forms import refuse
from web.planner.asking import ask
from web.planner.desk import Desk, desk
from web.planner.forms_limits import LeaveForm
from web.planner.room import room
from web.planner.terms import terms_ahead

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What leave would mean: its weeks, and the published terms that it hits."""

    effect: LeaveEffect
    terms: list[MemberTerm]


@room.route("/members/<code>/leave", methods=["GET", "POST"])
def leave_new(code: str) -> str | Response:
    """Enter leave."""
    return _leave_page(code, None)


@room.route("/members/<code>/leave/<first>/<last>", methods=["GET", "POST"])
def leave_edit(code: str, first: str, last: str) -> str | Response:
    """Change leave."""
    return _leave_page(code, _days_of(first, last))


@room.route("/members/<code>/leave/<first>/<last>/end", methods=["GET", "POST"])
def leave_end(code: str, first: str, last: str) -> str | Response:
    """Take leave back, after asking."""
    here, days = desk(), _days_of(first, last)
    if request.method == "POST":
        district_id = here.district.id
        with writing(here.session) as session:
            leaves.end_leave(session, leaves.leave(session, member(session, district_id, code), *days))
        flash(_("The leave is taken back."))
        return redirect(url_for("planner.member", code=code))
    row = member(here.session, here.district.id, code)
    stored = leaves.leave(here.session, row, *days)
    return ask(
        _("Take back the leave of %(name)s?", name=row.name),
        _("From %(first)s to %(last)s.", first=day(stored.first_day), last=day(stored.last_day)),
        yes=_("Take the leave back"),
        back=url_for("planner.member", code=code),
    )


def _leave_page(code: str, before: Days | None) -> str | Response:
    here = desk()
    row = member(here.session, here.district.id, code)
    form = LeaveForm(data=_stored(here, row, before))
    meaning = None
    if form.validate_on_submit() and not _faulty(form):
        days = _days_in(form)
        if form.save.data and form.shown.data == _named(days) and _saved(here, form, code, before):
            return redirect(url_for("planner.member", code=code))
        form.shown.data = _named(days)
        meaning = _meaning(here, code, days)
    return render_template("planner/district/leave_form.html", form=form, member=row, before=before, meaning=meaning)


def _saved(here: Desk, form: LeaveForm, code: str, before: Days | None) -> bool:
    district_id, days, reason = here.district.id, _days_in(form), form.reason.data
    try:
        with writing(here.session) as session:
            row = member(session, district_id, code)
            if before is None:
                leaves.take_leave(session, row, *days, reason)
            else:
                leaves.change_leave(session, row, leaves.leave(session, row, *before), *days, reason)
            name = row.name
    except Conflict as error:
        form.first_day.errors = [told(error)]
        return False
    flash(_("The leave of %(name)s is saved.", name=name))
    return True


def _faulty(form: LeaveForm) -> bool:
    faults = list(leaves.check_leave(*_days_in(form), form.reason.data))
    for fault in faults:
        refuse(form, fault)
    return bool(faults)


def _meaning(here: Desk, code: str, days: Days) -> Meaning:
    effect = leaves.effect(*days, calendar(here.session, here.district.id))
    return Meaning(effect, terms_ahead(here, code, effect.unavailable))


def _stored(here: Desk, row: Member, before: Days | None) -> dict[str, object]:
    if before is None:
        return {}
    stored = leaves.leave(here.session, row, *before)
    return {"first_day": stored.first_day, "last_day": stored.last_day, "reason": stored.reason}


def _days_in(form: LeaveForm) -> Days:
    return form.first_day.data, form.last_day.data or form.first_day.data


def _named(days: Days) -> str:
    return f"{days[0]}..{days[1]}"


def _days_of(first: str, last: str) -> Days:
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise NotFound(N_("There is no such leave; the address may be mistyped.")) from None
