"""The public's room: who serves where, for anyone; no login."""

from flask import Flask

# Each registers its views.
from web.public import board, ledger, opened, receipts, refusals, search, statistics, tasks, views, voices, wording  # noqa: F401

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Open the room."""
    wording.init_app(app)
    app.register_blueprint(views.room)
