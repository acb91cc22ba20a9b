"""How a feed is asked for, and by whom: language, cancelled terms, the token."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import abort, request

from rotation.board.calendars import links
from rotation.board.calendars.links import FeedLink
from rotation.district.villages import District
from rotation.errors import NotFound
from rotation.store import writing
from web.accounts import Role
from web.accounts.tries import charge, must_wait
from web.accounts.users import user
from web.accounts.whence import household
from web.extensions import db
from web.installation import settings

LANGUAGES = {"zh": "zh_Hans", "zh_Hans": "zh_Hans", "zh-Hans": "zh_Hans", "en": "en"}


@dataclass(frozen=True, slots=True)
class Variant:
    """Which of the forms of a feed is asked for."""

    language: str
    cancelled: bool

    def __str__(self) -> str:
        return f"{self.language}:{int(self.cancelled)}"


def variant(language: str | None = None) -> Variant:
    """What the address asks for; `language` is a private link's own, a public feed's is Chinese or in its address."""
    spoken = language or LANGUAGES.get(request.args.get("lang", ""), "zh_Hans")
    return Variant(spoken, request.args.get("cancelled") != "0")


def link(token: str) -> FeedLink:
    """The private link with this token.

    404 where nobody was given it, 429 after too many of these, 410 where it has ended.
    """
    guesses = f"feed {household()}"
    if must_wait(db.session(), guesses, settings().feeds):
        abort(HTTPStatus.TOO_MANY_REQUESTS)
    found = links.by_token(db.session(), token)
    if found is None:
        with writing(db.session()) as session:
            charge(session, guesses, settings().feeds)
        abort(HTTPStatus.NOT_FOUND)
    if found.ended_at or not _is_still_planner(found):
        abort(HTTPStatus.GONE)
    return found


def _is_still_planner(found: FeedLink) -> bool:
    """A district's feed ends with the login that it was made for."""
    if found.login is None:
        return True
    try:
        owner = user(db.session(), found.login)
    except NotFound:
        return False
    return owner.active and owner.is_a(Role.PLANNER) and owner.district_id == found.district_id


def district(district_id: int) -> District:
    """The district with this key."""
    return db.session.get_one(District, district_id)
