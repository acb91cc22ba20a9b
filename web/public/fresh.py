"""Pages that know what they are made of: who has a page already is told so, without making it again.

A page's mark is made from its address, the visitor's choices, the day, the site's own files and settings, and a
state of the store: counts that change with whatever a public page shows (the ledger, who serves, places, offices,
who may be named). One query finds it, before anything else is read: what is kept under a mark is never older.

What changes without any of these (how many were heard at a hearing) must not stand on such a page.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache, wraps
from http import HTTPStatus
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask, Response, current_app, make_response, request, session
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.datastructures import Headers
from werkzeug.http import parse_cookie, parse_etags

import rotation
from rotation.district.weeks import this_week, today
from web import assets, language, security
from web.accounts.actor import actor
from web.extensions import db
from web.public.kept_pages import Kept, Page

__all__ = ["fresh", "init_app", "mark"]

V = TypeVar("V", bound=Callable[..., Any])
_FOUND = "rotation.mark"
_LOOKING = frozenset({"GET", "HEAD"})
_LOGINS = ("session", "remember_token")  # the cookies without which nobody is logged in
_WEEKS_AHEAD = timedelta(weeks=3)
_STATE = """
SELECT 'ledger ' || coalesce(max(number), -1) FROM ledger_entry
UNION ALL SELECT 'rosters ' || count(*) || ' ' || coalesce(sum(id), 0) FROM roster WHERE status = 'published'
UNION ALL SELECT 'members ' || count(*) || ' ' || coalesce(sum(version), 0) FROM member
UNION ALL SELECT 'villages ' || count(*) || ' ' || coalesce(sum(version), 0) FROM village
UNION ALL SELECT 'zones ' || count(*) || ' ' || coalesce(sum(version), 0) FROM zone
UNION ALL SELECT 'offices ' || count(*) || ' ' || coalesce(sum(version), 0) FROM office
UNION ALL SELECT 'boards ' || coalesce(max(id), 0) FROM bulletin
UNION ALL SELECT 'district ' || id || ' ' || code || ' ' || name || ' ' || name_en FROM district
UNION ALL SELECT 'day ' || district_id || ' ' || day || ' ' || kind FROM calendar_day
WHERE day BETWEEN '{first}' AND '{last}'
"""


def init_app(app: Flask) -> None:
    """Note what the site is made of, and answer who has a page already before anything else is begun."""
    app.before_request(serve_kept)
    app.extensions["kept_pages"] = Kept()
    app.extensions["made_of"] = _made_of(app)
    with app.app_context():
        app.wsgi_app = _Unchanged(app, db.engine)  # type: ignore[method-assign]  # the way Flask documents


def fresh(*, kept: bool) -> Callable[[V], V]:
    """For a public page made of nothing but the state; `kept`: it is served again as it is while nothing changes."""

    def decorate(view: V) -> V:
        @wraps(view)
        def answer(*args: Any, **kwargs: Any) -> Response:
            if not _is_public():
                return make_response(view(*args, **kwargs))
            known = mark()
            if _names(request.headers.get("If-None-Match", ""), known):
                return _marked(Response(status=HTTPStatus.NOT_MODIFIED), known)
            return _marked(_made(view(*args, **kwargs), known, kept=kept), known)

        answer.is_kept = kept  # type: ignore[attr-defined]  # a function takes any
        return answer  # type: ignore[return-value]  # what a view returns is made an answer by Flask anyhow

    return decorate


def serve_kept() -> Response | None:
    """The page that is asked for, if it is kept: before limits and logins, for it costs next to nothing."""
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "is_kept", False) or request.method not in _LOOKING or not _is_public():
        return None
    page = _kept().page(mark())
    return _marked(Response(page.body, content_type=page.content_type), mark()) if page else None


def mark() -> str:
    """The mark of the page that is asked for; the first to ask must not have read anything of the store before."""
    if _FOUND not in request.environ:
        if db.session.registry.has():
            db.session.rollback()
        made_of: str = current_app.extensions["made_of"]
        request.environ[_FOUND] = _mark(request.environ, made_of, db.engine, request.cookies)
    found: str = request.environ[_FOUND]
    return found


def _made(answer: Any, known: str, *, kept: bool) -> Response:
    response = make_response(answer)
    if kept and response.status_code == HTTPStatus.OK and not session.modified:  # else it may hold a form's token
        _kept().keep(known, Page(response.get_data(), response.content_type or ""))
    return response


def _marked(response: Response, known: str) -> Response:
    if response.status_code in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
        response.set_etag(known)
    return response


def _kept() -> Kept:
    kept: Kept = current_app.extensions["kept_pages"]
    return kept


def _is_public() -> bool:
    """Whether nobody is logged in, and no notice waits to be shown."""
    if not any(name in request.cookies for name in _LOGINS):
        return True
    return actor() is None and "_flashes" not in session


def _names(named: str, known: str) -> bool:
    """Whether somebody names the page's mark; "*" is any page's, so it is left to the page whether it is there."""
    tags = parse_etags(named)
    return not tags.star_tag and tags.contains_weak(known)


def _mark(environ: dict[str, Any], made_of: str, engine: Engine, cookies: Any) -> str:
    asked = (environ.get(name, "") for name in ("SCRIPT_NAME", "PATH_INFO", "QUERY_STRING"))
    chosen = (cookies.get(name, "") for name in language.CHOICES)
    parts = "\n".join((made_of, *asked, *chosen, str(today()), *_state(engine)))
    return hashlib.sha256(parts.encode("utf-8", "surrogateescape")).hexdigest()[:40]


def _state(engine: Engine) -> list[str]:
    monday = this_week().monday
    query = _STATE.format(first=monday, last=monday + _WEEKS_AHEAD)
    found = engine.raw_connection()  # on every request: a statement of SQLAlchemy's takes four times as long
    try:
        with _outside_transactions(engine, found.driver_connection):
            cursor = found.cursor()
            cursor.execute(query)
            return sorted(said for (said,) in cursor.fetchall())
    except engine.dialect.loaded_dbapi.Error as error:
        raise OperationalError(query, None, error) from error
    finally:
        found.close()


@contextmanager
def _outside_transactions(engine: Engine, connection: Any) -> Iterator[None]:
    """Psycopg forgets what it has prepared when a transaction is rolled back; planning costs thrice the answer."""
    if engine.dialect.name != "postgresql":
        yield
        return
    connection.autocommit = True
    try:
        yield
    finally:
        if not connection.closed:  # else it is not used again
            connection.autocommit = False


def _made_of(app: Flask) -> str:
    """The site's own files and settings, so that a new version of either makes every page anew."""
    files = _files(Path(app.root_path), Path(rotation.__file__).parent)
    return hashlib.sha256("\n".join((repr(app.extensions["settings"]), *files)).encode()).hexdigest()


