"""Codes of slips that are typed by whoever is logged in: bound by the limits of everybody else, and counted by login.

A try that ends well does not count, so that a day's slips may be written down at once.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from rotation.errors import N_, Conflict
from rotation.record import slips
from rotation.store import writing
from web.accounts import tries
from web.accounts.actor import actor
from web.accounts.tries import Limit
from web.extensions import db
from web.installation import settings

__all__ = ["trying_code"]


@contextmanager
def trying_code(typed: str | None) -> Iterator[None]:
    """Try the code inside, in a unit of work that begins there: counted beforehand, and not after all if that is done.

    InvalidInput where it is mistyped, which tells nothing and is not counted; Conflict where too many were wrong.
    """
    asking = actor()
    if asking is None or not (typed or "").strip():
        yield
        return
    slips.parse(typed or "")
    what, limits = f"slip of {asking.code}", settings().voices
    with writing(db.session()) as session:
        may = tries.charge(session, what, Limit(limits.codes, limits.wait_minutes))
    if not may:
        raise Conflict(
            N_("Too many codes were wrong. Wait %(minutes)s minutes, or write it down without a code."),
            minutes=limits.wait_minutes,
        )
    yield
    with writing(db.session()) as session:
        tries.take_back(session, what)
