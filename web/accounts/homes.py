"""The first page of each role: the rooms say theirs, and a login that has none yet is led to its own page."""

from flask import Flask, current_app, url_for

from web.accounts.actor import Actor
from web.accounts.roles import Role

__all__ = ["first_page", "home_of", "set_home"]

_KEPT = "accounts.homes"


def set_home(app: Flask, role: Role, endpoint: str) -> None:
    """For a room's init_app: those with `role` begin at `endpoint`."""
    app.extensions.setdefault(_KEPT, {})[role] = endpoint


def home_of(asking: Actor | None) -> str:
    """The address of the page where the one who asks begins."""
    return url_for(first_page(asking))


def first_page(asking: Actor | None) -> str:
    """The endpoint of that page."""
    known: dict[Role, str] = current_app.extensions.get(_KEPT, {})
    mine = (endpoint for role, endpoint in known.items() if asking and asking.may_be(role))
    return next(mine, "accounts.me")
