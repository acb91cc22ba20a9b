"""Messages that wait (for the end of the quiet hours, for a channel, for a telephone call) and lose their point.

Before anything is sent, each of them is looked at again: whose cause has gone is dropped, and its fate says so. What
only tells that something is over keeps its point.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation import notices
from rotation.board.reminders import KINDS as REMINDERS
from rotation.board.reminders import still_due
from rotation.board.telling import OFFERED, Post
from rotation.district.villages import District
from rotation.notices import Notice, Send
from rotation.roster import openings, swaps
from rotation.roster.knowing import known_versions
from rotation.settings import Settings
from rotation.store import for_each, now, writing


def flush(session: Session, settings: Settings, send: Send | None = None, at: datetime | None = None) -> int:
    """Send what is due and still has its point; returns how many were sent, or tried."""
    when = at or now()
    if notices.is_any_due(session, when):
        drop_lapsed(session, settings, when)
    return notices.send_due(session, settings.notices, send, when)


def drop_lapsed(session: Session, settings: Settings, at: datetime | None = None) -> int:
    """Drop each message that waits though its cause has gone; returns how many."""
    when = at or now()
    districts = session.scalars(select(District).order_by(District.code)).all()
    return for_each(session, districts, lambda district: _drop_lapsed_in(session, settings, district, when))


def _drop_lapsed_in(session: Session, settings: Settings, district: District, at: datetime) -> int:
    waiting = notices.waiting(session, district.id)
    lapsed = _lapsed(Post.of(session, settings, district), waiting, at) if waiting else []
    if lapsed:
        with writing(session):
            notices.drop(session, lapsed)
    return len(lapsed)


def _lapsed(post: Post, waiting: Collection[Notice], at: datetime) -> list[str]:
    """The keys of those whose cause has gone."""
    mine = {one.key.removeprefix(post.key("")): one for one in waiting}
    made_at = {key: one.made_at for key, one in mine.items()}
    holding = _asked(post) | _offered(post, at) | still_due(post, made_at, at)
    known = known_versions(post.session, post.district)
    return [one.key for key, one in mine.items() if not _holds(key, holding, known.get(one.to, 0))]


def _holds(key: str, holding: Collection[str], known: int) -> bool:
    """Whether a message still has its point; `known` is the newest version that its reader knows."""
    kind, *rest = key.split(":")
    if kind == "published":
        return int(rest[0]) > known
    asks = kind in REMINDERS or kind == "asked" or key.endswith(OFFERED)
    return key in holding or not asks


def _asked(post: Post) -> set[str]:
    """Who has been asked to stand in and has not answered: opening and member."""
    return {f"asked:{number}:{member}" for number, member in openings.all_silent(post.session, post.district)}


def _offered(post: Post, at: datetime) -> set[str]:
    """The offers to swap that wait for an answer."""
    live = swaps.live(post.session, post.district)
    return {f"swap:{row.id}{OFFERED}" for row in live if row.state is swaps.State.OFFERED and row.until > at}
