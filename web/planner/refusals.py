"""What the programme refuses a planner, with the way back to the seat, draft or list that the planner was at."""

from collections.abc import Iterator

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from rotation.district.weeks import Week
from rotation.errors import Conflict, InvalidInput, NotFound, RotationError
from web.errors import WayOn, show_rotation_error
from web.planner.room import room

LISTS = {"rosters": _l("All rosters"), "openings": _l("To the stand-ins"), "swaps": _l("To the swaps")}


@room.errorhandler(RotationError)
def show_refusal(error: RotationError) -> Response:
    """The refusal in its own words, and where to go on from it."""
    return show_rotation_error(error, list(_ways_on(error)))


def _ways_on(error: RotationError) -> Iterator[WayOn]:
    """The nearest page first. What was not found is not led back to."""
    part, number = request.path.removeprefix("/planner/").partition("/")[0], (request.view_args or {}).get("number")
    if isinstance(error, Conflict | InvalidInput) and part == "rosters" and number and "jobs" not in request.path:
        yield from _seat(number)
        yield WayOn(url_for("planner.roster_page", number=number), _("Back to the roster"))
    if part in LISTS and not isinstance(error, NotFound):
        yield WayOn(url_for(f"planner.{part}"), str(LISTS[part]))
    yield WayOn(url_for("planner.overview"), _("Overview"))


def _seat(number: int) -> Iterator[WayOn]:
    """The team that the request was about, if it named one."""
    asked = request.values.to_dict() | (request.view_args or {})
    try:
        week = Week.parse(asked.get("week", ""))
    except InvalidInput:
        return
    if place := asked.get("place", ""):
        yield WayOn(url_for("planner.seat_page", number=number, week=week, place=place), _("Back to the team"))
