"""A member's own room: the terms, leave, standing in, swaps, what became of it, and how one is told."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from web.accounts import Role
from web.menu import set_menu
from web.mine import (  # noqa: F401 - each registers its views
    asked,
    became,
    leave,
    swaps,
    terms,
    told,
)
from web.mine.room import room

__all__ = ["init_app"]

MENU = [("mine.terms", _l("My terms"))]  # the rest is a tap away from there: a menu of many lines hides the page


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(room)
    set_menu(app, Role.MEMBER, MENU)
