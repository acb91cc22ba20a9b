"""Answers that carry a calendar: with a mark of their content, and none where the client has it already."""

import hashlib
from datetime import UTC, datetime
from http import HTTPStatus

from flask import Response, request
from werkzeug.http import parse_date, parse_etags

from rotation import store
from rotation.board.calendars import marks
from rotation.board.calendars.events import Feed
from rotation.board.calendars.ical import CONTENT_TYPE, to_ical
from rotation.store import writing
from web.extensions import db

PUBLIC = "public, no-cache"


def feed_answer(key: str, feed: Feed, control: str) -> Response:
    """The feed, or 304 where the client has just this. `key` names the feed and its form for good."""
    body = to_ical(feed)
    digest = hashlib.sha256(body).hexdigest()
    changed = _since(key, digest)
    known = client_has(digest, changed)
    answer = Response(b"" if known else body, HTTPStatus.NOT_MODIFIED if known else HTTPStatus.OK)
    answer.headers["Content-Type"] = CONTENT_TYPE
    answer.headers["Cache-Control"] = control
    answer.set_etag(digest)
    answer.last_modified = min(changed, store.now())  # several changes within a second lie ahead of the clock
    return answer


def client_has(digest: str, changed: datetime) -> bool:
    """Whether the request says that its sender has this content; its marks count before its date (RFC 9110, 13.2.2)."""
    if (marks_known := request.headers.get("If-None-Match")) is not None:
        return parse_etags(marks_known).contains_weak(digest)
    date_known = parse_date(request.headers.get("If-Modified-Since"))
    return date_known is not None and changed <= date_known.astimezone(UTC)


def _since(key: str, digest: str) -> datetime:
    held = marks.since(db.session(), key, digest)
    if held is not None:
        return held
    with writing(db.session()) as session:
        return marks.mark(session, key, digest, store.now())
