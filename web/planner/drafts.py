"""A roster to look at: its certificate, the grid of weeks and villages, one week, and the seats left empty."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from rotation.district.villages import zones
from rotation.district.weeks import Week, today
from rotation.errors import N_, NotFound
from rotation.roster import updating
from rotation.roster.changes import notices_of
from rotation.roster.grid import Grid, certificate, grid
from rotation.roster.plans import plan_of
from rotation.roster.rosters import Roster, Status, published
from rotation.roster.vacancies import vacancy_reasons
from web.planner.desk import NUMBER, Desk, desk
from web.planner.room import room

_MOST_PLACES = 40


@room.get(f"/rosters/{NUMBER}")
def roster_page(number: int) -> str:
    """The roster at a glance: what to do next, how many notices, and the certificate of its quality."""
    at = desk()
    roster = at.roster(number)
    draft = roster.status == Status.DRAFT
    return render_template(
        "planner/roster/roster.html",
        roster=roster,
        plan=plan_of(roster),
        certificate=certificate(roster),
        notices=len(notices_of(at.session, at.district, roster, today=today())) if draft else None,
        in_force=published(at.session, at.district.id),
        newer=updating.between(at.session, roster) if draft else [],
    )


@room.get(f"/rosters/{NUMBER}/grid")
def roster_grid(number: int) -> str | Response:
    """All weeks and villages; of a large district one zone at a time. On a phone a list of weeks."""
    at = desk()
    roster = at.roster(number)
    choices = zones(at.session, at.district.id, inactive=True)
    zone = request.args.get("zone", "")
    if zone and zone not in {choice.code for choice in choices}:
        raise NotFound(N_("There is no zone “%(code)s”."), code=zone)
    shown = grid(at.session, at.district, roster, zone=zone or None)
    if not zone and len(shown.places) > _MOST_PLACES and choices:
        return redirect(url_for("planner.roster_grid", number=number, zone=choices[0].code))
    return render_template(
        "planner/roster/grid.html", roster=roster, grid=shown, zones=choices, zone=zone, empty=_empty_by_week(shown)
    )


@room.get(f"/rosters/{NUMBER}/weeks/<week>")
def roster_week(number: int, week: str) -> str:
    """One week: who serves in each village and zone."""
    at = desk()
    roster = at.roster(number)
    asked = Week.parse(week)
    shown = grid(at.session, at.district, roster, first=asked, count=1)
    reasons = vacancy_reasons(at.session, at.district, roster, week=asked) if asked >= roster.start else {}
    return render_template(
        "planner/roster/week.html", roster=roster, week=asked, grid=shown, reasons=reasons, **_around(at, roster, asked)
    )


@room.get(f"/rosters/{NUMBER}/vacancies")
def roster_vacancies(number: int) -> str:
    """Every seat left empty, and why."""
    at = desk()
    roster = at.roster(number)
    reasons = vacancy_reasons(at.session, at.district, roster)
    found = sorted(reasons.items(), key=lambda item: (item[0][1], item[0][0]))
    return render_template("planner/roster/vacancies.html", roster=roster, found=found, names=at.names())


def _empty_by_week(shown: Grid) -> dict[Week, int]:
    """How many seats are empty in each week."""
    empty = dict.fromkeys(shown.weeks, 0)
    for (_place, week), cell in shown.cells.items():
        empty[week] += cell.vacancies
    return empty


def _around(at: Desk, roster: Roster, week: Week) -> dict[str, Week | None]:
    """The weeks before and after one, as far as the roster goes."""
    first, last = weeks_of(at, roster)
    return {"before": week + -1 if week > first else None, "after": week + 1 if week < last else None}
