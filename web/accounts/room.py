"""The door's own pages: logging in and out, cards, and one's own login."""

from flask import Blueprint, Response

__all__ = ["keep_nothing", "room"]

room = Blueprint("accounts", __name__)


@room.after_request
def keep_nothing(response: Response) -> Response:
    """No copy of these pages stays in a browser: some show a secret once."""
    response.headers["Cache-Control"] = "no-store"
    return response
