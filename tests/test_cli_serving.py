"""`rotation serve`: the site and its runner begin and end together, whoever of them is killed."""

import http.client
import os
import resource
import select
import signal
import socket
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

import pytest

from rotation.cli import serving
from rotation.cli.serving import listening
from rotation.errors import Conflict
from tests.command import Command

pytestmark = pytest.mark.kill
LONGEST_SECONDS = 100
LOOK_EVERY_SECONDS = 0.05  # another process says nothing when its children end


@pytest.fixture(scope="module")
def rotation(tmp_path_factory):
    command = Command(tmp_path_factory.mktemp("served"))
    assert command("db", "upgrade").returncode == 0
    return command


@contextmanager
def served(rotation):
    """A server that has said where it is; killed at the end if it still runs."""
    server = rotation.start("serve", "--port", "0")
    try:
        line = server.stdout.readline()
        assert "Serving on http://127.0.0.1:" in line, server.stderr.read()
        yield server, int(line.split(":")[2].split()[0])
    finally:
        server.kill()
        server.communicate()


def healthz(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LONGEST_SECONDS)
    connection.request("GET", "/healthz")
    status = connection.getresponse().status
    connection.close()
    return status


def children(pid):
    """The command lines of its children: read from the kernel, for it is asked many times."""
    with suppress(FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return {int(one): Path(f"/proc/{one}/cmdline").read_text().replace("\0", " ") for one in found}
    return {}


def child(pid, what):
    """The child of that kind, once there is one."""
    return until(lambda: next((one for one, line in children(pid).items() if what in line), None))


def until(found):
    """What `found` finds, as soon as it does."""
    end = time.monotonic() + LONGEST_SECONDS
    while time.monotonic() < end:
        result = found()
        if result:
            return result
        select.select([], [], [], LOOK_EVERY_SECONDS)
    pytest.fail("it did not happen in time")


def gone(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    state = Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0]
    return state == "Z"  # it has ended, and nobody has asked how


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_everything(rotation, ending):
    with served(rotation) as (server, port):
        assert healthz(port) == 200
        started = [child(server.pid, "gunicorn"), child(server.pid, "work")]
        server.send_signal(ending)
        assert server.wait(LONGEST_SECONDS) == 0
        assert all(gone(pid) for pid in started)


def test_nobody_is_left_when_the_parent_is_killed(rotation):
    with served(rotation) as (server, port):
        assert healthz(port) == 200
        site = child(server.pid, "gunicorn")
        started = [site, child(server.pid, "work"), *children(site)]
        server.kill()
        server.wait()
        for pid in started:
            until(lambda pid=pid: gone(pid))


def test_a_runner_that_dies_is_started_again(rotation):
    with served(rotation) as (server, _port):
        first = child(server.pid, "work")
        os.kill(first, signal.SIGKILL)
        until(lambda: any("work" in line for pid, line in children(server.pid).items() if pid != first))


def test_a_port_in_use_is_said_in_one_line(rotation):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = rotation("serve", "--port", taken.getsockname()[1])
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert "--port" in line


def test_data_are_not_exchanged_under_a_server(rotation, tmp_path):
    with served(rotation):
        assert rotation("backup", tmp_path / "b").returncode == 0
        done = rotation("restore", tmp_path / "b", "--force")
    assert done.returncode == 1
    assert "is in use" in done.stderr


@pytest.mark.parametrize(
    ("may", "asked_for", "granted"),
    [
        ((1024, 524_288), [(2048, 524_288)], 2048),
        ((1024, resource.RLIM_INFINITY), [(2048, resource.RLIM_INFINITY)], 2048),
        ((256, 1024), [(1024, 1024)], 1024),
        ((1024, 1024), [], 1024),
        ((4096, 4096), [], 2048),
        ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), [], 2048),
    ],
)
def test_no_more_connections_are_taken_than_files_may_be_open(monkeypatch, may, asked_for, granted):
    asked = []
    known = {"RLIMIT_NOFILE": 7, "RLIM_INFINITY": resource.RLIM_INFINITY, "getrlimit": lambda _what: may}
    kernel = SimpleNamespace(**known, setrlimit=lambda _what, limits: asked.append(limits))
    monkeypatch.setattr(serving, "resource", kernel)
    assert (serving.open_files(2048), asked) == (granted, asked_for)


def test_a_port_that_there_cannot_be_is_named():
    with pytest.raises(Conflict, match="port 70000"), listening("127.0.0.1", 70000):
        pass
