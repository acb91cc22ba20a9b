"""How a request is received: whole before the site begins with it, and within its time.

gunicorn's threads wait for whoever has begun to speak. Here they are many, and those of them that make an answer few:
a request whose head or body does not come in time is let go, so that those who send slowly, or never end, take
nobody's turn and hold no connection to the database.
"""

from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from socket import SHUT_RDWR, socket
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore
from typing import IO, Any

from gunicorn.http.errors import NoMoreData
from gunicorn.util import close_graceful
from gunicorn.workers.gthread import ThreadWorker
from werkzeug.wsgi import ClosingIterator

from rotation import settings as configuration
from rotation.cli.deadlines import Deadlines
from rotation.cli.sending import PIECE, sent
from rotation.settings import Settings

__all__ = ["ReceivingWorker", "Whole"]

HEAD_SECONDS = 15
_IN_MEMORY = 512 * 1024
_MIB = 1024 * 1024
Site = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class ReceivingWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's worker of threads, which lets go who takes too long to say what is wanted, or to take the answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.settings = configuration.load()
        self.deadlines = Deadlines()
        self.wsgi: Site

    def load_wsgi(self) -> None:
        """Put what waits for whole requests before the site."""
        super().load_wsgi()
        self.wsgi = Whole(self.wsgi, self.settings, self.deadlines)

    def handle(self, conn: Any) -> Any:
        """A connection on which something has come in."""
        self.deadlines.give(conn.sock, min(HEAD_SECONDS, self.settings.server.request_seconds))
        try:
            stays = super().handle(conn)
        finally:
            self.deadlines.lift(conn.sock)
        if not stays:
            _see_off(conn.sock)
        return stays

    def handle_request(self, req: Any, conn: Any) -> Any:
        """A request whose head is there."""
        self.deadlines.give(conn.sock, self.settings.server.request_seconds)
        return super().handle_request(req, conn)

    def murder_pending(self) -> None:
        """Called about once a second: end what has taken too long."""
        super().murder_pending()
        self.deadlines.enforce()


def _see_off(peer: socket) -> None:
    """Wait until the other side has taken the end, but not for long.

    gunicorn does it where it listens for everybody; after this it has nothing to wait for any more.
    """
    with suppress(OSError):
        close_graceful(peer.dup())
    with suppress(OSError):
        peer.shutdown(SHUT_RDWR)


class Whole:
    """Has `site` begin when the request is there to its end, with so many at once as it may answer.

    More than may be uploaded is not read: it is left to the site to refuse.
    """

    def __init__(self, site: Site, settings: Settings, deadlines: Deadlines) -> None:
        self.site, self.deadlines = site, deadlines
        self.most, self.seconds = settings.site.upload_mib * _MIB, settings.server.answer_seconds
        self.turns = BoundedSemaphore(settings.server.threads)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """As WSGI has it."""
        length, peer = int(environ.get("CONTENT_LENGTH") or 0), environ["gunicorn.socket"]
        with ExitStack() as opened:
            if length <= self.most and (length or environ.get("HTTP_TRANSFER_ENCODING")):
                kept = opened.enter_context(SpooledTemporaryFile(_IN_MEMORY))
                self._read(environ["wsgi.input"], kept, length)
                environ["wsgi.input"] = kept
                environ["CONTENT_LENGTH"] = str(kept.tell())
                environ.pop("HTTP_TRANSFER_ENCODING", None)  # it is whole now, and weighed as all others
                kept.seek(0)
            self.deadlines.lift(peer)
            with self.turns:
                answer = self.site(environ, start_response)
            opened.callback(getattr(answer, "close", lambda: None))
            return ClosingIterator(sent(answer, peer, self.deadlines, self.seconds), opened.pop_all().close)

    def _read(self, coming: Any, kept: IO[bytes], length: int) -> None:
        left = self.most + 1
        while left and (piece := coming.read(min(left, PIECE))):
            kept.write(piece)
            left -= len(piece)
        if kept.tell() < length:
            raise NoMoreData
