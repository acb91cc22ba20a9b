"""What a command needs before it may touch the data: settings, a database that is ready, nobody in the way."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from rotation.backup import finish_restore, restore_is_unfinished
from rotation.district import villages
from rotation.errors import N_, Conflict, InvalidInput, StoreError
from rotation.migrations import require_ready
from rotation.settings import Settings
from rotation.store import open_engine

LOCK = "in-use.lock"
RUNNER = "runner.lock"
RUNNERS_LOCK = 0x6F776B73  # any number that no other programme on the server takes


@contextmanager
def ready(settings: Settings) -> Iterator[Engine]:
    """An engine on a database that is up to date; StoreError says what to do where it is not.

    Nobody exchanges the data underneath: what is written meanwhile would go with the old ones.
    """
    finish_what_was_cut_off(settings)
    require_there(settings)
    with in_use(settings), opened(settings) as engine:
        require_ready(engine)
        yield engine


@contextmanager
def opened(settings: Settings) -> Iterator[Engine]:
    """An engine on the database as it is, for those who bring it up to date."""
    engine = open_engine(settings.database_url)
    try:
        yield engine
    finally:
        engine.dispose()


def finish_what_was_cut_off(settings: Settings) -> None:
    """Finish a restore that the machine's end cut off, before anybody looks at the data."""
    if restore_is_unfinished(settings):
        with alone(settings):
            finish_restore(settings)


def require_there(settings: Settings) -> None:
    """Raise StoreError where the SQLite file is not there yet: opening it would make an empty one."""
    path = settings.database_file
    if path and not path.exists():
        raise StoreError(N_("There is no database at %(path)s. Run “rotation db upgrade” first."), path=path)


@contextmanager
def in_use(settings: Settings) -> Iterator[int]:
    """Hold the instance as one of those who use it, so that nobody exchanges it underneath.

    A child that is given the handle holds it too, even when its parent is gone.
    """
    with _locked(settings.instance, fcntl.LOCK_SH) as handle:
        yield handle


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """Hold the instance as the only one; Conflict while a server or runner uses it."""
    with _locked(settings.instance, fcntl.LOCK_EX):
        yield


@contextmanager
def _locked(instance: Path, how: int) -> Iterator[int]:
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (instance / LOCK).open("a") as lock:  # the lock ends with the process, however that ends
        try:
            fcntl.flock(lock, how | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict(N_("%(path)s is in use: end the server first, then try again."), path=instance) from None
        yield lock.fileno()


@contextmanager
def sole_runner(settings: Settings, engine: Engine) -> Iterator[bool]:
    """Whether this is the only runner on these data; while it lives no other can be. Its end, however, tells the next.

    Runners on one SQLite file share a folder; those on one PostgreSQL may share nothing but the server.
    """
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.detach()  # closed at the end, and the lock with it
            yield bool(connection.scalar(select(func.pg_try_advisory_lock(RUNNERS_LOCK))))
        return
    with (settings.instance / RUNNER).open("a") as lock:
        yield _is_free(lock)


def _is_free(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def district_of(session: Session, code: str | None) -> villages.District:
    """The district named, or the only one there is."""
    if code:
        return villages.district(session, code)
    found = list(session.scalars(select(villages.District).order_by(villages.District.code)))
    if not found:
        raise InvalidInput(N_("There is no district yet. Make one: rotation district add CODE NAME"))
    if len(found) > 1:
        codes = tuple(district.code for district in found)
        raise InvalidInput(N_("Say which district with --district: %(codes)s."), codes=codes)
    return found[0]
