"""The search tables: what each engine needs beside the table `searchable` to find words in it quickly.

SQLite has a full-text table (FTS5), PostgreSQL one with a tsvector and its index (GIN); triggers keep them in step
with the rows of `searchable`. They are made from these rows alone, and made anew after every step: no step and no
backup needs to know them.

FTS5 only marks what is deleted, and goes on keeping the words; from 3.42 on it can be told to take them out at once,
before that all of its segments are merged into one (`FORGET`). PostgreSQL clears away when it vacuums.
"""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import Connection, text

NAME = "search_index"
_OF = "grams, content='searchable', content_rowid='id', tokenize='unicode61'"
_INTO = f"INSERT INTO {NAME}"
_OLD_GOES = f"{_INTO}({NAME}, rowid, grams) VALUES ('delete', OLD.id, OLD.grams);"
_NEW_COMES = f"{_INTO}(rowid, grams) VALUES (NEW.id, NEW.grams);"


@dataclass(frozen=True, slots=True)
class Following:
    """A trigger by which the search table follows what happens to `searchable`: what it does on either engine."""

    event: str
    sqlite: str
    postgresql: str

    @property
    def name(self) -> str:
        """The trigger's name."""
        return f"{NAME}_{self.event.lower()}"

    def statements(self, dialect: str) -> tuple[str, ...]:
        """What makes it."""
        after = f"AFTER {self.event} ON searchable"
        if dialect == "sqlite":
            return (f"CREATE TRIGGER {self.name} {after} BEGIN {self.sqlite} END",)
        function, body = f"FUNCTION {self.name}()", f"BEGIN {self.postgresql} RETURN NULL; END"
        return (
            f"CREATE OR REPLACE {function} RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
            f"CREATE OR REPLACE TRIGGER {self.name} {after} FOR EACH ROW EXECUTE {function}",
        )


_TOKENS = f"{_INTO}(id, tokens) VALUES (NEW.id, to_tsvector('simple', NEW.grams));"
_TOKENS_GO = f"DELETE FROM {NAME} WHERE id = OLD.id;"  # noqa: S608 - of our own names
FOLLOWING = (
    Following("INSERT", _NEW_COMES, _TOKENS),
    Following("UPDATE", f"{_OLD_GOES} {_NEW_COMES}", f"{_TOKENS_GO} {_TOKENS}"),
    Following("DELETE", _OLD_GOES, _TOKENS_GO),
)
FORGETS_AT_ONCE = sqlite3.sqlite_version_info >= (3, 42)
FORGET = f"{_INTO}({NAME}) VALUES ('optimize')"
_MAKE = {
    "sqlite": (
        f"CREATE VIRTUAL TABLE {NAME} USING fts5({_OF})",
        f"{_INTO}({NAME}) VALUES ('rebuild')",
        *((f"{_INTO}({NAME}, rank) VALUES ('secure-delete', 1)",) if FORGETS_AT_ONCE else ()),
    ),
    "postgresql": (
        f"CREATE TABLE {NAME} (id integer PRIMARY KEY, tokens tsvector NOT NULL)",
        f"{_INTO} SELECT id, to_tsvector('simple', grams) FROM searchable",  # noqa: S608 - of our own names
        f"CREATE INDEX {NAME}_tokens ON {NAME} USING gin (tokens)",
    ),
}
_HELD = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')",
    "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() "
    "UNION SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def create_search_tables(connection: Connection) -> None:
    """Make them anew from what is in `searchable`."""
    dialect = connection.dialect.name
    connection.exec_driver_sql(f"DROP TABLE IF EXISTS {NAME}")
    for statement in _MAKE[dialect]:
        connection.exec_driver_sql(statement)
    for one in FOLLOWING:
        connection.exec_driver_sql(
            f"DROP TRIGGER IF EXISTS {one.name}" + ("" if dialect == "sqlite" else " ON searchable")
        )
        for statement in one.statements(dialect):
            connection.exec_driver_sql(statement)


def missing_search_tables(connection: Connection) -> list[str]:
    """The names of those that the database lacks."""
    held = set(connection.scalars(text(_HELD[connection.dialect.name])))
    return [name for name in (NAME, *(one.name for one in FOLLOWING)) if name not in held]


def is_search_table(name: str | None) -> bool:
    """Whether a table or index is one of these, and no step's and no backup's business."""
    return name is not None and name.startswith(NAME)
