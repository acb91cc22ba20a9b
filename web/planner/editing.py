"""Editing a draft seat by seat: who could serve, what a change would break and cost, and saving it."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rotation.district.weeks import Week, today
from rotation.errors import N_, Conflict, InvalidInput
from rotation.roster import editing
from rotation.roster.editing import Change
from rotation.roster.grid import grid
from rotation.roster.rosters import Line, Roster, Status, lines
from rotation.roster.solving import enqueue_again
from rotation.roster.vacancies import vacancy_reasons
from rotation.store import writing
from web.planner.desk import NUMBER, Desk, desk
from web.planner.room import room

_LARGEST_EDITS = 10**9


@room.get(f"/rosters/{NUMBER}/seats/<week>/<place>")
def seat_page(number: int, week: str, place: str) -> str:
    """The team of one place in one week: each seat, and what can be done with it."""
    at = desk()
    roster, asked, names = at.roster(number), Week.parse(week), at.names()
    cell = grid(at.session, at.district, roster, first=asked, count=1).cells.get((place, asked))
    if cell is None:
        raise InvalidInput(N_("This roster has no seats for “%(place)s” in that week."), place=names.place(place))
    reasons = vacancy_reasons(at.session, at.district, roster, week=asked, place=place) if cell.vacancies else {}
    return render_template(
        "planner/roster/seats.html",
        roster=roster,
        week=asked,
        place=place,
        cell=cell,
        reasons=reasons.get((place, asked), ()),
        names=names,
        editable=may_change(roster, asked),
    )


@room.get(f"/rosters/{NUMBER}/seats/<week>/<place>/choose")
def choose_member(number: int, week: str, place: str) -> str:
    """Everybody who can take a seat, best first, then those who can't with the first rule in the way."""
    at = desk()
    roster, asked = _draft(at, number), Week.parse(week)
    leaving = request.args.get("out") or None
    found = editing.candidates(
        at.session, at.district, roster, asked, place, at.settings, today=today(), instead_of=leaving
    )
    elsewhere = {line.member: line.place for line in lines(at.session, roster) if line.week == asked}
    return render_template(
        "planner/roster/choose.html",
        roster=roster,
        week=asked,
        place=place,
        leaving=leaving,
        candidates=[c for c in found if c.judgement.allowed],
        others=[c for c in found if not c.judgement.allowed],
        elsewhere=elsewhere,
        names=at.names(),
    )


@room.get(f"/rosters/{NUMBER}/change")
def change_asked(number: int) -> str:
    """Before saving: which rule a change would break, and every cost before and after."""
    at = desk()
    roster = _draft(at, number)
    judgement = editing.judge(at.session, at.district, roster, change_of(request.args), at.settings, today=today())
    return render_template(
        "planner/roster/change.html",
        roster=roster,
        asked=dict(request.args),
        week=Week.parse(request.args["week"]),
        judgement=judgement,
        names=at.names(),
    )


@room.post(f"/rosters/{NUMBER}/change")
def change_saved(number: int) -> Response:
    """Save a change, unless a rule forbids it or somebody else has edited the draft since it was shown."""
    at = desk()
    change, edits = change_of(request.form), edits_shown()
    with writing(at.session):
        editing.save(at.session, at.district, number, change, at.settings, edits=edits, by=at.by, today=today())
    flash(_("The change has been saved."))
    week = _asked(request.form, "week")
    return redirect(url_for("planner.seat_page", number=number, week=week, place=_asked(request.form, "place")))


@room.post(f"/rosters/{NUMBER}/pins")
def pins_saved(number: int) -> Response:
    """Pin or unpin one seat, or all seats of a week."""
    at = desk()
    week, pinned = Week.parse(_asked(request.form, "week")), request.form.get("pinned") == "1"
    member, place, edits = request.form.get("member"), request.form.get("place", ""), edits_shown()
    with writing(at.session):
        if member:
            change = editing.pin if pinned else editing.unpin
            change(at.session, at.district, number, [Line(week, place, member)], edits=edits, by=at.by)
        else:
            editing.pin_weeks(at.session, at.district, number, [week], pinned=pinned, edits=edits, by=at.by)
    flash(_("Pinned: solving again keeps it.") if pinned else _("No longer pinned."))
    if member:
        return redirect(url_for("planner.seat_page", number=number, week=week, place=place))
    return redirect(url_for("planner.roster_week", number=number, week=week))


@room.post(f"/rosters/{NUMBER}/again")
def solve_again(number: int) -> Response:
    """Solve again round what is pinned; the result is a new draft beside this one."""
    at = desk()
    with writing(at.session):
        job = enqueue_again(at.session, at.district, number, at.settings, by=at.by, today=today())
        found = job.id
    return redirect(url_for("planner.job_page", number=found), HTTPStatus.SEE_OTHER)


def may_change(roster: Roster, week: Week) -> bool:
    """Whether seats of this week can be edited: in a draft, from its first planned week on."""
    return roster.status == Status.DRAFT and roster.start <= week < roster.end


def edits_shown() -> int:
    """The count of edits that the page was made with, by which a second planner's edits are noticed."""
    shown = request.form.get("edits", "")
    if not (shown.isdecimal() and int(shown) < _LARGEST_EDITS):
        raise InvalidInput(N_("This form is not complete. Open the page again."), field="edits")
    return int(shown)


def change_of(asked: Mapping[str, str]) -> Change:
    """The change that a link or form names: somebody put into a seat, a seat cleared, a move, an exchange."""
    week, place, member = Week.parse(_asked(asked, "week")), _asked(asked, "place"), _asked(asked, "member")
    leaving, there = asked.get("out") or None, asked.get("there", "")
    match asked.get("do"):
        case "put":
            return editing.put(week, place, member, instead_of=leaving)
        case "clear":
            return editing.clear(week, place, member)
        case "move":
            return editing.move(week, member, there, place)
        case "exchange":
            return editing.exchange(Line(week, place, _asked(asked, "out")), Line(week, there, member))
    raise InvalidInput(N_("This form is not complete. Open the page again."), field="do")


def _asked(values: Mapping[str, str], name: str) -> str:
    value = values.get(name, "")
    if not value:
        raise InvalidInput(N_("This form is not complete. Open the page again."), field=name)
    return value


def _draft(at: Desk, number: int) -> Roster:
    """The roster of that number, if it can still be edited."""
    roster = at.roster(number)
    if roster.status != Status.DRAFT:
        raise Conflict(N_("This roster has been published and is never edited. Make a new plan that follows it."))
    return roster
