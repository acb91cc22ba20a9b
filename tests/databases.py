"""Databases for tests: each a copy of one that was made once, with all tables and what many tests begin with."""

import os
import shutil
from collections.abc import Callable
from contextlib import ExitStack
from functools import cached_property
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, create_engine
from sqlalchemy.orm import Session

from rotation.store import create_triggers, open_engine
from rotation.tables import Base
from tests.postgres import running_server

Furnishing = Callable[[Session], object]  # stores what there is to be; known by its name


class Databases:
    """Makes them for one process of tests; a server for PostgreSQL is started when the first is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._ends = folder, ExitStack()
        self._names = (f"test_{os.getpid()}_{number}" for number in count())
        self._templates: dict[Furnishing | None, str] = {}

    def file(self, furnishing: Furnishing | None) -> Path:
        """The SQLite file that is copied."""
        path = self._folder / f"{_name(furnishing)}.db"
        if not path.exists():
            _make(f"sqlite:///{path}", furnishing)
        return path

    def on_sqlite(self, folder: Path, furnishing: Furnishing | None) -> str:
        """The URL of a SQLite file in this folder."""
        path = folder / "rotation.db"
        shutil.copy(self.file(furnishing), path)
        return f"sqlite:///{path}"

    def on_postgres(self, furnishing: Furnishing | None) -> str:
        """The URL of a database on the server."""
        if furnishing not in self._templates:
            self._templates[furnishing] = f"template_{_name(furnishing)}"
            _make(self._create(self._templates[furnishing]), furnishing)
        return self._create(next(self._names), f"TEMPLATE {self._templates[furnishing]}")

    def empty_on_postgres(self) -> str:
        """The URL of one with nothing in it."""
        return self._create(next(self._names))

    def _create(self, name: str, like: str = "") -> str:
        self._connection.exec_driver_sql(f"CREATE DATABASE {name} {like}{self._copying}")
        return self._server % name

    @cached_property
    def _server(self) -> str:
        """A server's URL with %s where the database's name goes."""
        return self._ends.enter_context(running_server())

    @cached_property
    def _connection(self) -> Connection:
        """To the server, kept: opening one takes as long as creating a database."""
        engine = create_engine(self._server % "postgres", isolation_level="AUTOCOMMIT")
        self._ends.callback(engine.dispose)
        return self._ends.enter_context(engine.connect())

    @property
    def _copying(self) -> str:
        """How CREATE DATABASE copies at half the cost; servers before version 15 know one way only."""
        version = self._connection.dialect.server_version_info
        return " STRATEGY FILE_COPY" if version and version >= (15,) else ""

    def close(self) -> None:
        """End the server, where there is one."""
        self._ends.close()


def _name(furnishing: Furnishing | None) -> str:
    return furnishing.__name__ if furnishing else "tables"


def _make(url: str, furnishing: Furnishing | None) -> None:
    engine = open_engine(url)
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        create_triggers(connection)
    if furnishing:
        with Session(engine) as session:
            furnishing(session)
    engine.dispose()
