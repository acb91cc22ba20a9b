"""The calendars' room: feeds for apps, and pages that say how to take them up."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from web.accounts import Role
from web.feeds import pages as pages  # each registers its views
from web.feeds import views as views
from web.feeds.own import own
from web.feeds.room import room
from web.menu import set_menu

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(room)
    app.register_blueprint(own)
    set_menu(app, Role.MEMBER, [("own_calendars.page", _l("My calendars"))])
