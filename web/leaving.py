"""Leave, entered by a planner or asked for by the member: what it would mean is shown before it is stored.

Leave that hits published terms opens them: from then on a stand-in is looked for.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms import HiddenField
from wtforms.validators import InputRequired, Optional

from rotation.district import leave as leaves
from rotation.district.leave import LeaveEffect
from rotation.district.members import Member, member
from rotation.district.villages import District, Village, Zone, places
from rotation.district.weeks import today
from rotation.district.working_days import calendar
from rotation.errors import N_, Conflict, NotFound
from rotation.roster.rosters import Line, Term
from rotation.roster.unserved import Reporter, hit_by_leave
from rotation.settings import Settings
from web.changing import changing
from web.errors import told
from web.forms import NOT_A_DAY, Day, Form, Submit, line, refuse
from web.installation import settings

__all__ = ["Days", "Desk", "LeaveForm", "Meaning", "days_of", "end_leave", "leave_page"]

Days = tuple[date, date]


class LeaveForm(Form):
    """Days of leave. `shown` names the days whose effect has been seen; only those are stored."""

    first_day = Day(_l("First day"), validators=[InputRequired(NOT_A_DAY)])
    last_day = Day(_l("Last day"), validators=[Optional()], description=_l("Empty: one day only."))
    reason = line(_l("Reason"), description=_l("For planners only; may stay empty."))
    shown = HiddenField()
    look = Submit(_l("Show what this means"))
    save = Submit(_l("Save this leave"))


@dataclass(frozen=True, slots=True)
class Desk:
    """Who enters leave: the login `by`, of the member or (`by_member` False) on the member's behalf."""

    session: Session
    district: District
    by: str
    by_member: bool

    @property
    def settings(self) -> Settings:
        """The installation's."""
        return settings()

    def changing(self, code: str) -> AbstractContextManager[Session]:
        """A unit of work in which something about a member changes."""
        reporter = Reporter(self.by, on_behalf=not self.by_member)
        return changing(self.session, self.settings, self.district, reporter, Term.member == code)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What leave would mean: its weeks, and the published terms that it hits."""

    effect: LeaveEffect
    terms: list[tuple[Line, Village | Zone]]


def leave_page(desk: Desk, code: str, before: Days | None, template: str, done: str) -> str | Response:
    """Enter leave of a member, or change what is stored of these days; `done` is where that leads."""
    row = member(desk.session, desk.district.id, code)
    form = LeaveForm(data=_stored(desk, row, before))
    meaning = None
    if form.validate_on_submit() and not _faulty(form):
        days = _days_in(form)
        if form.save.data and form.shown.data == _named(days) and _saved(desk, form, code, before):
            return redirect(done)
        form.shown.data = _named(days)
        meaning = _meaning(desk, code, days)
    return render_template(template, form=form, member=row, before=before, meaning=meaning, home=done)


def end_leave(desk: Desk, code: str, days: Days) -> None:
    """Take leave back: whoever was asked to stand in need not answer any more."""
    with desk.changing(code) as session:
        row = member(session, desk.district.id, code)
        leaves.end_leave(session, leaves.leave(session, row, *days))
    flash(_("The leave is taken back."))


def days_of(first: str, last: str) -> Days:
    """The days in an address; NotFound where they are none."""
    try:
        return date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        raise NotFound(N_("There is no such leave; the address may be mistyped.")) from None


def _saved(desk: Desk, form: LeaveForm, code: str, before: Days | None) -> bool:
    days, reason = _days_in(form), form.reason.data
    try:
        with desk.changing(code) as session:
            _store(session, desk, code, before, days, reason)
    except Conflict as error:
        form.first_day.errors = [told(error)]
        return False
    flash(_("The leave is saved."))
    return True


def _store(session: Session, desk: Desk, code: str, before: Days | None, days: Days, reason: str) -> None:
    row = member(session, desk.district.id, code)
    if before is None:
        stored = leaves.take_leave(session, row, *days, reason)
    else:
        stored = leaves.leave(session, row, *before)
        leaves.change_leave(session, row, stored, *days, reason)
    stored.by, stored.by_member = desk.by, desk.by_member


def _faulty(form: LeaveForm) -> bool:
    faults = list(leaves.check_leave(*_days_in(form), form.reason.data))
    for fault in faults:
        refuse(form, fault)
    return bool(faults)


def _meaning(desk: Desk, code: str, days: Days) -> Meaning:
    effect = leaves.effect(*days, calendar(desk.session, desk.district.id))
    known = places(desk.session, desk.district.id)
    hit = hit_by_leave(desk.session, desk.district, code, days, today=today())
    return Meaning(effect, [(line, known[line.place]) for line in hit])


def _stored(desk: Desk, row: Member, before: Days | None) -> dict[str, object]:
    if before is None:
        return {}
    stored = leaves.leave(desk.session, row, *before)
    return {"first_day": stored.first_day, "last_day": stored.last_day, "reason": stored.reason}


def _days_in(form: LeaveForm) -> Days:
    return form.first_day.data, form.last_day.data or form.first_day.data


def _named(days: Days) -> str:
    return f"{days[0]}..{days[1]}"
