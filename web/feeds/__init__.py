"""The calendars' room: feeds for apps, and pages that say how to take them up."""

from flask import Flask

from web.feeds import pages as pages  # each registers its views
from web.feeds import views as views
from web.feeds.room import room

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(room)
