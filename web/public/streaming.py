"""Large files for everyone, written while they are read: as everything was at one moment, few of them at a time."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from threading import BoundedSemaphore

from flask import Response
from sqlalchemy.orm import Session
from werkzeug.exceptions import ServiceUnavailable

from rotation.store import reading
from web.extensions import db

AT_ONCE = 3  # in each process: whoever reads slowly holds a connection to the store all the while
PIECE = 64 * 1024
_places = BoundedSemaphore(AT_ONCE)


def streamed(lines: Callable[[Session], Iterator[bytes]], kind: str, name: str) -> Response:
    """A file of this content type and name; 503 where too many are being read already."""
    if not _places.acquire(blocking=False):
        raise ServiceUnavailable
    engine, leave = db.engine, ExitStack()
    leave.callback(_places.release)

    def read() -> Iterator[bytes]:
        with leave, reading(engine) as session:
            yield from _gathered(lines(session))

    answer = Response(read(), content_type=kind)
    answer.call_on_close(leave.close)  # where nothing of it was read
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _gathered(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Pieces of some size: a line at a time would take its time to send."""
    piece, size = list[bytes](), 0
    for line in lines:
        piece.append(line)
        size += len(line)
        if size >= PIECE:
            yield b"".join(piece)
            piece, size = [], 0
    yield b"".join(piece)
