"""When a feed's content changed last, whatever the reason: a publication, an erasure, or the passing of eight weeks.

A feed can change with nothing in it to say when (its last event gone), so its digest is kept with the moment at which
the site first had it. That moment only ever goes forward, by a second at least: it is what Last-Modified can tell.
"""

from datetime import datetime, timedelta

from sqlalchemy import String
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.store import Base


class FeedMark(Base):
    """What a feed held when it was asked for last (its digest), and since when."""

    __tablename__ = "calendar_mark"

    feed: Mapped[str] = mapped_column(String(120), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime]


def since(session: Session, feed: str, digest: str) -> datetime | None:
    """Since when the feed has held this content; None where that is not written down yet."""
    held = session.get(FeedMark, feed)
    return held.since if held and held.digest == digest else None


def mark(session: Session, feed: str, digest: str, now: datetime) -> datetime:
    """Write down that the feed holds this content now, and return since when."""
    held = session.get(FeedMark, feed, with_for_update=True, populate_existing=True)
    moment = now.replace(microsecond=0)
    if held is None:
        held = FeedMark(feed=feed, digest=digest, since=moment)
        session.add(held)
    elif held.digest != digest:
        held.digest, held.since = digest, max(moment, held.since + timedelta(seconds=1))
    session.flush()
    return held.since
