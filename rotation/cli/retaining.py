"""What is over is kept for a while and no longer: everything that has a period is erased here, each kind by itself.

How long tellers and helpers can be reached is the record's (rotation.record.retention), files to be imported are there
for a day; the other periods stand in config.toml. Logins and their record are looked after where somebody logs in.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from rotation import jobs, notices
from rotation.board import uploads
from rotation.board.calendars import links
from rotation.record import retention
from rotation.roster import openings, swaps
from rotation.settings import Settings
from rotation.store import for_each, now, writing

Piece = Callable[[Session], int]


def retain(session: Session, settings: Settings, at: datetime | None = None) -> int:
    """Erase all that has been kept long enough, piece by piece; how much. What fails for one kind hinders no other."""
    return for_each(session, _kinds(settings, at or now()), partial(_erase, session))


def _kinds(settings: Settings, at: datetime) -> Iterator[Piece]:
    kept = settings.retention
    yield lambda session: len(retention.keep(session, at=at))
    yield partial(notices.forget_old, before=at - timedelta(days=kept.notice_days))
    yield partial(openings.forget_asked, before=at - timedelta(days=kept.asked_days))
    yield partial(swaps.forget_old, before=at - timedelta(days=kept.asked_days))
    yield partial(links.forget_owners, before=at - timedelta(days=kept.link_days))
    yield partial(jobs.forget_old, before=at - timedelta(days=kept.job_days))
    yield uploads.erase_old


def _erase(session: Session, piece: Piece) -> int:
    count = 0
    while True:
        with writing(session):
            erased = piece(session)
        if not erased:
            return count
        count += erased
