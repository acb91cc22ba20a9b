"""The district's rosters: the list and what to do next, downloads, deleting a draft, and what was done to one."""

from flask import Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from rotation import jobs as work
from rotation.board import spreadsheets
from rotation.errors import N_, Conflict
from rotation.roster import editing, files, repairing, rosters, solving
from rotation.roster.rosters import Status, edits_of
from rotation.store import writing
from web.planner.deeds import deed_of
from web.planner.desk import NUMBER, desk
from web.planner.room import room

SOLVED = (solving.KIND, repairing.KIND)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@room.get("/rosters", endpoint="rosters")
def roster_list() -> str:
    """The published roster, drafts, jobs of which there is no draft (a repair waits to be looked at), and versions."""
    at = desk()
    found = rosters.rosters(at.session, at.district.id)
    latest = work.latest(at.session, at.district.code)
    return render_template(
        "planner/roster/list.html",
        published=next((r for r in found if r.status == Status.PUBLISHED), None),
        drafts=[r for r in found if r.status == Status.DRAFT],
        superseded=[r for r in found if r.status == Status.SUPERSEDED],
        jobs=[job for job in latest if job.kind in SOLVED and "roster" not in job.result],
    )


@room.get(f"/rosters/{NUMBER}/history")
def roster_history(number: int) -> str:
    """What was done to a roster, by whom and when."""
    at = desk()
    roster = at.roster(number)
    names = at.names()
    deeds = [deed_of(edit, names) for edit in edits_of(at.session, roster)]
    return render_template("planner/roster/history.html", roster=roster, deeds=deeds)


@room.get(f"/rosters/{NUMBER}/problem.json")
def problem_file(number: int) -> Response:
    """The problem that the roster answers, for any other solver or judge."""
    at = desk()
    return _download(files.problem_file(at.session, at.roster(number)), f"problem-{number}.json")


@room.get(f"/rosters/{NUMBER}/roster.json")
def roster_file(number: int) -> Response:
    """The roster with its costs and bounds, as the problem's answer."""
    at = desk()
    return _download(files.roster_file(at.session, at.roster(number)), f"roster-{number}.json")


@room.get(f"/rosters/{NUMBER}/roster.xlsx")
def roster_workbook(number: int) -> Response:
    """The roster as a spreadsheet: weeks and places, and a list."""
    at = desk()
    data = spreadsheets.export_roster(at.session, at.district, at.roster(number), at.settings)
    return _download(data, f"roster-{number}.xlsx", _XLSX)


@room.get(f"/rosters/{NUMBER}/delete")
def delete_asked(number: int) -> str:
    """Ask once before a draft is deleted."""
    roster = desk().roster(number)
    if roster.status != Status.DRAFT:
        raise Conflict(
            N_("This roster has been published. It stays, as part of the record; only drafts can be deleted.")
        )
    return render_template("planner/roster/delete.html", roster=roster)


@room.post(f"/rosters/{NUMBER}/delete")
def delete_draft(number: int) -> Answer:
    """Delete a draft."""
    at = desk()
    with writing(at.session):
        editing.discard(at.session, at.district, number)
    flash(_("Draft %(number)s has been deleted.", number=number))
    return redirect(url_for("planner.rosters"))


def _download(data: str | bytes, name: str, mimetype: str = "application/json") -> Response:
    return Response(data, mimetype=mimetype, headers={"Content-Disposition": f'attachment; filename="{name}"'})
