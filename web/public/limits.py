"""How much may be said and looked up from one place without a login: counted in rows, the same for every process."""

from dataclasses import dataclass

from rotation.store import writing
from web.accounts.tries import charge
from web.accounts.whence import household
from web.extensions import db


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries in a row, then a wait of so many minutes."""

    tries: int
    wait_minutes: int


VOICES = Limit(tries=40, wait_minutes=10)  # a whole village may share one address
SLIPS = Limit(tries=40, wait_minutes=10)  # of 10^11 codes


def may(what: str, limit: Limit) -> bool:
    """Count one try at `what` from where the request comes; False where it must wait."""
    with writing(db.session()) as session:
        return charge(session, f"{what} {household()}", limit)
