"""PDFs that are kept: each is made once, by one at a time, and served again as long as what it shows is the same.

One that is for somebody's eyes only is kept by nobody: not here once it was handed out, and in no browser.

Making one takes a moment, so it is done outside every transaction, and only a few may wait for it: who comes when
they do is asked to come again, and everybody else goes on reading pages meanwhile. For a large district's boards, which
take a minute or more, nobody waits: one PDF of them at a time is made, by whichever process, while a page looks again
by itself.
"""

import fcntl
import hashlib
from collections.abc import Iterable
from contextlib import suppress
from enum import Enum
from http import HTTPStatus
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread
from typing import IO

from flask import Flask, Response, current_app, request
from flask_babel import gettext as _
from werkzeug.http import parse_etags

from rotation.board import papers
from rotation.errors import N_, FileRefused, StoreError
from rotation.files import write_whole
from web.errors import WayOn, show_rotation_error
from web.extensions import db
from web.installation import settings
from web.paper import NoPaper, pdf_of, require_paper

__all__ = ["Eyes", "pdf_answer"]

MOST_KEPT = 300
AT_MOST_WAIT = 2
WAITED_FOR = 20  # documents of a PDF; each takes about half a second
RETRY_SECONDS = 20
MAKER = "papers"
TURN = "turn.lock"
NOT_NOW = N_("These sheets cannot be made ready for printing now. Until they can, print the page from the browser.")
_queue = BoundedSemaphore(AT_MOST_WAIT)
_one_at_a_time = Lock()
_lost: set[str] = set()  # what could not be made, or kept, and nobody has been told of yet


class Eyes(Enum):
    """Whom a PDF is for."""

    EVERYBODYS = "everybody's"
    OWN = "own"


class TooMany(StoreError):
    """Others are waiting for their PDFs already."""


class BeingMade(TooMany):
    """It is a long one, and is being made while nobody waits."""


def pdf_answer(pages: Iterable[str], name: str, instead: str, eyes: Eyes = Eyes.EVERYBODYS) -> Response:
    """These pages (whole HTML documents) as one PDF of this file name; `instead` is the page that can be printed too.

    Its mark is made from the pages themselves: what is kept can show nothing else.
    """
    documents, private = list(pages), eyes is Eyes.OWN
    db.session.remove()  # nobody else is to wait while the PDF is made
    known = hashlib.sha256("\0".join(documents).encode()).hexdigest()[:40]
    if not private and parse_etags(request.headers.get("If-None-Match")).contains_weak(known):
        return _marked(Response(status=HTTPStatus.NOT_MODIFIED), known)
    try:
        made = _kept(known) or _made_now_or_apart(known, documents, kept=not private)
    except (NoPaper, TooMany) as error:
        return _refused(error, instead)
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return _handed_out(response, known) if private else _marked(response, known)


def _handed_out(response: Response, known: str) -> Response:
    """One that was made apart has been waiting on the disk for this."""
    with suppress(OSError):
        _file(known).unlink(missing_ok=True)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _refused(error: StoreError, instead: str) -> Response:
    response = show_rotation_error(error, [WayOn(instead, _("To the page, which can be printed too"))])
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    if isinstance(error, BeingMade):
        response.headers["Refresh"] = str(RETRY_SECONDS)
    return response


def _marked(response: Response, known: str) -> Response:
    response.set_etag(known)
    response.headers["Cache-Control"] = "no-cache"
    return response


def _made_now_or_apart(known: str, documents: list[str], *, kept: bool) -> bytes:
    if len(documents) <= WAITED_FOR:
        return _made(known, documents, kept=kept)
    require_paper()
    if known in _lost:
        _lost.discard(known)  # who asks again after having been told has it tried again
        raise NoPaper(NOT_NOW)
    if turn := _turn():
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's own way
        Thread(target=_make_apart, args=(app, turn, known, documents), name=MAKER, daemon=True).start()
    raise BeingMade(
        N_("These sheets are being made ready for printing. It takes a minute or two; this page looks again by itself.")
    )


def _turn() -> IO[bytes] | None:
    """What gives the turn back when it is closed, or its process ends; None while somebody else has it.

    Raises NoPaper where nothing could be kept: it would be made for nothing.
    """
    folder = _folder()
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        turn = (folder / TURN).open("ab")
    except OSError:
        current_app.logger.warning("no PDF can be kept in %s", folder)
        raise NoPaper(NOT_NOW) from None
    try:
        fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        turn.close()
        return None
    return turn


def _make_apart(app: Flask, turn: IO[bytes], known: str, documents: list[str]) -> None:
    with turn, app.app_context():
        try:
            if not _file(known).exists():  # else it has just been made elsewhere
                _keep(known, pdf_of(*documents))
        except Exception:  # whatever it is: a page that looks again and again must be told
            app.logger.exception("a PDF could not be made")
        if not _file(known).exists():
            _lost.add(known)


def _made(known: str, documents: list[str], *, kept: bool) -> bytes:
    if not _queue.acquire(blocking=False):
        raise TooMany(N_("Several sheets are being made ready for printing. Wait a minute and try again."))
    try:
        with _one_at_a_time:
            return _kept(known) or _keep(known, pdf_of(*documents)) if kept else pdf_of(*documents)
    finally:
        _queue.release()


def _folder() -> Path:
    return papers.folder(settings().instance)


def _file(known: str) -> Path:
    return _folder() / f"{known}.pdf"


def _kept(known: str) -> bytes | None:
    try:
        return _file(known).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _keep(known: str, made: bytes) -> bytes:
    """Keep a PDF, and let go of the oldest; where nothing can be written it is made anew each time."""
    folder = _folder()
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        write_whole(_file(known), made, 0o600)
        for old in sorted(folder.glob("*.pdf"), key=lambda file: file.stat().st_mtime_ns)[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
    except (OSError, FileRefused):
        current_app.logger.warning("a PDF could not be kept in %s", folder)
    return made
