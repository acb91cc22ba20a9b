"""The room of township and district offices: tasks passed up to them, and money."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from web.accounts import Role, set_home
from web.menu import set_menu
from web.offices import today  # noqa: F401 - it registers its view
from web.offices.room import ADMITTED, room

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(room)
    for role in ADMITTED:
        set_menu(app, role, [("offices.today", _l("Our office"))])
    for role in (Role.TOWNSHIP, Role.DISTRICT):
        set_home(app, role, "offices.today")
