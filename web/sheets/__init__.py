"""The room where sheets of slips are printed: for committees, members and planners."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from web.menu import set_menu
from web.sheets import views  # noqa: F401 - it registers its views
from web.sheets.room import ADMITTED, room

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(room)
    for role in ADMITTED:
        set_menu(app, role, [("sheets.sheets", _l("Slips to print"))])
