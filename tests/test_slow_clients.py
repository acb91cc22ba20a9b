"""Real servers with their processes: who sends or reads slowly takes nobody's turn, and is let go."""

import io
import os
import socket
import threading
from types import SimpleNamespace
from urllib.request import urlopen

import pytest
from gunicorn.http.errors import NoMoreData

from rotation.cli import sending
from rotation.cli.deadlines import Deadlines
from rotation.cli.receiving import Whole
from rotation.cli.sending import PIECE, sent
from tests.plain_site import LARGE, MIB, served

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
BODY = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nusername="
CHUNKS = b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"
AGAIN = b"GET /a HTTP/1.1\r\nHost: localhost\r\n\r\nGET /b HTTP/1.1\r\nHost: "
SECONDS = 60
MOST_MIB = 1


@pytest.fixture(scope="module")
def patient(tmp_path_factory):
    """A server that waits for ten minutes: whoever is served meanwhile waits for nobody to be let go."""
    with served(tmp_path_factory.mktemp("patient"), request_seconds=600, answer_seconds=600) as site:
        yield site


@pytest.fixture(scope="module")
def hasty(tmp_path_factory):
    """A server that waits for a second."""
    with served(tmp_path_factory.mktemp("hasty"), request_seconds=1, answer_seconds=1) as site:
        yield site


def connected(site, said=b""):
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.settimeout(SECONDS)
    made.connect(("127.0.0.1", site[0]))
    made.sendall(said)
    return made


