"""Editing a draft seat by seat: who could serve, what a change would break and cost, and saving it."""

from collections.abc import Mapping
from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rotation.district.weeks import Week, today
from rotation.errors import N_, Conflict, InvalidInput, NotFound
from rotation.roster import editing, pinning
from rotation.roster.choosing import candidates
from rotation.roster.editing import Change, Editor
from rotation.roster.grid import grid, weeks_of
from rotation.roster.rosters import Line, Roster, Status, lines
from rotation.roster.solving import enqueue_again
from rotation.roster.vacancies import vacancy_reasons
from rotation.store import writing
from web.numbers import stated
from web.planner.desk import NUMBER, Desk, desk
from web.planner.room import room
from web.planner.wording import WISH_NAMES


@room.get(f"/rosters/{NUMBER}/seats/<week>/<place>")
def seat_page(number: int, week: str, place: str) -> str:
    """The team of one place in one week: each seat, and what can be done with it."""
    at = desk()
    roster, asked, names = at.roster(number), Week.parse(week), at.names()
    if asked not in weeks_of(at.session, roster):
        raise NotFound(N_("There is no roster yet for week %(week)s."), week=str(asked))
    cell = grid(at.session, at.district, roster, [asked]).cells.get((place, asked))
    if cell is None:
        raise NotFound(N_("This roster has no seats for “%(place)s”."), place=names.place(place))
    reasons = vacancy_reasons(at.session, at.district, roster) if cell.vacancies else {}
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
    leaving = request.args.get("out", "")
    _check_open(at, roster, Line(asked, place, leaving))
    seat = Line(asked, place, leaving)
    found = candidates(at.session, at.district, roster, seat, at.settings, today=today())
    elsewhere = {line.member: line.place for line in lines(at.session, roster) if line.week == asked}
    return render_template(
        "planner/roster/choose.html",
        roster=roster,
        week=asked,
        place=place,
        leaving=leaving,
        candidates=[c for c in found if c.reason is None],
        others=[c for c in found if c.reason is not None],
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
        wishes=WISH_NAMES,
        names=at.names(),
    )


@room.post(f"/rosters/{NUMBER}/change")
def change_saved(number: int) -> Response:
    """Save a change, unless a rule forbids it or somebody else has edited the draft since it was shown."""
    at = desk()
    change, editor = change_of(request.form), editor_of(at)
    with writing(at.session):
        editing.save(at.session, at.district, number, change, at.settings, editor)
    flash(_("The change has been saved."))
    week = _asked(request.form, "week")
    return redirect(url_for("planner.seat_page", number=number, week=week, place=_asked(request.form, "place")))


@room.post(f"/rosters/{NUMBER}/pins")
def pins_saved(number: int) -> Response:
    """Pin or unpin one seat, or all seats of a week."""
    at = desk()
    week, pinned = Week.parse(_asked(request.form, "week")), request.form.get("pinned") == "1"
    member, place, editor = request.form.get("member"), request.form.get("place", ""), editor_of(at)
    with writing(at.session):
        if member:
            one = pinning.pin if pinned else pinning.unpin
            one(at.session, at.district, number, [Line(week, place, member)], editor)
        else:
            whole = pinning.pin_weeks if pinned else pinning.unpin_weeks
            whole(at.session, at.district, number, [week], editor)
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


def _check_open(at: Desk, roster: Roster, seat: Line) -> None:
    """Raise Conflict unless the seat is empty, or is that of the member who is to leave it."""
    cell = grid(at.session, at.district, roster, [seat.week]).cells.get((seat.place, seat.week))
    held = {one.code for one in cell.members} if cell else set()
    if not (seat.member in held if seat.member else cell and cell.vacancies):
        raise Conflict(N_("The seat is not as it was shown any more. Go back and look at the team again."))


def may_change(roster: Roster, week: Week) -> bool:
    """Whether seats of this week can be edited: in a draft, from its first planned week on."""
    return roster.status == Status.DRAFT and roster.start <= week < roster.end


def editor_of(at: Desk) -> Editor:
    """Who edits; with the count of edits that the page was made with, by which another planner's are noticed."""
    shown = stated(request.form.get("edits"))
    if shown is None:
        raise InvalidInput(N_("This form is not complete. Open the page again."), field="edits")
    return Editor(at.by, today(), shown)


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
