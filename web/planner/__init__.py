"""The planner's room: the district's members and villages, and its rosters from plan to publication."""

from flask import Flask

from web.planner.room import room

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(room)
