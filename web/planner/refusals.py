"""What the programme refuses a planner, with the way back to the draft and the seat that the planner was at."""

from collections.abc import Iterator

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from rotation.district.weeks import Week
from rotation.errors import Conflict, InvalidInput, NotFound, RotationError
from web.errors import WayOn, show_rotation_error
from web.planner.room import room


@room.errorhandler(RotationError)
def show_refusal(error: RotationError) -> Response:
    """The refusal in its own words, and where to go on from it."""
    return show_rotation_error(error, list(_ways_on(error)))


def _ways_on(error: RotationError) -> Iterator[WayOn]:
    """The nearest page first. What was not found is not led back to."""
    number = (request.view_args or {}).get("number")
    if isinstance(error, Conflict | InvalidInput) and number and "jobs" not in request.path:
        yield from _seat(number)
        yield WayOn(url_for("planner.roster_page", number=number), _("Back to the roster"))
    if "/rosters" in request.path and not isinstance(error, NotFound):
        yield WayOn(url_for("planner.rosters"), _("All rosters"))
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
