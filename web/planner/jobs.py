"""The page of a solve job: where it stands, its curve and table while it runs, and the button that stops it."""

from collections.abc import Iterable
from datetime import timedelta
from http import HTTPStatus

from flask import Response, jsonify, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from rotation import jobs as work
from rotation.jobs import Job, JobProgress, State
from rotation.roster import repairing
from rotation.store import now, writing
from web.errors import told
from web.planner.charts import TIERS, gap_curve
from web.planner.desk import NUMBER, Desk, desk
from web.planner.room import room

_SILENT = timedelta(minutes=1)


@room.get(f"/rosters/jobs/{NUMBER}")
def job_page(number: int) -> str | Answer:
    """Where the job stands; the page brings itself up to date every second, or when it is loaded again."""
    at = desk()
    job = work.find(at.session, at.district.code, number)
    if job.kind == repairing.KIND and job.result:
        return redirect(url_for("planner.repair_seen", number=number))
    return render_template("planner/roster/job.html", job=job, **_seen(at, job))


@room.get(f"/rosters/jobs/{NUMBER}/progress")
def job_progress(number: int) -> Response:
    """The changing part of that page, for the script that asks every second."""
    at = desk()
    job = work.find(at.session, at.district.code, number)
    seen = _seen(at, job)
    part = render_template("planner/roster/progress.html", job=job, **seen)
    return jsonify(stage=seen["stage"], said=seen["said"], html=part)


@room.post(f"/rosters/jobs/{NUMBER}/stop")
def job_stop(number: int) -> Answer:
    """Stop solving and keep the best roster so far."""
    at = desk()
    with writing(at.session):
        work.cancel(at.session, work.find(at.session, at.district.code, number), at.by)
    return redirect(url_for("planner.job_page", number=number), HTTPStatus.SEE_OTHER)


def _seen(at: Desk, job: Job) -> dict[str, object]:
    points = work.curve(at.session, job)
    return {
        "said": _said(at, job),
        "stage": f"{job.state}{' stopping' if job.cancelled_by else ''}",
        "points": turns(points),
        "latest": points[-1] if points else None,
        "curve": gap_curve(points) if any(point.costs for point in points) else None,
        "tiers": TIERS,
    }


def turns(points: Iterable[JobProgress]) -> list[JobProgress]:
    """The points of the curve at which a cost or bound changed."""
    kept: list[JobProgress] = []
    for point in points:
        if not kept or (point.costs, point.bounds) != (kept[-1].costs, kept[-1].bounds):
            kept.append(point)
    return kept


def _said(at: Desk, job: Job) -> str:
    """The state of the job in one sentence."""
    if job.state == State.QUEUED:
        return _waiting(work.ahead_of(at.session, job), solver_runs=solver_runs(at))
    if job.state == State.RUNNING:
        return _("Stopping; the best roster so far is being kept.") if job.cancelled_by else _("The solver is at work.")
    if job.state == State.FAILED:
        return told(job.failure) if job.failure else _("The job failed. Try again.")
    if job.state == State.CANCELLED:
        return _("The job was cancelled before there was a roster to keep.")
    return _("Stopped early; the best roster so far was kept.") if job.cancelled_by else _("The draft is ready.")


def solver_runs(at: Desk) -> bool:
    """Whether the one that takes the jobs has been heard of lately."""
    seen = work.runner_seen(at.session)
    return seen is not None and now() - seen < _SILENT


def _waiting(ahead: int, *, solver_runs: bool) -> str:
    if not solver_runs:
        return _("The solver is not running. The plan waits for it; tell the person who runs this site.")
    if not ahead:
        return _("Your plan is next.")
    return ngettext("%(num)d job is before yours.", "%(num)d jobs are before yours.", ahead)
