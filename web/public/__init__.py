"""The public's room: who serves where, for anyone; no login."""

from flask import Flask

from web.public import board, statistics, views  # noqa: F401 - each registers its views

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(views.room)
