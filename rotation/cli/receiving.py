"""How a request is received: whole before the site begins with it, and within its time.

gunicorn's threads wait for whoever has begun to speak. Here a request whose head or body does not come in time is let
go, so that those who send slowly, or never end, take nobody's turn for long and hold no connection to the database.
"""

import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from socket import SHUT_RDWR, socket
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from gunicorn.http.errors import NoMoreData
from gunicorn.workers.gthread import ThreadWorker
from werkzeug.wsgi import ClosingIterator

from rotation import settings as configuration

__all__ = ["ReceivingWorker", "Whole"]

HEAD_SECONDS = 15
_PIECE = 64 * 1024
_IN_MEMORY = 512 * 1024
_MIB = 1024 * 1024
Site = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class ReceivingWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's worker of threads, which lets go who takes too long to say what is wanted."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settings = configuration.load()
        self.until: dict[socket, float] = {}
        self.wsgi: Site

    def load_wsgi(self) -> None:
        """Put what waits for whole requests before the site."""
        super().load_wsgi()
        self.wsgi = Whole(self.wsgi, self.settings.site.upload_mib * _MIB, self.received)

    def handle(self, conn: Any) -> Any:
        """A connection on which something has come in."""
        self.until[conn.sock] = time.monotonic() + HEAD_SECONDS
        try:
            return super().handle(conn)
        finally:
            self.received(conn.sock)

    def handle_request(self, req: Any, conn: Any) -> Any:
        """A request whose head is there."""
        self.until[conn.sock] = time.monotonic() + self.settings.server.request_seconds
        return super().handle_request(req, conn)

    def received(self, sender: socket) -> None:
        """The request is there: what comes now takes as long as it takes."""
        self.until.pop(sender, None)

    def murder_pending(self) -> None:
        """Called about once a second: end what has taken too long."""
        super().murder_pending()
        now = time.monotonic()
        for sender in [one for one, until in list(self.until.items()) if until < now]:
            with suppress(OSError):
                sender.shutdown(SHUT_RDWR)  # the thread that waits for it wakes up, and is free


class Whole:
    """Reads what is sent to its end before `site` begins; more than `most` bytes are left to the site to refuse."""

    def __init__(self, site: Site, most: int, received: Callable[[socket], None]) -> None:
        self.site, self.most, self.received = site, most, received

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """As WSGI has it."""
        length = int(environ.get("CONTENT_LENGTH") or 0)
        with ExitStack() as on_failure:
            kept = None
            if length <= self.most and (length or environ.get("HTTP_TRANSFER_ENCODING")):
                kept = on_failure.enter_context(SpooledTemporaryFile(_IN_MEMORY))
                self._read(environ["wsgi.input"], kept, length)
                environ["wsgi.input"] = kept
            self.received(environ["gunicorn.socket"])
            answer = self.site(environ, start_response)
            on_failure.pop_all()
        return ClosingIterator(answer, kept.close) if kept else answer

    def _read(self, sent: Any, kept: IO[bytes], length: int) -> None:
        left = self.most + 1
        while left and (piece := sent.read(min(left, _PIECE))):
            kept.write(piece)
            left -= len(piece)
        if kept.tell() < length:
            raise NoMoreData
        kept.seek(0)
