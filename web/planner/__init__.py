"""The planner's room: the district's members and villages, and its rosters from plan to publication."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from web.accounts import Role, set_home
from web.menu import set_menu
from web.planner import (  # noqa: F401 - each registers its views
    boards,
    calendar,
    calls,
    compare,
    correspondence,
    diaries,
    drafts,
    editing,
    explaining,
    feed_links,
    imports,
    jobs,
    leave,
    member_limits,
    members,
    notices,
    offices,
    openings,
    overview,
    plans,
    publishing,
    receiving,
    refusals,
    repairs,
    rosters,
    statistics,
    swaps,
    village_weeks,
    villages,
    years,
    zones,
)
from web.planner.room import room

__all__ = ["init_app"]

MENU = [
    ("planner.overview", _l("Overview")),
    ("planner.members", _l("Members")),
    ("planner.villages", _l("Villages")),
    ("planner.rosters", _l("Rosters")),
    ("planner.openings", _l("Stand-ins")),
    ("planner.imports", _l("Spreadsheets")),
    ("planner.offices", _l("Offices")),
    ("planner.calendar", _l("Working days")),
    ("planner.swaps", _l("Swaps")),
    ("planner.calls", _l("Call list")),
    ("planner.notices", _l("Messages")),
    ("planner.diaries_of_week", _l("Diaries and handovers")),
    ("planner.boards", _l("Boards")),
    ("planner.statistics", _l("Statistics")),
    ("planner.correspondence", _l("Correspondence")),
    ("keys.cards", _l("Cards and logins")),
]


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(room)
    set_home(app, Role.PLANNER, "planner.overview")
    set_menu(app, Role.PLANNER, MENU)
