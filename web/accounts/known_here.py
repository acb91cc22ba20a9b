"""Browsers in which a login was open before: each has tries of its own, so that no stranger can use up its owner's.

Such a browser carries a cookie for a year: a number by chance, and what only this installation can make of it and of
the login as it is now. Another login, another password, or logins that were ended everywhere make it worth nothing.
Whether a second factor was shown there stands in it: who knows the password alone may have made many such browsers
before there was one.
"""

import hmac
import secrets

from flask import after_this_request, current_app, request
from werkzeug.wrappers import Response

from web.accounts.keyed import keyed
from web.accounts.models import User

__all__ = ["number", "remember"]

_YEAR_SECONDS = 365 * 24 * 3600
_WITH_CODE = "code-"


def remember(user: User, *, with_code: bool = False) -> None:
    """Let `user`, who is in by a password (`with_code`: and a second factor), be known in this browser from now on."""
    made = (_WITH_CODE if with_code else "") + secrets.token_urlsafe(16)
    name, value = _name(user), f"{made}.{_sealed(user, made)}"

    @after_this_request
    def carry(response: Response) -> Response:
        secure: bool = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(name, value, max_age=_YEAR_SECONDS, secure=secure, httponly=True, samesite="Lax")
        return response


def number(user: User | None, *, with_code: bool = False) -> str | None:
    """The number by which this browser is known to `user`; None where it is not, or not `with_code` as that asks."""
    if user is None:
        return None
    made, _, seal = request.cookies.get(_name(user), "").partition(".")
    if with_code and not made.startswith(_WITH_CODE):
        return None
    return made if hmac.compare_digest(seal.encode(), _sealed(user, made).encode()) else None


def _name(user: User) -> str:
    """Of its own for each login: several may share a browser."""
    return f"known-{keyed('known-here-name', str(user.id))[:16]}"


def _sealed(user: User, made: str) -> str:
    return keyed("known-here", f"{user.id}:{user.fs_uniquifier}:{made}")
