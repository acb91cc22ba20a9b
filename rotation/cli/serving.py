"""`rotation serve`: gunicorn and one runner under one parent, which begin and end together."""

import ctypes
import os
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from threading import Event

import click
from sqlalchemy.orm import Session

from rotation import settings as configuration
from rotation.cli.language import _
from rotation.cli.signals import asked_to_end
from rotation.cli.store import in_use, ready, sole_runner
from rotation.errors import N_, Conflict
from rotation.sections import Server
from rotation.settings import Settings
from rotation.store import writing

GRACE_SECONDS = 15
LOOK_EVERY_SECONDS = 0.5
REST_SECONDS = 2.0
PR_SET_PDEATHSIG = 1
KEPT_EACH = 4  # connections that are kept open for each that is listened or sent to
FILES_EACH = 2  # a connection, and what is opened for it


@click.command("serve", help=_("Serve the site, and solve what planners ask for, until Ctrl-C."))
@click.option("--host", help=_("The address to listen on instead of config.toml's."))
@click.option("--port", type=click.IntRange(0, 65535), help=_("The port to listen on (0: any that is free)."))
def serve(host: str | None, port: int | None) -> None:
    """Serve until asked to end."""
    settings = configuration.load()
    with ready(settings):
        pass  # gunicorn and the runner open it themselves
    serve_until_ended(settings, host, port)


@click.command("work", help=_("Do the waiting jobs, one after the other, until Ctrl-C (part of “serve”)."))
def work() -> None:
    """The runner alone, for those who start the site in a way of their own."""
    from rotation.attempts import take_back
    from rotation.cli.rounds import chores
    from rotation.roster import explaining, repairing
    from rotation.roster.solving import KIND, solve_handler
    from rotation.runner import Runner

    settings = configuration.load()
    handlers = {
        KIND: solve_handler,
        repairing.KIND: repairing.repair_handler,
        explaining.KIND: explaining.explain_handler,
    }
    with ready(settings) as engine, sole_runner(settings, engine) as is_alone:
        if is_alone:  # what a runner that was killed had in hand need not wait for its lease to run out
            with Session(engine) as session, writing(session):
                take_back(session)
        Runner(engine, handlers, settings.jobs.lease_seconds, chores=chores(settings)).run()


def serve_until_ended(settings: Settings, host: str | None = None, port: int | None = None) -> None:
    """Listen, start the children, say where, and watch over them until a signal asks to end."""
    host = settings.server.host if host is None else host
    port = settings.server.port if port is None else port
    with in_use(settings) as lock, listening(host, port) as listener:
        ended = asked_to_end()
        site = _start(*_gunicorn(settings.server, listener), keep=(listener.fileno(), lock))
        click.echo(_("Serving on %(url)s (Ctrl-C ends it).") % {"url": _url(listener)})
        try:
            watch(site, lambda: _start("rotation.cli", "work"), ended)
        finally:
            _end(site)


def watch(site: "subprocess.Popen[bytes]", start_runner: Callable[[], "subprocess.Popen[bytes]"], ended: Event) -> None:
    """Keep a runner alive beside the site until `ended` is set; Conflict where the site ends by itself."""
    runner = start_runner()
    began = time.monotonic()
    try:
        while not ended.wait(LOOK_EVERY_SECONDS):
            if site.poll() is not None:
                raise Conflict(N_("The site ended by itself; see the messages above."))
            if runner.poll() is not None and time.monotonic() - began > REST_SECONDS:
                click.echo(_("The runner ended by itself and is started again."), err=True)
                runner, began = start_runner(), time.monotonic()
    finally:
        _end(runner)


@contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket that listens; Conflict where the port is taken or the address is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except (OSError, OverflowError) as error:  # the latter: a port that there cannot be
            raise Conflict(
                N_("Cannot listen on %(host)s port %(port)s: %(why)s. Name another with --port."),
                host=host,
                port=port,
                why=getattr(error, "strerror", None) or error,
            ) from None
        listener.listen(128)
        yield listener


def open_files(wanted: int) -> int:
    """Have this process and its children keep so many files open at once; how many of them they may.

    Often only 1024 may be open until somebody asks for more, and a worker that can open none ends.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


def _url(listener: socket.socket) -> str:
    host, port, *_rest = listener.getsockname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _gunicorn(server: Server, listener: socket.socket) -> list[str]:
    connections = open_files(FILES_EACH * KEPT_EACH * server.connections) // FILES_EACH
    options = {
        "config": "python:rotation.cli.workers",
        "bind": f"fd://{listener.fileno()}",
        "workers": server.workers,
        "threads": server.connections,  # how many of them make an answer is seen to in receiving
        "worker-connections": connections,  # those that are kept open between requests, too
        "timeout": 60,
        "graceful-timeout": GRACE_SECONDS - 5,
        "forwarded-allow-ips": "",  # what a proxy says is the site's to believe, as far as config.toml trusts it
        "log-level": "warning",
    }
    return [
        "gunicorn",
        "web:create_app()",
        "--no-control-socket",
        *(f"--{name}={value}" for name, value in options.items()),
    ]


def _start(module: str, *arguments: str, keep: Collection[int] = ()) -> "subprocess.Popen[bytes]":
    parent = os.getpid()
    return subprocess.Popen(  # noqa: S603 - our own modules with our own arguments
        [sys.executable, "-m", module, *arguments],
        pass_fds=keep,
        process_group=0,  # Ctrl-C reaches the parent alone, which ends its children in order
        preexec_fn=lambda: _end_with(parent),  # noqa: PLW1509 - no other thread runs yet
    )


def _end_with(parent: int) -> None:
    """Have the kernel end this process when its parent is gone, even by kill -9 (where the kernel can: Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)


def _end(child: "subprocess.Popen[bytes]") -> None:
    child.terminate()
    try:
        child.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
