"""Putting a backup in the place of what is there: everything is made and checked first, then exchanged at once.

What is new lies beside what it replaces, named *.restoring. Once all of it is on the disk a journal says so;
from then on the exchange is finished even if the machine stops in the middle: whoever opens the instance next
calls `finish_restore`. Before that moment the old stays, whatever happens.
"""

import json
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, inspect, text
from sqlalchemy.exc import OperationalError, StatementError

from rotation.backup.archive import PHOTOS, SECRETS, Manifest, unpack
from rotation.backup.rows import STEPS, count_on, load, tables
from rotation.errors import N_, Conflict, FileRefused
from rotation.files import flush_folder, write_whole
from rotation.migrations import NEWEST, migrate, without_foreign_keys
from rotation.settings import Settings
from rotation.store import create_triggers, open_engine

JOURNAL = "restore.json"
NEW = ".restoring"
_NO_ROWS = (ValueError, TypeError, OverflowError, RecursionError, StatementError)


def restore(settings: Settings, path: Path, *, force: bool) -> Manifest:
    """Replace database, photos and secrets by those of a backup; Conflict where data would be lost unasked.

    The caller holds the instance alone. Nothing is touched before the file is found whole and its rows fit.
    """
    finish_restore(settings)
    if not force and _holds_data(settings):
        raise Conflict(N_("There are data here already. To replace them by the backup, say so with --force."))
    with tempfile.TemporaryDirectory(dir=settings.instance, prefix=".unpacked-") as folder:
        unpacked = Path(folder)
        manifest = unpack(path, unpacked)
        _sweep(settings)
        try:
            _stage_files(settings, unpacked)
            _exchange(settings, manifest, unpacked)
        except BaseException:
            if not restore_is_unfinished(settings):
                _sweep(settings)
            raise
    return manifest


def restore_is_unfinished(settings: Settings) -> bool:
    """Whether a restore was cut off in the middle of the exchange."""
    return (settings.instance / JOURNAL).exists()


def finish_restore(settings: Settings) -> None:
    """Finish, or undo, a restore that was cut off: the journal decides whether the new or the old counts."""
    if not restore_is_unfinished(settings):
        return
    journal = settings.instance / JOURNAL
    if _database_is_new(settings, json.loads(journal.read_bytes())["token"]):
        for target in _files(settings):
            _put_in_place(target)
    _sweep(settings)
    journal.unlink()
    flush_folder(settings.instance)


def _exchange(settings: Settings, manifest: Manifest, unpacked: Path) -> None:
    token = secrets.token_hex()
    journal = json.dumps({"token": token}).encode()
    if settings.database_file:
        _make_file(settings.database_file, manifest, unpacked)
        write_whole(settings.instance / JOURNAL, journal)
    else:
        with _engine(settings.database_url) as engine, engine.begin() as connection:
            _refill(connection, manifest, unpacked)
            connection.exec_driver_sql(f"COMMENT ON TABLE {STEPS} IS '{token}'")
            write_whole(settings.instance / JOURNAL, journal)
    finish_restore(settings)


def _make_file(file: Path, manifest: Manifest, unpacked: Path) -> None:
    path = _new(file)
    with _engine(f"sqlite:///{path}") as engine:
        with without_foreign_keys(engine) as connection:
            _fill(connection, manifest, unpacked)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    _flush(path)


def _refill(connection: Connection, manifest: Manifest, unpacked: Path) -> None:
    for name in inspect(connection).get_table_names():
        connection.exec_driver_sql(f'DROP TABLE "{name}" CASCADE')
    _fill(connection, manifest, unpacked)


def _fill(connection: Connection, manifest: Manifest, unpacked: Path) -> None:
    """The tables of the backup's own step, its rows, then every step since."""
    migrate(connection, manifest.revision)
    made = tables(connection)
    with _foreign_keys_at_the_end(connection):
        for table in made:
            lines = unpacked / "tables" / f"{table.name}.jsonl"
            if lines.exists():
                _load(connection, table, lines)
    if connection.dialect.name == "postgresql":
        for table in made:
            count_on(connection, table)
    migrate(connection, NEWEST)
    create_triggers(connection)


def _load(connection: Connection, table: Table, lines: Path) -> None:
    try:
        with lines.open("rb") as file:
            load(connection, table, file)
    except OperationalError:  # a full disk, a server that has gone: no fault of the rows
        raise
    except _NO_ROWS as error:
        raise FileRefused(N_("What the backup holds of the table %(table)s is no rows of it."), table=table) from error


@contextmanager
def _foreign_keys_at_the_end(connection: Connection) -> Iterator[None]:
    """Let PostgreSQL take rows in any order and look at their references afterwards (SQLite's are off by now)."""
    if connection.dialect.name == "sqlite":
        yield
        return
    keys = [(table.name, key.name) for table in tables(connection) for key in table.foreign_key_constraints]
    for table, key in keys:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{key}" DEFERRABLE INITIALLY DEFERRED')
    yield
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for table, key in keys:
        connection.exec_driver_sql(f'ALTER TABLE "{table}" ALTER CONSTRAINT "{key}" NOT DEFERRABLE')


def _holds_data(settings: Settings) -> bool:
    path = settings.database_file
    if path:
        return path.exists()
    with _engine(settings.database_url) as engine:
        return bool(inspect(engine).get_table_names())


def _database_is_new(settings: Settings, token: str) -> bool:
    if settings.database_file:
        return True
    with _engine(settings.database_url) as engine, engine.connect() as connection:
        said = connection.scalar(text(f"SELECT obj_description('{STEPS}'::regclass)"))
    return bool(said == token)


def _stage_files(settings: Settings, unpacked: Path) -> None:
    photos = _new(settings.instance / PHOTOS)
    photos.mkdir()
    for photo in (unpacked / PHOTOS).glob("*"):
        _flush(photo.rename(photos / photo.name))
    flush_folder(photos)
    if (unpacked / SECRETS).exists():
        _flush((unpacked / SECRETS).rename(_new(settings.instance / SECRETS)))


def _put_in_place(target: Path) -> None:
    new = _new(target)
    if not new.exists():
        return
    if target.is_dir():
        shutil.rmtree(target)
    for log in ("-wal", "-shm"):  # a log of the old database would be played into the new one
        target.with_name(target.name + log).unlink(missing_ok=True)
    new.replace(target)
    flush_folder(target.parent)


def _sweep(settings: Settings) -> None:
    for target in _files(settings):
        new = _new(target)
        if new.is_dir():
            shutil.rmtree(new)
        for name in ("", "-wal", "-shm"):
            new.with_name(new.name + name).unlink(missing_ok=True)


def _files(settings: Settings) -> list[Path]:
    database = settings.database_file
    return [settings.instance / PHOTOS, settings.instance / SECRETS, *([database] if database else [])]


def _new(target: Path) -> Path:
    return target.with_name(target.name + NEW)


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
