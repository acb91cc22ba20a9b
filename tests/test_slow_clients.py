"""A real server with its processes: those who send slowly take nobody's turn, and limits hold for all together."""

import io
import socket
from urllib.request import urlopen

import pytest
from gunicorn.http.errors import NoMoreData

from rotation.cli.receiving import Whole
from rotation.settings import load
from tests.conftest import ROOT
from tests.serving import READY_SECONDS, Site, Visitor

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
BODY = b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nusername="
MOST = 100


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A server that waits for five seconds."""
    folder = tmp_path_factory.mktemp("served")
    config = folder / "config.toml"
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    config.write_text(text.replace("request_seconds = 120", "request_seconds = 5"), encoding="utf-8")
    made = Site(folder / "instance")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Site, "environment", {**made.environment, "ROTATION_CONFIG": str(config)})
        made.run("db", "upgrade")
        made.serve()
    yield made
    made.stop()


def connected(site):
    host, port = site.url.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), READY_SECONDS)


@pytest.mark.kill
def test_fifty_who_send_slowly_do_not_stop_the_site_and_are_let_go(site):
    slow = [connected(site) for _ in range(50)]
    for number, one in enumerate(slow):
        one.sendall(HEAD if number % 2 else BODY)
    with urlopen(f"{site.url}/login", timeout=READY_SECONDS) as answer:
        assert answer.status == 200
    for one in slow:
        assert one.recv(1) == b""
        one.close()


@pytest.mark.kill
def test_tries_are_counted_for_all_processes_together(site):
    """Each form is sent on a connection of its own, which any of the processes takes."""
    limits, guesser = load(ROOT / "config.toml").login, Visitor(site)
    guesser.get("/?lang=en")
    said = [guesser.post("/login", "/login", username="nobody", password="x") for _ in range(limits.tries + 2)]
    assert ["There were too many" in page for page in said] == [False] * limits.tries + [True] * 2


@pytest.mark.kill
@pytest.mark.parametrize(
    "sent",
    [
        b"GET /" + b"x" * 20_000 + b" HTTP/1.1",
        b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000,
        b"GET / HTTP/1.1" + b"\r\nX: x" * 1_000,
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked",
        b"POST / HTTP/1.1\r\nContent-Length: -1",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
)
def test_what_is_no_request_is_refused_at_the_door(site, sent):
    with connected(site) as one, one.makefile("rb") as answer:
        one.sendall(sent + b"\r\n\r\n")
        assert answer.readline().split()[1:2] in ([b"400"], [b"414"], [b"431"], [b"413"])


def asked(body, **more):
    """What the site gets to read, and whether it was told that all is there."""
    told = []

    def site(environ, _start_response):
        return [environ["wsgi.input"].read()]

    environ = {"wsgi.input": io.BytesIO(body), "gunicorn.socket": "it"} | more
    answer = Whole(site, MOST, told.append)(environ, None)
    read = list(answer)
    if hasattr(answer, "close"):
        answer.close()
    return read, told


@pytest.mark.parametrize(
    ("body", "more"),
    [
        (b"", {}),
        (b"a=b", {"CONTENT_LENGTH": "3"}),
        (b"a=b", {"HTTP_TRANSFER_ENCODING": "chunked"}),
        (b"x" * MOST, {"CONTENT_LENGTH": str(MOST)}),
    ],
)
def test_what_was_sent_is_handed_on_whole(body, more):
    assert asked(body, **more) == ([body], ["it"])


def test_of_what_is_too_much_only_so_much_is_read_that_the_site_can_tell():
    (read,), _told = asked(b"x" * 10 * MOST, HTTP_TRANSFER_ENCODING="chunked")
    assert len(read) == MOST + 1


def test_what_is_announced_to_be_too_much_is_not_waited_for():
    assert asked(b"", CONTENT_LENGTH=str(MOST + 1)) == ([b""], ["it"])


def test_what_breaks_off_never_reaches_the_site():
    with pytest.raises(NoMoreData):
        asked(b"half", CONTENT_LENGTH="10")
