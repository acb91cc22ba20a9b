"""A roster to look at: its certificate, the grid of weeks and villages, one week, and the seats left empty."""

from flask import render_template, request

from rotation.district.villages import Zone, zones
from rotation.district.weeks import Week, today
from rotation.errors import N_, NotFound
from rotation.roster import updating
from rotation.roster.changes import count_notices
from rotation.roster.costs import certificate
from rotation.roster.empty_seats import Kinds, empty_seats
from rotation.roster.grid import Grid, grid, place_rows, weeks_of
from rotation.roster.knowing import news
from rotation.roster.plans import plan_of
from rotation.roster.rosters import Status, published
from rotation.roster.vacancies import vacancy_reasons
from web.planner.desk import NUMBER, Desk, desk
from web.planner.editing import may_change
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
        notices=count_notices(at.session, at.district, roster, today=today()) if draft else None,
        in_force=published(at.session, at.district.id),
        newer=updating.between(at.session, roster) if draft else [],
        waiting=len(news(at.session, at.district, today=today())) if roster.status == Status.PUBLISHED else 0,
    )


@room.get(f"/rosters/{NUMBER}/grid")
def roster_grid(number: int) -> str:
    """Weeks and places; of a large district one zone at a time. On a phone a list of weeks."""
    at = desk()
    roster = at.roster(number)
    choices = zones(at.session, at.district.id, inactive=True)
    zone = _zone_asked(at, choices)
    weeks, past = weeks_of(at.session, roster), "past" in request.args
    if not past:
        weeks = [week for week in weeks if week >= min(roster.start, Week.of(today()))]
    shown = grid(at.session, at.district, roster, weeks, zone=zone)
    return render_template(
        "planner/roster/grid.html",
        roster=roster,
        grid=shown,
        zones=choices,
        zone=zone,
        past=past,
        empty=_empty_by_week(shown),
        names=at.names(),
    )


@room.get(f"/rosters/{NUMBER}/weeks/<week>")
def roster_week(number: int, week: str) -> str:
    """One week: who serves in each village and zone."""
    at = desk()
    roster, asked = at.roster(number), Week.parse(week)
    weeks = weeks_of(at.session, roster)
    if asked not in weeks:
        raise NotFound(N_("There is no roster yet for week %(week)s."), week=str(asked))
    return render_template(
        "planner/roster/week.html",
        roster=roster,
        week=asked,
        grid=grid(at.session, at.district, roster, [asked]),
        reasons=vacancy_reasons(at.session, at.district, roster),
        before=asked + -1 if asked > weeks[0] else None,
        after=asked + 1 if asked < weeks[-1] else None,
        editable=may_change(roster, asked),
        names=at.names(),
    )


@room.get(f"/rosters/{NUMBER}/vacancies")
def roster_vacancies(number: int) -> str:
    """Every seat left empty, and why."""
    at = desk()
    roster = at.roster(number)
    weeks = empty_seats(at.session, at.district, roster)
    kinds = Kinds.sum(week.kinds for week in weeks)
    return render_template("planner/roster/vacancies.html", roster=roster, weeks=weeks, kinds=kinds, names=at.names())


def _zone_asked(at: Desk, choices: list[Zone]) -> str:
    """The zone to be shown; none for all, unless that is too much for one table."""
    asked = request.args.get("zone", "")
    if asked and asked not in {choice.code for choice in choices}:
        raise NotFound(N_("There is no zone “%(code)s”."), code=asked)
    too_many = choices and len(place_rows(at.session, at.district)) > _MOST_PLACES
    return choices[0].code if too_many and not asked else asked


def _empty_by_week(shown: Grid) -> dict[Week, int]:
    """How many seats are empty in each week."""
    empty = dict.fromkeys(shown.weeks, 0)
    for (_place, week), cell in shown.cells.items():
        empty[week] += cell.vacancies
    return empty
