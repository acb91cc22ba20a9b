"""How often a secret may be tried. Each try is charged before it is checked, so that many at once gain nothing."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from sqlalchemy import case, delete, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from rotation import store
from web.accounts.models import LoginTries

__all__ = ["Limit", "Limits", "charge", "forgive", "must_wait", "take_back"]

_KEPT = timedelta(days=1)


class Limits(Protocol):
    """So many tries in a row, then a wait of so many minutes."""

    @property
    def tries(self) -> int:
        """How many."""

    @property
    def wait_minutes(self) -> int:
        """How long."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The same, said here."""

    tries: int
    wait_minutes: int


def charge(session: Session, what: str, limits: Limits) -> bool:
    """Count one try at `what` (a login's name, known or not); False where it must wait, which is not counted.

    Belongs in a unit of work of its own that is committed before the secret is looked at.
    """
    now = store.now()
    session.execute(delete(LoginTries).where(LoginTries.last_at < now - max(_KEPT, _wait(limits))))
    over = LoginTries.last_at <= now - _wait(limits)
    dialect = session.get_bind().dialect.name
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(LoginTries)
    charged = session.execute(
        insert.values(login=_known_by(what), failures=1, last_at=now)
        .on_conflict_do_update(
            index_elements=[LoginTries.login],
            set_={"failures": case((over, 1), else_=LoginTries.failures + 1), "last_at": now},
            where=or_(LoginTries.failures < limits.tries, over),
        )
        .returning(LoginTries.failures)
    )
    return charged.first() is not None


def must_wait(session: Session, what: str, limits: Limits) -> bool:
    """Whether a try at `what` would be refused: with it a flood is refused without writing anything."""
    lately = LoginTries.last_at > store.now() - _wait(limits)
    query = select(LoginTries.failures).where(LoginTries.login == _known_by(what), lately)
    return (session.scalar(query) or 0) >= limits.tries


def forgive(session: Session, what: str) -> None:
    """Forget the tries at `what`: the secret was right."""
    session.execute(delete(LoginTries).where(LoginTries.login == _known_by(what)))


def take_back(session: Session, what: str) -> None:
    """Count one try at `what` less: that secret was right, which says nothing of the tries of others."""
    mine = (LoginTries.login == _known_by(what), LoginTries.failures > 0)
    session.execute(update(LoginTries).where(*mine).values(failures=LoginTries.failures - 1))


def _wait(limits: Limits) -> timedelta:
    return timedelta(minutes=limits.wait_minutes)


def _known_by(what: str) -> str:
    return hashlib.sha256(what.encode()).hexdigest()
