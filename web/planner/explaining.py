"""Why a roster is as it is: its empty seats, one member's term, what each rule costs, and where the costs sit."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Response, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from rotation import jobs as work
from rotation.district.weeks import Week
from rotation.errors import N_, NotFound
from rotation.jobs import Job, State
from rotation.roster import explaining
from rotation.roster.costs import where_they_sit
from rotation.roster.explained import facts_in_words, move_in_words, way_in_words
from rotation.roster.explaining import KIND, about_rules, about_seat, answer_of, asked_before
from rotation.roster.facts import facts
from rotation.roster.files import problem_of_roster
from rotation.roster.instead import instead
from rotation.roster.rosters import Roster
from rotation.roster.words import Words
from rotation.store import writing
from web.errors import told
from web.planner.desk import NUMBER, Desk, desk
from web.planner.editing import may_change
from web.planner.jobs import solver_runs
from web.planner.room import room
from web.planner.wording import WISH_NAMES

_MOST_ROWS = 200
_MOST_CHOICES = 25


@room.get(f"/rosters/{NUMBER}/seats/<week>/<place>/why")
def seat_why(number: int, week: str, place: str) -> str:
    """Why a seat is empty: the facts that keep it so, and the smallest changes that would fill it."""
    at = desk()
    roster, asked = at.roster(number), Week.parse(week)
    job = asked_before(at.session, at.district, about_seat(at.session, roster, asked, place))
    return render_template(
        "planner/roster/why.html",
        roster=roster,
        week=asked,
        place=place,
        names=at.names(),
        editable=may_change(roster, asked),
        **_seat_known(at, roster, job),
        **_job_seen(at, job),
    )


@room.post(f"/rosters/{NUMBER}/seats/<week>/<place>/why")
def seat_why_asked(number: int, week: str, place: str) -> Answer:
    """Have it found out why a seat is empty."""
    at = desk()
    question = about_seat(at.session, at.roster(number), Week.parse(week), place)  # reads a whole plan: before the lock
    with writing(at.session):
        explaining.enqueue(at.session, at.district, question, by=at.by)
    return _back("planner.seat_why", number=number, week=week, place=place)


@room.get(f"/rosters/{NUMBER}/rules")
def roster_rules(number: int) -> str:
    """What each rule costs the whole roster."""
    at = desk()
    roster = at.roster(number)
    job = asked_before(at.session, at.district, about_rules(at.session, roster))
    return render_template("planner/roster/rules.html", roster=roster, **_rules_known(job), **_job_seen(at, job))


@room.post(f"/rosters/{NUMBER}/rules")
def roster_rules_asked(number: int) -> Answer:
    """Have the plan solved once without each rule."""
    at = desk()
    question = about_rules(at.session, at.roster(number))
    with writing(at.session):
        explaining.enqueue(at.session, at.district, question, by=at.by)
    return _back("planner.roster_rules", number=number)


@room.get(f"/rosters/explanations/{NUMBER}/progress")
def explanation_progress(number: int) -> Response:
    """How far an explanation is, for the script that asks every second."""
    at = desk()
    job = _explanation(at, number)
    seen = _job_seen(at, job)
    part = render_template("planner/roster/rules_found.html", **_rules_known(job)) if job.waits else ""
    return jsonify(stage=seen["stage"], said=seen["said"], html=part)


@room.post(f"/rosters/explanations/{NUMBER}/stop")
def explanation_stop(number: int) -> Answer:
    """Stop finding out; what is known by then stays."""
    at = desk()
    with writing(at.session):
        job = _explanation(at, number)
        work.cancel(at.session, job, at.by)
        roster, asked = explaining.asked_of(job)
    if "place" in asked:
        week = at.roster(roster).start + int(asked["week"])
        return _back("planner.seat_why", number=roster, week=week, place=asked["place"])
    return _back("planner.roster_rules", number=roster)


@room.get(f"/rosters/{NUMBER}/terms/<week>/<code>")
def term_why(number: int, week: str, code: str) -> str:
    """Why a member has this term and nobody else: who could have had it, and at what cost."""
    at = desk()
    roster, asked = at.roster(number), Week.parse(week)
    found, names = instead(at.session, at.district, roster, asked, code), at.names()
    return render_template(
        "planner/roster/instead.html",
        roster=roster,
        week=asked,
        code=code,
        found=found,
        refusals=[(reason, [names.member(one) for one in members]) for reason, members in found.refusals],
        most=_MOST_CHOICES,
        editable=may_change(roster, asked) and not found.pinned,
        names=names,
    )


@room.get(f"/rosters/{NUMBER}/where")
def roster_where(number: int) -> str:
    """Where the costs sit: by member, by place or by week, the dearest first."""
    at = desk()
    roster, names = at.roster(number), at.names()
    by = request.args.get("by", "member")
    where = where_they_sit(at.session, roster)
    sides: dict[str, Mapping[str, Mapping[str, int]] | Mapping[int, Mapping[str, int]]] = {
        "member": where.members,
        "place": where.places,
        "week": where.weeks,
    }
    if by not in sides:
        raise NotFound(N_("Costs can be shown by member, by place and by week."))
    rows = [(key, _wishes(costs), costs) for key, costs in sides[by].items()]
    rows.sort(key=lambda row: (-row[1], -row[2].get("unfairness", 0), str(row[0])))
    return render_template(
        "planner/roster/where.html", roster=roster, by=by, rows=rows[:_MOST_ROWS], count=len(rows), names=names
    )


def _wishes(costs: Mapping[str, int]) -> int:
    """The points of the wishes among these costs."""
    return sum(costs.get(wish, 0) for wish in WISH_NAMES)


def _back(endpoint: str, **values: Any) -> Answer:
    return redirect(url_for(endpoint, **values), HTTPStatus.SEE_OTHER)


def _explanation(at: Desk, number: int) -> Job:
    job = work.find(at.session, at.district.code, number)
    if job.kind != KIND:
        raise NotFound(N_("There is no job %(number)s."), number=number)
    return job


def _seat_known(at: Desk, roster: Roster, job: Job | None) -> dict[str, object]:
    """The explanation of a seat in words, where there is one."""
    answer = answer_of(job) if job else {}
    words = Words.of(at.session, at.district.id, roster.start)
    problem, known = problem_of_roster(roster), facts(at.session, at.district.id)
    return {
        "answer": answer,
        "facts": list(facts_in_words(answer.get("facts", ()), problem, words)),
        "moves": [move_in_words(move, words) for move in answer.get("moves", ())],
        "ways": [way_in_words(way, words, known) for way in answer.get("ways", ())],
    }


def _rules_known(job: Job | None) -> dict[str, object]:
    """What is known of the rules so far."""
    answer = answer_of(job) if job else {}
    return {"rules": answer.get("rules", []), "of": answer.get("of", 0)}


def _job_seen(at: Desk, job: Job | None) -> dict[str, object]:
    if job is None:
        return {"job": None}
    return {"job": job, "said": _said(at, job), "stage": f"{job.state}{' stopping' if job.cancelled_by else ''}"}


def _said(at: Desk, job: Job) -> str:
    """Where the explanation stands, in one sentence."""
    if job.state == State.QUEUED:
        return _waiting(work.ahead_of(at.session, job), runs=solver_runs(at))
    if job.state == State.RUNNING:
        return _("It is being stopped.") if job.cancelled_by else _("It is being found out.")
    if job.state == State.FAILED:
        return told(job.failure) if job.failure else _("The job failed. Try again.")
    if job.state == State.CANCELLED:
        return _("It was stopped before anything was known.")
    return _("Stopped early; what was known by then is below.") if job.cancelled_by else ""


def _waiting(ahead: int, *, runs: bool) -> str:
    if not runs:
        return _("The solver is not running. The question waits for it; tell the person who runs this site.")
    if not ahead:
        return _("Your question is next.")
    return ngettext("%(num)d job is before your question.", "%(num)d jobs are before your question.", ahead)
