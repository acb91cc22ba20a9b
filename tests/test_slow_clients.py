"""Those who send slowly take nobody's turn: fifty of them at once, before a real server with its processes."""

import io
import socket
from urllib.request import urlopen

import pytest
from gunicorn.http.errors import NoMoreData

from rotation.cli.receiving import Whole
from tests.conftest import ROOT
from tests.serving import READY_SECONDS, Site

HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
BODY = b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\nusername="
MOST = 100


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A server that waits for two seconds."""
    config = tmp_path / "config.toml"
    text = (ROOT / "config.toml").read_text(encoding="utf-8")
    config.write_text(text.replace("request_seconds = 120", "request_seconds = 2"), encoding="utf-8")
    made = Site(tmp_path / "instance")
    monkeypatch.setattr(Site, "environment", {**made.environment, "ROTATION_CONFIG": str(config)})
    made.run("db", "upgrade")
    made.serve()
    yield made
    made.stop()


@pytest.mark.kill
def test_fifty_who_send_slowly_do_not_stop_the_site_and_are_let_go(site):
    host, port = site.url.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port)), READY_SECONDS) for _ in range(50)]
    for number, one in enumerate(slow):
        one.sendall(HEAD if number % 2 else BODY)
    with urlopen(f"{site.url}/login", timeout=READY_SECONDS) as answer:
        assert answer.status == 200
    for one in slow:
        assert one.recv(1) == b""
        one.close()


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
