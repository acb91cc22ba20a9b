"""The whole server as it is started: what is no request is refused at its door, and limits hold for all processes."""

import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection

import pytest

from rotation.settings import load
from tests.conftest import ROOT
from tests.serving import READY_SECONDS, Site, Visitor

REFUSED = {400, 408, 411, 413, 414, 431}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    made = Site(tmp_path_factory.mktemp("served") / "instance", workers=2)
    made.run("db", "upgrade")
    made.serve()
    yield made
    made.stop()


def address(site):
    host, port = site.url.removeprefix("http://").split(":")
    return host, int(port)


@pytest.mark.kill
def test_tries_are_counted_for_all_processes_together(site):
    """Each form is sent on a connection of its own, which any of the processes takes."""
    limits, guesser = load(ROOT / "config.toml").login, Visitor(site)
    guesser.get("/?lang=en")
    said = [guesser.post("/login", "/login", username="nobody", password="x") for _ in range(limits.tries + 2)]
    assert ["There were too many" in page for page in said] == [False] * limits.tries + [True] * 2


@pytest.mark.kill
def test_a_flood_is_counted_for_all_processes_together(site):
    def drop(_number):
        connection = HTTPConnection(*address(site), timeout=READY_SECONDS)
        connection.request("GET", "/ledger/export.jsonl")
        with connection.getresponse() as answer:
            answer.read()
        connection.close()
        return answer.status

    with ThreadPoolExecutor(8) as many:
        answers = list(many.map(drop, range(50)))
    assert answers.count(429) == 20


@pytest.mark.kill
@pytest.mark.parametrize(
    "sent",
    [
        b"GET /" + b"x" * 20_000 + b" HTTP/1.1",
        b"GET / HTTP/1.1\r\nX: " + b"x" * 100_000,
        b"GET / HTTP/1.1" + b"\r\nX: x" * 1_000,
        b"GET / HTTP/1.1" + b"\r\nX: x" * 100_000,
        b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked",
        b"POST / HTTP/1.1\r\nContent-Length: -1",
        b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2",
        b"POST / HTTP/1.1\r\nContent-Length: " + b"9" * 5_000,
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ",
        b"GET / HTTP/9.9\r\nHost: a",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
)
def test_what_is_no_request_is_refused_at_the_door(site, sent):
    with socket.create_connection(address(site), READY_SECONDS) as one, one.makefile("rb") as answer:
        with suppress(ConnectionError):  # it need not be read to its end
            one.sendall(sent + b"\r\n\r\n")
        with suppress(ConnectionResetError):
            assert int(answer.readline().split()[1]) in REFUSED


@pytest.mark.kill
@pytest.mark.parametrize(
    "said",
    ["SCRIPT_NAME: //evil.example", "X-Forwarded-Proto: https", "X-Forwarded-Ssl: on\r\nX-Forwarded-Proto: http"],
)
def test_what_a_proxy_may_say_is_said_by_nobody_else(site, said):
    """Whoever asks from this machine, or through a proxy on it, is no more trusted than config.toml says."""
    with socket.create_connection(address(site), READY_SECONDS) as one, one.makefile("rb") as answer:
        one.sendall(f"GET //evil.example/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{said}\r\n\r\n".encode())
        found = answer.read()
    assert found.startswith(b"HTTP/1.1 404")
    assert b"evil.example" not in found
    assert b"Strict-Transport-Security" not in found
