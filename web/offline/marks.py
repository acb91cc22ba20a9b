"""Whose a page is: each says by a mark for which login it was made, so that a phone keeps it for nobody else."""

import hmac

from flask import Flask, Response, g

from web.accounts import Role, actor
from web.accounts.actor import Actor
from web.installation import keys

__all__ = ["HEADER", "init_app", "key_of", "mark_of"]

HEADER = "Offline-Login"
NOBODY = "none"
_MARK_LENGTH = 24


def init_app(app: Flask) -> None:
    """Mark every page that has our frame."""
    app.jinja_env.globals["offline_login"] = offline_login
    app.after_request(say_whose)


def offline_login() -> str:
    """For the frame of a page: the mark of the one who asks, if that is somebody who may write things down offline."""
    asking = actor()
    keeps = asking is not None and asking.may_be(Role.MEMBER, Role.OFFICIAL)
    mark = mark_of(asking) if asking and keeps else ""
    g.offline_login = mark or NOBODY
    return mark


def say_whose(response: Response) -> Response:
    """The mark again where the phone's worker sees it."""
    if "offline_login" in g:
        response.headers[HEADER] = g.offline_login
    return response


def mark_of(asking: Actor) -> str:
    """What a phone calls this login: the same each time, and telling nothing of who it is."""
    return _made("offline login", asking)[:_MARK_LENGTH]


def key_of(asking: Actor) -> str:
    """The key (hex) with which a phone locks what this login has not sent yet."""
    return _made("offline key", asking)


def _made(purpose: str, asking: Actor) -> str:
    return hmac.new(keys().passwords.encode(), f"{purpose} {asking.code}".encode(), "sha256").hexdigest()
