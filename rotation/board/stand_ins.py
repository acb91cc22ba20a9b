"""Looking for stand-ins by itself: the next of the list are asked when it is time, and everybody concerned is told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from rotation.board import telling
from rotation.board.telling import Post
from rotation.district.villages import District
from rotation.district.weeks import CHINA
from rotation.errors import Conflict
from rotation.notices import after_quiet
from rotation.roster import asking, openings, swaps
from rotation.roster.openings import Ask
from rotation.roster.rosters import Roster, published
from rotation.roster.standing_in import ranking
from rotation.roster.unserved import Consequences, Reporter, Unserved, unserved, watched
from rotation.settings import Settings
from rotation.store import for_each, now, trying, writing


def ask_on(
    session: Session, district: District, settings: Settings, number: int, at: datetime | None = None
) -> list[Ask]:
    """Ask the next members of one opening's list, if that is due; worked out first, then done."""
    when = at or now()
    row = openings.opening(session, district, number)
    if not row.is_live or not asking.is_due(session, row, when):
        return []
    try:
        found = ranking(session, district, row, settings, today=when.astimezone(CHINA).date())
    except Conflict:  # the term is not in the roster any more: it is about to be overtaken
        return []
    order = [way.member for way in found.ways]
    with writing(session):
        heard_at = after_quiet(settings.notices, when)
        asked = asking.ask(session, district, number, order, settings, when, heard_at=heard_at)
        telling.asked(Post.of(session, settings, district), openings.opening(session, district, number), asked)
    return asked


def go_on(session: Session, settings: Settings, at: datetime | None = None) -> int:
    """Everything of this that is due, in all districts; returns how many were asked, or told that it is over."""
    when = at or now()
    districts = session.scalars(select(District).order_by(District.code)).all()
    deeds = [partial(each, session, settings, one, when) for one in districts for each in (_ask_on_in, _follow_in)]
    return for_each(session, deeds, lambda deed: deed())


def _ask_on_in(session: Session, settings: Settings, district: District, at: datetime) -> int:
    due = [row.id for row in asking.due(session, district, at)]
    return for_each(session, due, lambda number: len(ask_on(session, district, settings, number, at)))


def _follow_in(session: Session, settings: Settings, district: District, at: datetime) -> int:
    if not (openings.live(session, district) or swaps.live(session, district)):
        return 0  # as in most minutes: nobody who writes need wait
    with writing(session):
        return follow(Post.of(session, settings, district), at)


def follow(post: Post, at: datetime | None = None) -> int:
    """Let openings and swaps follow the roster in force, and tell those for whom that ends them."""
    overtaken = openings.overtaken(post.session, post.district, at)
    for row in overtaken:
        telling.spared(post, row, openings.silent(post.session, row))
    lapsed = swaps.follow(post.session, post.district, at)
    for swap in lapsed:
        telling.swap_ended(post, swap)
    return len(overtaken) + len(lapsed)


def tell_of_version(
    session: Session, settings: Settings, district: District, roster: Roster, before: Roster | None
) -> list[str]:
    """After a new version: tell those for whom it changes something (who they are is returned), and follow it."""
    post = Post.of(session, settings, district)
    told = telling.published(post, roster, before, today=now().astimezone(CHINA).date())
    follow(post)
    return told


@contextmanager
def changing(
    session: Session, settings: Settings, district: District, reporter: Reporter, *conditions: ColumnElement[bool]
) -> Iterator[Consequences]:
    """Change facts inside a unit of work: what becomes impossible is opened; who need not stand in any more is told.

    `conditions` on Term narrow down which terms the change can be about.
    """
    with watched(session, district, settings, reporter, *conditions) as found:
        yield found
    if not found.ended:
        return  # as with most changes: nobody's name is needed
    post = Post.of(session, settings, district)
    for row in found.ended:
        telling.spared(post, row, openings.silent(session, row))


def would_open(
    session: Session, district: District, change: Callable[[Session], object], *, today: date
) -> list[Unserved]:
    """The published terms that a change of facts would make impossible: it is done, looked at, and undone."""
    if published(session, district.id) is None:
        return []
    before = unserved(session, district, today=today)
    with trying(session):
        change(session)
        session.flush()
        after = unserved(session, district, today=today)
    return [lost for key, lost in after.items() if key not in before]
