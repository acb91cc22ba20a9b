"""Diaries and handovers of a week: who wrote and who did not, team by team; what is unsigned, and what lies alone.

It is about the work, and ranks nobody.
"""

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from rotation.district.members import member
from rotation.district.villages import Village, villages
from rotation.district.weeks import Week
from rotation.errors import InvalidInput
from rotation.record import diaries, diary_overview, handing, handovers
from rotation.record.diary_overview import TeamWeek
from rotation.record.duty import duty, week_of
from rotation.record.passing import left_behind, without_troubleshooter
from rotation.record.roles import Hand, Role
from rotation.record.tasks import Task
from rotation.store import now, writing
from web.forms import Form, Submit, Text, refuse
from web.planner.asking import ask
from web.planner.desk import Desk, desk
from web.planner.room import room
from web.titles import titles_of


class ExcuseForm(Form):
    """Why a secretary need not write on a day."""

    reason = Text(_l("Why need nothing be written on this day?"))
    submit = Submit(_l("Excuse the day"))


@dataclass(frozen=True, slots=True)
class Alone:
    """What nobody answers for: places without a team or a lead, tasks of whoever is gone, pressing ones."""

    without_team: list[Village]
    without_lead: list[Village]
    tasks: list[Task]
    pressing: list[Task]


@room.get("/diaries")
def diaries_of_week() -> str:
    """The diaries of a week (?week=2026-W03), of this one where none is named."""
    here, week = desk(), _week()
    hand, moment = _hand(here), now()
    teams = diary_overview.overview(here.session, hand, here.district.id, week, moment)
    alone = _alone(here, week)
    return render_template(
        "planner/diaries/week.html",
        week=week,
        this=week_of(moment),
        teams=teams,
        counts=_counts(teams),
        names=here.names(),
        handings=handing.handings(here.session, hand, here.district.id, week),
        moment=moment,
        alone=alone,
        titles=titles_of(here.session, [*alone.tasks, *alone.pressing]),
    )


@room.route("/diaries/<code>/<day>", methods=["GET", "POST"])
def diary_of(code: str, day: str) -> str | Response:
    """A secretary's day, with every version; and an excuse for one that need not be written."""
    here, which = desk(), _day(day)
    person = member(here.session, here.district.id, code)
    form, home = ExcuseForm(), url_for("planner.diaries_of_week", week=Week.of(which))
    if form.validate_on_submit() and _excused(here, form, code, which):
        flash(_("The day is excused."))
        return redirect(home)
    page = diaries.diary_day(here.session, code, which)
    return render_template(
        "planner/diaries/day.html",
        member=person,
        day=which,
        home=home,
        form=form,
        versions=diaries.read(here.session, _hand(here), code, which) if page else [],
        excuse=diary_overview.excuse_of(here.session, person, which),
    )


def _excused(here: Desk, form: ExcuseForm, code: str, day: date) -> bool:
    district_id, reason = here.district.id, form.reason.data or ""
    try:
        with writing(here.session) as session:
            diary_overview.excuse(session, _hand(here), member(session, district_id, code), day, reason)
    except InvalidInput as error:
        refuse(form, error)
        return False
    return True


@room.route("/diaries/<code>/<day>/write-again", methods=["GET", "POST"])
def excuse_end(code: str, day: str) -> str | Response:
    """Take an excuse back, after asking."""
    here, which = desk(), _day(day)
    person = member(here.session, here.district.id, code)
    home = url_for("planner.diaries_of_week", week=Week.of(which))
    if request.method == "POST":
        with writing(here.session) as session:
            diary_overview.take_excuse_back(session, _hand(here), member(session, person.district_id, code), which)
        flash(_("The day is not excused any more."))
        return redirect(home)
    title = _("Take the excuse of %(name)s back?", name=person.name)
    return ask(title, yes=_("Take the excuse back"), back=home)


@room.get("/handovers/<code>/<week>")
def handover_of(code: str, week: str) -> str:
    """A handover as the two teams see it."""
    here = desk()
    place = next((row for row in villages(here.session, here.district.id, inactive=True) if row.code == code), None)
    if place is None:
        raise NotFound
    shown = handing.handing(here.session, place, Week.parse(week))
    return render_template(
        "planner/diaries/handover.html",
        handing=shown,
        names=here.names(),
        words=handovers.words_of(here.session, shown.note) if shown.note else "",
        promises=handovers.promises_of(here.session, shown.note) if shown.note else [],
        moment=now(),
    )


def _hand(here: Desk) -> Hand:
    return Hand(Role.PLANNER, here.by, district=here.district.id)


def _week() -> Week:
    typed = request.args.get("week", "")
    return Week.parse(typed) if typed else week_of(now())


def _day(address: str) -> date:
    try:
        return date.fromisoformat(address)
    except ValueError:
        raise NotFound from None


def _counts(teams: list[TeamWeek]) -> dict[str, int]:
    """How many days of all teams stand how."""
    found: dict[str, int] = {}
    for team in teams:
        for kept, count in team.counts.items():
            found[kept] = found.get(kept, 0) + count
    return found


def _alone(here: Desk, week: Week) -> Alone:
    on = duty(here.session, here.district.id, week)
    open_ones = [row for row in villages(here.session, here.district.id) if not row.is_closed(week)]
    return Alone(
        [row for row in open_ones if not on.team(row.id)],
        [row for row in open_ones if on.team(row.id) and on.lead(row.id) not in on.leads],
        left_behind(here.session, here.district.id),
        without_troubleshooter(here.session, here.district.id),
    )
