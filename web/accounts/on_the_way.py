"""Who has shown the right password and is not in yet: it stands in the signed cookie for fifteen minutes."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from flask import session as cookie
from sqlalchemy import select

from rotation import store
from web.accounts.models import User
from web.extensions import db

__all__ = ["OnTheWay", "carried", "carry"]

_HALF = "half"
_LASTS = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """Somebody whose password was right, and whether the code was, too.

    `mark` is the login's fs_uniquifier when the password was looked at: once it is another, so may the password be.
    """

    user: User
    mark: str
    code_shown: bool = False

    def with_code(self) -> "OnTheWay":
        """The same, once the code was right."""
        return replace(self, code_shown=True)


def carry(way: OnTheWay) -> None:
    """Have the browser carry how far somebody has come."""
    cookie[_HALF] = {"who": way.mark, "at": int(store.now().timestamp()), "code_shown": way.code_shown}


def carried() -> OnTheWay | None:
    """Who is on the way in with this browser; None where nobody is."""
    held = cookie.get(_HALF)
    if not isinstance(held, dict):
        return None
    began = datetime.fromtimestamp(held["at"], UTC)
    user = db.session.scalar(select(User).where(User.fs_uniquifier == held["who"]))
    if user is None or not user.active or not user.belongs_still or not began <= store.now() < began + _LASTS:
        return None
    return OnTheWay(user, held["who"], held["code_shown"])
