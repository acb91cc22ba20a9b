"""The field's room: the phone of secretaries, troubleshooters and officials, from the hearing to what becomes of it."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from web.accounts import Role, set_home
from web.field import (  # noqa: F401 - each registers its views
    correspondence,
    diary,
    handover,
    hearing,
    inspection,
    items,
    lists,
    outcomes,
    slips,
    suggestions,
    today,
    wording,
)
from web.field.room import room
from web.menu import set_menu

__all__ = ["init_app"]

TODAY = ("field.today", _l("Today"))
WAITING = ("field.undecided_here", _l("Undecided"))


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(room)
    wording.init_app(app)
    for role in (Role.MEMBER, Role.OFFICIAL):
        set_home(app, role, "field.today")
        set_menu(app, role, [TODAY])
    for role in (Role.COMMITTEE, Role.TOWNSHIP, Role.DISTRICT):
        set_menu(app, role, [WAITING])
