"""What every page with a calendar needs: its language, facts noted as they are now, and the file itself."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Response
from flask_babel import force_locale, get_translations
from sqlalchemy.orm import Session

from rotation import store
from rotation.board.calendars import facts
from rotation.board.calendars.events import Feed, Tongue
from rotation.board.calendars.feeds import Asked
from rotation.board.calendars.ical import CONTENT_TYPE, to_ical
from rotation.store import writing
from web.extensions import db

PRIVATE = "private, no-cache"


@contextmanager
def asked(language: str, *, cancelled: bool = True) -> Iterator[Asked]:
    """What the programme must know to build a feed in this language, as of now."""
    with force_locale(language):
        yield Asked(store.now(), Tongue(get_translations().gettext, language == "en"), cancelled)


def keep_facts(district_id: int) -> Session:
    """A session in which what feeds show of the district is noted as it is now."""
    if not facts.are_noted(db.session(), district_id):
        with writing(db.session()) as session:
            facts.note(session, district_id, store.now())
    return db.session()


def file_answer(feed: Feed, name: str = "") -> Response:
    """The feed as a file to be taken once."""
    answer = Response(to_ical(feed))
    answer.headers["Content-Type"] = CONTENT_TYPE
    answer.headers["Cache-Control"] = PRIVATE
    answer.headers["Content-Disposition"] = f'attachment; filename="one-week-secretary{name}.ics"'
    return answer
