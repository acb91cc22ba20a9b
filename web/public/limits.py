"""How much may be said and looked up from one place without a login: counted in rows, the same for every process."""

from rotation.store import writing
from web.accounts.tries import Limit, charge, must_wait
from web.accounts.whence import household
from web.extensions import db
from web.installation import settings

__all__ = ["may_speak", "may_try_code", "wait_minutes"]


def may_speak() -> bool:
    """Count something that is said from where the request comes; False where it must wait."""
    return _may("voice", settings().voices.said)


def may_try_code() -> bool:
    """Count a try at the code of a slip from where the request comes; False where it must wait."""
    return _may("slip", settings().voices.codes)


def wait_minutes() -> int:
    """How long it must wait then."""
    return settings().voices.wait_minutes


def _may(what: str, tries: int) -> bool:
    asking, limit = f"{what} {household()}", Limit(tries, wait_minutes())
    if must_wait(db.session(), asking, limit):
        return False
    with writing(db.session()) as session:
        return charge(session, asking, limit)