def reader(site):
    """Somebody who asks for very much, and reads one byte of it."""
    made = connected(site, b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert made.recv(1) == b"H"
    return made


def all_of(one):
    """What comes until the other side ends it."""
    with one, one.makefile("rb") as coming:
        return coming.read()


@pytest.mark.kill
def test_fifty_who_read_slowly_and_fifty_who_send_slowly_take_nobodys_turn(patient):
    readers = [reader(patient) for _ in range(50)]
    senders = [connected(patient, (HEAD, BODY, CHUNKS)[number % 3]) for number in range(50)]
    for _ in range(5):
        with urlopen(f"http://127.0.0.1:{patient[0]}/well", timeout=SECONDS) as answer:
            assert answer.read() == b"/well"
    for one in (*readers, *senders):
        one.close()


@pytest.mark.kill
def test_a_hundred_who_never_hang_up_take_nobodys_turn(patient):
    waiting = [connected(patient, b"GET / HTTP/1.0\r\n\r\n") for _ in range(100)]
    with urlopen(f"http://127.0.0.1:{patient[0]}/well", timeout=SECONDS) as answer:
        assert answer.status == 200
    for one in waiting:
        assert all_of(one).endswith(b"\r\n\r\n/")


@pytest.mark.kill
@pytest.mark.parametrize("said", [HEAD, BODY, CHUNKS, AGAIN])
def test_who_sends_slowly_is_let_go(hasty, said):
    assert all_of(connected(hasty, said)).count(b"200 OK") == (said == AGAIN)


@pytest.mark.kill
def test_who_reads_slowly_is_let_go(hasty):
    readers = [reader(hasty) for _ in range(20)]
    ended = 0
    while ended < len(readers):
        ended += len(os.read(hasty[1], len(readers)))
    for one in readers:
        assert len(all_of(one)) < LARGE * MIB


@pytest.mark.kill
@pytest.mark.parametrize(
    ("said", "answers"),
    [
        (b"GET /old HTTP/1.0\r\n\r\n", [b"/old"]),
        (b"GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", [b"/a", b"/b"]),
        (CHUNKS.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n") + b"2\r\nbc\r\n0\r\n\r\n", [b"abc"]),
    ],
)
def test_what_is_seldom_sent_is_answered(patient, said, answers):
    heads_and_bodies = all_of(connected(patient, said)).split(b"HTTP/1.")[1:]
    assert [one.partition(b"\r\n\r\n")[2] for one in heads_and_bodies] == answers


@pytest.mark.kill
def test_who_asks_whether_to_go_on_is_told_to(patient):
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n"
    one = connected(patient, head)
    assert one.recv(len(b"HTTP/1.1 100 Continue\r\n\r\n"), socket.MSG_WAITALL) == b"HTTP/1.1 100 Continue\r\n\r\n"
    one.sendall(b"more")
    assert all_of(one).endswith(b"\r\n\r\nmore")


def test_a_thread_that_waits_for_who_is_late_is_free():
    ours, theirs = socket.socketpair()
    deadlines, failed = Deadlines(), []

    def send():
        try:
            ours.sendall(bytes(LARGE * MIB))
        except OSError as error:
            failed.append(error)

    waiting = threading.Thread(target=send)
    waiting.start()
    assert theirs.recv(1)
    deadlines.give(ours, 600)
    deadlines.enforce()
    assert theirs.recv(1)
    deadlines.give(ours, -1)
    deadlines.enforce()
    waiting.join(SECONDS)
    assert failed
    ours.close()
    theirs.close()


def test_the_time_of_a_piece_is_what_sending_it_takes(monkeypatch):
    clock, given = [0.0], []
    monkeypatch.setattr(sending, "time", SimpleNamespace(monotonic=lambda: clock[0]))

    def made():
        for part in (b"a" * PIECE * 2, b"b", b"", b"c"):
            clock[0] += 100  # what the site takes for it
            yield part

    deadlines = SimpleNamespace(give=lambda _peer, seconds: given.append(seconds), lift=lambda _peer: given.append("-"))
    pieces = []
    for piece in sent(made(), None, deadlines, 30):
        pieces.append(piece)
        clock[0] += 10  # what the other side takes for it
    assert [len(piece) for piece in pieces] == [PIECE, PIECE, 1, 1]
    assert given == [30, "-", 30, "-", 30, "-", 20, "-", 30]


def asked(body, **more):
    """What the site gets to read, whether it was told that all is there, and what was closed at the end."""
    told = []

    def site(environ, _start_response):
        found = environ["wsgi.input"].read()
        length = int(environ.get("CONTENT_LENGTH") or 0)
        assert length == len(found) or length > MOST_MIB * MIB
        assert "HTTP_TRANSFER_ENCODING" not in environ
        return [found]

    settings = SimpleNamespace(
        site=SimpleNamespace(upload_mib=MOST_MIB), server=SimpleNamespace(answer_seconds=1, threads=1)
    )
    deadlines = SimpleNamespace(give=lambda *_: None, lift=told.append)
    environ = {"wsgi.input": io.BytesIO(body), "gunicorn.socket": "it"} | more
    answer = Whole(site, settings, deadlines)(environ, None)
    assert told == ["it"]
    read = list(answer)
    answer.close()
    return b"".join(read)


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (b"", {}),
        (b"a=b", {"CONTENT_LENGTH": "3"}),
        (b"a=b", {"HTTP_TRANSFER_ENCODING": "chunked"}),
        (b"x" * MOST_MIB * MIB, {"CONTENT_LENGTH": str(MOST_MIB * MIB)}),
    ],
)
def test_what_was_sent_is_handed_on_whole(body, more):
    assert asked(body, **more) == body


def test_of_what_is_too_much_only_so_much_is_read_that_the_site_can_tell():
    assert len(asked(b"x" * 2 * MOST_MIB * MIB, HTTP_TRANSFER_ENCODING="chunked")) == MOST_MIB * MIB + 1


def test_what_is_announced_to_be_too_much_is_not_waited_for():
    assert asked(b"", CONTENT_LENGTH=str(MOST_MIB * MIB + 1)) == b""


def test_what_breaks_off_never_reaches_the_site():
    with pytest.raises(NoMoreData):
        asked(b"half", CONTENT_LENGTH="10")
