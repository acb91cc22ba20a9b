"""What a visitor sees when something is not as it should be: what happened, and what to do now."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask_babel import gettext, lazy_gettext
from sqlalchemy.exc import IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import Forbidden, HTTPException, InternalServerError, RequestEntityTooLarge

from rotation.errors import Conflict, InvalidInput, NotAllowed, NotFound, RotationError, Speaking, StoreError
from web.dates import unbroken
from web.extensions import db
from web.installation import settings

__all__ = ["LoginEnded", "WayOn", "init_app", "show_rotation_error", "told", "wants_json"]

_ = lazy_gettext
_PAGES = {
    400: (_("This request cannot be read"), _("Go back, check what you entered, and send it again.")),
    403: (_("This page is not for your login"), _("Log in with another login, or ask the person who runs this site.")),
    404: (
        _("There is no such page"),
        _("Check the address. If a link led here, the page may have been taken away: start again from the first page."),
    ),
    405: (_("This page cannot be used like that"), _("Go back and use the buttons of the page.")),
    410: (_("This link has been ended"), _("Ask whoever gave it to you for a new one.")),
    413: (_("This is too large"), _("Go back and choose a smaller file.")),
    429: (_("Too many requests"), _("Wait a minute and try again.")),
    503: (_("The server is busy"), _("Nothing was changed. Wait a minute and try again.")),
}
_KINDS = {
    NotFound: HTTPStatus.NOT_FOUND,
    NotAllowed: HTTPStatus.FORBIDDEN,
    Conflict: HTTPStatus.CONFLICT,
    InvalidInput: HTTPStatus.BAD_REQUEST,
    StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
}


class LoginEnded(Forbidden):
    """A form was sent after the login had ended: nothing is done, and what was typed is kept through the next login."""


@dataclass(frozen=True, slots=True)
class WayOn:
    """A link from a page of an error to where one can go on."""

    url: str
    text: str


def init_app(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(RotationError, show_rotation_error)
    app.register_error_handler(RequestEntityTooLarge, show_too_large)
    app.register_error_handler(HTTPException, show_http_error)
    for clash in (OperationalError, IntegrityError, StaleDataError, NoConnection):
        app.register_error_handler(clash, show_busy)
    app.register_error_handler(InternalServerError, show_failure)
    app.jinja_env.filters["told"] = lambda said: unbroken(told(said))


def told(said: Speaking) -> str:
    """What an error or another sentence of the programme says, in the visitor's language."""
    return said.text(gettext)


def wants_json() -> bool:
    """Whether a script asks, and not a person: the answer would have been JSON, or JSON is asked for."""
    if request.path.endswith((".json", ".jsonl")):
        return True
    return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def show_rotation_error(error: RotationError, ways_on: Sequence[WayOn] = ()) -> Response:
    """Something that the programme refused, in its own words; a room adds where to go on, the nearest first."""
    status = next((status for kind, status in _KINDS.items() if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)
    title = _PAGES[404][0] if status == HTTPStatus.NOT_FOUND else gettext("This cannot be done")
    return _page(status, title, told(error), ways_on=ways_on)


def show_too_large(error: RequestEntityTooLarge) -> Response:  # noqa: ARG001 - the limit is in the settings
    """An upload beyond the limit, which is named."""
    mib = settings().site.upload_mib
    advice = gettext("A file may have up to %(mib)s MiB. Go back and choose a smaller one.", mib=mib)
    return _page(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _PAGES[413][0], advice)


def show_http_error(error: HTTPException) -> Response:
    """Any other error that HTTP has a number for; a redirect passes."""
    code = error.code or HTTPStatus.BAD_REQUEST
    if code < HTTPStatus.BAD_REQUEST:
        return make_response(error.get_response())
    title, advice = _PAGES.get(code, _PAGES[400])
    return _page(code, title, advice)


def show_busy(error: SQLAlchemyError) -> Response:
    """The database could not be written or reached, or somebody else stored the same thing in the same moment."""
    number = _logged(error)
    return _page(HTTPStatus.SERVICE_UNAVAILABLE, *_PAGES[503], number=number)


def show_failure(error: InternalServerError) -> Response:
    """A fault of ours: Flask has just logged it, a number goes with it, and the visitor is told that number."""
    number = _logged(error.original_exception or error)
    advice = gettext(
        "Nothing was changed. Try again; if it happens again, give this number to the person who runs this site:"
    )
    return _page(HTTPStatus.INTERNAL_SERVER_ERROR, gettext("Something went wrong here"), advice, number=number)


def _logged(error: BaseException) -> str:
    number = secrets.token_hex(4)
    where = request.url_rule or "no page of ours"  # an address may hold a secret, its pattern does not
    current_app.logger.error("failure %s at %s %s: %r", number, request.method, where, error)
    db.session.rollback()
    g._login_user = None  # noqa: SLF001 - the page must need no database, not even to know who asks
    return number


def _page(status: int, title: object, advice: object, **more: object) -> Response:
    if wants_json():
        return make_response(jsonify(error=str(title), advice=str(advice), number=more.get("number", "")), status)
    return make_response(render_template("errors/error.html", title=title, advice=advice, **more), status)
