"""How often addresses that nobody was given have been asked for: counted in rows, the same for every process."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import String, case, delete, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.sections import Feeds
from rotation.store import Base, now

KEPT = timedelta(days=1)


class FeedGuesses(Base):
    """Wrong tokens in a row from one place of the net, known here by the hash of its address."""

    __tablename__ = "feed_guesses"

    origin: Mapped[str] = mapped_column(String(64), primary_key=True)
    wrong: Mapped[int]
    last_at: Mapped[datetime]


def must_wait(session: Session, origin: str, limits: Feeds) -> bool:
    """Whether there were too many from this place, the last of them not long enough ago."""
    held = session.scalar(select(FeedGuesses).where(FeedGuesses.origin == _known_by(origin)))
    return held is not None and held.wrong >= limits.tries and held.last_at > now() - _wait(limits)


def count(session: Session, origin: str, limits: Feeds) -> None:
    """Count one wrong token; after a wait the count begins anew."""
    session.execute(delete(FeedGuesses).where(FeedGuesses.last_at < now() - max(KEPT, _wait(limits))))
    over = FeedGuesses.last_at <= now() - _wait(limits)
    dialect = session.get_bind().dialect.name
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(FeedGuesses)
    session.execute(
        insert.values(origin=_known_by(origin), wrong=1, last_at=now()).on_conflict_do_update(
            index_elements=[FeedGuesses.origin],
            set_={"wrong": case((over, 1), else_=FeedGuesses.wrong + 1), "last_at": now()},
            where=or_(FeedGuesses.wrong < limits.tries, over),
        )
    )


def _wait(limits: Feeds) -> timedelta:
    return timedelta(minutes=limits.wait_minutes)


def _known_by(origin: str) -> str:
    return hashlib.sha256(origin.encode()).hexdigest()
