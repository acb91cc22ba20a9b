"""The feeds themselves: by a token, of a village, of a zone; and what is taken once."""

from http import HTTPStatus
from typing import TypeVar

from flask import Response, abort
from sqlalchemy import select

from rotation import store
from rotation.board.calendars import feeds, links
from rotation.board.calendars.events import Feed
from rotation.board.calendars.feeds import Asked
from rotation.board.calendars.links import FeedLink
from rotation.district.villages import Village, Zone
from rotation.district.weeks import Week
from rotation.errors import N_, NotFound
from rotation.store import writing
from web.calendars import PRIVATE, asked, file_answer, keep_facts
from web.extensions import db
from web.feeds.answering import PUBLIC, feed_answer
from web.feeds.asked import district, link, variant
from web.feeds.room import room
from web.language import speaks_for_itself

P = TypeVar("P", bound=Village | Zone)


@room.get("/feeds/<token>.ics")
@speaks_for_itself
def private(token: str) -> Response:
    """A member's own feed, or the district's for a planner."""
    found = link(token)
    key, wanted = _key(found), variant(found.language)
    if links.is_worth_noting(found, store.now()):
        number = found.id
        with writing(db.session()) as session:
            links.note_fetch(session, number, store.now())
    with asked(wanted.language, cancelled=wanted.cancelled) as how:
        feed = _private_feed(found, how)
    return feed_answer(f"{key}:{wanted}", feed, PRIVATE)


@room.get("/feeds/<token>/year.ics")
def private_year(token: str) -> Response:
    """All terms of a member from this week on, to be taken once."""
    found = _members_link(token)
    session = keep_facts(found.district_id)
    with asked(found.language) as how:
        feed = feeds.member_year(session, district(found.district_id), found.member or "", how)
    return file_answer(feed)


@room.get("/feeds/<token>/<week>.ics")
def private_term(token: str, week: str) -> Response:
    """One term of a member, to be taken once."""
    found = _members_link(token)
    which = Week.parse(week)
    session = keep_facts(found.district_id)
    with asked(found.language) as how:
        feed = feeds.member_term(session, district(found.district_id), found.member or "", which, how)
    return file_answer(feed, f"-{which}")


@room.get("/villages/<code>.ics")
@speaks_for_itself
def village(code: str) -> Response:
    """Who serves in a village, and its hearings, for anyone."""
    return _public_answer(Village, code)


@room.get("/zones/<code>.ics")
@speaks_for_itself
def zone(code: str) -> Response:
    """The troubleshooters of a zone, for anyone."""
    return _public_answer(Zone, code)


def public_place(kind: type[P], code: str) -> P:
    """The village or zone of that code; its feed outlives its service, so that cancellations still arrive."""
    found = db.session.scalar(select(kind).where(kind.code == code))
    if found is None:
        raise NotFound(N_("There is no village or zone “%(code)s”."), code=code)
    return found


def _public_answer(kind: type[Village] | type[Zone], code: str) -> Response:
    keep_facts(public_place(kind, code).district_id)
    wanted = variant()
    with asked(wanted.language, cancelled=wanted.cancelled) as how:
        feed = feeds.place_feed(db.session(), public_place(kind, code), how)
    return feed_answer(f"place:{code}:{wanted}", feed, PUBLIC)


def _key(found: FeedLink) -> str:
    return f"member:{found.member}" if found.member else f"district:{found.district_id}"


def _private_feed(found: FeedLink, how: Asked) -> Feed:
    session = keep_facts(found.district_id)
    where = district(found.district_id)
    return (
        feeds.member_feed(session, where, found.member, how)
        if found.member
        else feeds.district_feed(session, where, how)
    )


def _members_link(token: str) -> FeedLink:
    found = link(token)
    if found.member is None:
        abort(HTTPStatus.NOT_FOUND)
    return found
