"""The room for phones without network: what they keep, the worker that keeps it, and how they send it later."""

from flask import Flask

from web.offline import room, views, worker  # noqa: F401 - views registers its pages
from web.offline.arriving import init_app as answer_in_a_word
from web.offline.marks import init_app as mark_pages

__all__ = ["init_app"]


def init_app(app: Flask) -> None:
    """Open the room."""
    app.register_blueprint(room.room)
    app.register_blueprint(worker.room)
    answer_in_a_word(app)
    mark_pages(app)
