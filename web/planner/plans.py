"""Planning: the weeks and rules of a new roster, and what can be said of it before it is solved."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rotation.district.weeks import Week, today
from rotation.errors import N_, InvalidInput
from rotation.roster import rosters
from rotation.roster.capacity import Capacity, capacity
from rotation.roster.changes import foreseen
from rotation.roster.planning import problem_of
from rotation.roster.plans import Plan, default_plan, faults
from rotation.roster.shortfalls import shortfalls
from rotation.roster.solving import enqueue_plan
from rotation.sections import Weights
from rotation.store import writing
from web.dates import week_days
from web.forms import refuse
from web.planner.desk import Desk, desk
from web.planner.forms_plan import RULES, WEIGHTS, PlanForm
from web.planner.room import room

_YEAR = 53
_BY_ADDRESS = {"csrf": False}  # asking changes nothing; the site checks the token of the button that solves


@room.get("/rosters/plan")
def plan_form() -> str:
    """Which weeks, bound by what, under which rules."""
    at = desk()
    plan = default_plan(at.session, at.district, at.settings, today=today())
    form = _filled(at, plan) if not request.args else _form(at, plan)
    return render_template(
        "planner/roster/plan.html", form=form, published=rosters.published(at.session, at.district.id)
    )


@room.get("/rosters/plan/check")
def plan_check() -> str:
    """Before anything is solved: the seats, the members' weeks, whether they can match, and who would hear of it."""
    at = desk()
    form = _form(at, default_plan(at.session, at.district, at.settings, today=today()))
    published = rosters.published(at.session, at.district.id)
    plan = _checked(form)
    if plan is None:
        return render_template("planner/roster/plan.html", form=form, published=published)
    problem = problem_of(at.session, at.district, plan, at.settings, today=today())
    room_for_it, names = capacity(problem), at.names()
    return render_template(
        "planner/roster/check.html",
        form=form,
        asked={name: value for name, value in request.args.items() if name in form},
        plan=plan,
        published=published,
        capacity=room_for_it,
        taken_off=_taken_off(room_for_it),
        shortfalls=shortfalls(at.session, at.district, plan, room_for_it),
        unavailable=[names.member(code) for code in room_for_it.unavailable],
        foreseen=foreseen(at.session, at.district, plan, problem),
    )


@room.post("/rosters/plan/solve")
def plan_solve() -> Response | str:
    """Hand the plan to the solver."""
    at = desk()
    form = _form(at, default_plan(at.session, at.district, at.settings, today=today()))
    plan = _checked(form)
    if plan is None:
        published = rosters.published(at.session, at.district.id)
        return render_template("planner/roster/plan.html", form=form, published=published)
    with writing(at.session):
        job = enqueue_plan(at.session, at.district, plan, at.settings, by=at.by, today=today())
        number = job.id
    return redirect(url_for("planner.job_page", number=number))


def _taken_off(found: Capacity) -> list[str]:
    """The member-weeks in which nobody can serve, by what keeps them."""
    named = {
        "away": _("%(count)s by leave or missing training"),
        "rest": _("%(count)s by rest after a term"),
        "most_terms": _("%(count)s by a member's most terms"),
        "no_role": _("%(count)s of members without a role"),
    }
    return [named[why] % {"count": f"{count:,}"} for why, count in found.taken_off.items() if count]


def _form(at: Desk, plan: Plan) -> PlanForm:
    """The form as it was sent, by address or by button."""
    form = PlanForm(request.form if request.method == "POST" else request.args, meta=_BY_ADDRESS)
    _offer_weeks(at, form, plan)
    return form


def _filled(at: Desk, plan: Plan) -> PlanForm:
    """The form as it starts: with the plan that suits most."""
    values = {name: getattr(plan, name) for name in ("weeks", "seconds", *RULES)}
    weights = {name: getattr(plan.weights, name) for name in WEIGHTS}
    until = str(plan.baseline_until or "")
    form = PlanForm(
        None, meta=_BY_ADDRESS, data={"start": str(plan.start), "baseline_until": until, **values, **weights}
    )
    _offer_weeks(at, form, plan)
    return form


def _offer_weeks(at: Desk, form: PlanForm, plan: Plan) -> None:
    first = Week.of(today()) + 1
    starts = {first + n for n in range(_YEAR)} | {plan.start}
    form.start.choices = [(str(week), week_days(week)) for week in sorted(starts)]
    published = rosters.published(at.session, at.district.id)
    bound = [first + n for n in range(max(0, published.end - first))] if published else []
    nothing = ("", _("Nothing: everything from the first week on may change"))
    form.baseline_until.choices = [nothing, *((str(week), week_days(week)) for week in bound)]


def _checked(form: PlanForm) -> Plan | None:
    """The plan that the form asks for; None where something in it cannot be, which the form then says."""
    if not form.validate():
        return None
    plan = _plan_of(form)
    for fault in faults(plan, today=today()):
        refuse(form, fault)
    if plan.baseline_until and plan.baseline_until < plan.start:
        early = N_("This week lies before the first week of the plan; choose a later one, or “Nothing”.")
        refuse(form, InvalidInput(early, field="baseline_until"))
    return None if form.errors else plan


def _plan_of(form: PlanForm) -> Plan:
    until = form.baseline_until.data
    return Plan(
        start=Week.parse(form.start.data),
        weeks=form.weeks.data,
        baseline_until=Week.parse(until) if until else None,
        weights=Weights(**{name: form[name].data for name in WEIGHTS}),
        seconds=form.seconds.data,
        title=form.title.data or "",
        **{name: form[name].data for name in RULES},
    )