@cache
def _files(*folders: Path) -> list[str]:
    """All files of these folders with their sizes and times; a process runs what it has read at its start."""
    found = (file for folder in folders for file in folder.rglob("*") if "__pycache__" not in file.parts)
    return sorted(f"{file} {file.stat().st_size} {file.stat().st_mtime_ns}" for file in found if file.is_file())


class _Unchanged:
    """Answers those who name the mark of the page as it is now; everything else goes on to the site."""

    def __init__(self, app: Flask, engine: Engine) -> None:
        self.site, self.engine = app.wsgi_app, engine
        self.made_of: str = app.extensions["made_of"]

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        named = environ.get("HTTP_IF_NONE_MATCH")
        if not named or environ["REQUEST_METHOD"] not in _LOOKING:
            return self.site(environ, start_response)
        cookies = parse_cookie(environ)
        if any(name in cookies for name in _LOGINS):
            return self.site(environ, start_response)
        try:
            known = _mark(environ, self.made_of, self.engine, cookies)
        except SQLAlchemyError:
            return self.site(environ, start_response)  # which says it to a person
        if not _names(named, known):
            return self.site(environ, start_response)
        start_response("304 NOT MODIFIED", list(_headers(known)))
        return ()


def _headers(known: str) -> Headers:
    headers = Headers({"ETag": f'"{known}"', "Vary": "Cookie", "Cache-Control": assets.ASK_EACH_TIME})
    headers.update(security.ALWAYS)
    return headers
