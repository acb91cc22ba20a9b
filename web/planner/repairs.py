"""Repair: what is published is replanned with the fewest notices; the changes are shown before a draft is made."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from rotation.district.weeks import Week, today
from rotation.roster import openings, repairing
from rotation.roster.planning import problem_of
from rotation.roster.rosters import published
from rotation.store import writing
from web.dates import week_days
from web.forms import Choice, Form, Submit
from web.planner.desk import NUMBER, Desk, desk
from web.planner.forms_facts import offered
from web.planner.room import room

_MOST_HELD = 26


class RepairForm(Form):
    """From which week on the published roster may change."""

    start = Choice(
        _l("First week that may change"),
        description=_l("Earlier weeks are held as they are; the more of them, the more may have to change later."),
    )
    submit = Submit(_l("Work out the repair"))


@room.route("/rosters/repair", methods=["GET", "POST"])
def repair_asked() -> str | Response:
    """What cannot stand any more, and from which week on it may be mended."""
    at = desk()
    plan = repairing.repair_plan(at.session, at.district, Week.of(today()) + 1)
    form = _form(at, plan.start)
    if form.validate_on_submit():
        return redirect(url_for("planner.job_page", number=_enqueued(at, Week.parse(form.start.data))))
    problem = problem_of(at.session, at.district, plan, at.settings, today=today())
    return render_template(
        "planner/roster/repair.html",
        form=form,
        fallen=repairing.what_falls(at.session, at.district, problem),
        this_week=[one for one in openings.live(at.session, at.district) if one.week < plan.start],
        names=at.names(),
    )


@room.get(f"/rosters/repair/{NUMBER}")
def repair_seen(number: int) -> str:
    """What a repair would change, by person, by village and by week; nothing of it is stored in a roster yet."""
    at = desk()
    repair = repairing.repair(at.session, at.district, number, today=today())
    return render_template(
        "planner/roster/repaired.html",
        repair=repair,
        form=_form(at, repair.found.question.plan.start),
        costs=repair.found.solution.costs,
        bounds=repair.found.solution.bounds,
        names=at.names(),
    )


@room.post(f"/rosters/repair/{NUMBER}")
def repair_taken(number: int) -> Response:
    """Make a draft of it, which is published as any other."""
    at = desk()
    with writing(at.session) as session:
        made = repairing.make_draft(session, at.district, number, today=today())
    flash(_("This is the draft. Nobody is told anything before you publish it."))
    return redirect(url_for("planner.roster_page", number=made))


def _form(at: Desk, start: Week) -> RepairForm:
    form = RepairForm(data={"start": str(start)})
    first, roster = Week.of(today()) + 1, published(at.session, at.district.id)
    left = roster.end - first if roster else 0
    weeks = [first + n for n in range(min(left, _MOST_HELD))]
    form.start.choices = offered((str(week), week_days(week)) for week in weeks)
    return form


def _enqueued(at: Desk, first: Week) -> int:
    """The number of the job that works it out."""
    roster = published(at.session, at.district.id)
    title = _("Repair of version %(version)s", version=roster.version if roster else 0)
    plan = repairing.repair_plan(at.session, at.district, first, title=title)
    with writing(at.session) as session:
        return repairing.enqueue_repair(session, at.district, plan, at.settings, by=at.by, today=today()).id
