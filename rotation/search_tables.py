"""The search tables: what each engine needs beside the table `searchable` to find words in it quickly.

SQLite has a full-text table (FTS5) that triggers keep in step, PostgreSQL an index (GIN). Both are made from the
rows of `searchable` alone, and made anew after every step: no step and no backup needs to know them.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, text

NAME = "search_index"
_INTO = f"INSERT INTO {NAME}"
_OLD_GOES = f"{_INTO}({NAME}, rowid, grams) VALUES ('delete', OLD.id, OLD.grams);"
_NEW_COMES = f"{_INTO}(rowid, grams) VALUES (NEW.id, NEW.grams);"


@dataclass(frozen=True, slots=True)
class Following:
    """A trigger by which SQLite's full-text table follows what happens to `searchable`."""

    event: str
    does: str

    @property
    def name(self) -> str:
        """The trigger's name."""
        return f"{NAME}_{self.event.lower()}"

    @property
    def source(self) -> str:
        """What makes it."""
        return f"CREATE TRIGGER {self.name} AFTER {self.event} ON searchable BEGIN {self.does} END"


FOLLOWING = (
    Following("INSERT", _NEW_COMES),
    Following("UPDATE", f"{_OLD_GOES} {_NEW_COMES}"),
    Following("DELETE", _OLD_GOES),
)
_SQLITE = (
    f"DROP TABLE IF EXISTS {NAME}",
    f"CREATE VIRTUAL TABLE {NAME} USING fts5(grams, content='searchable', content_rowid='id', tokenize='unicode61')",
    *(f"DROP TRIGGER IF EXISTS {one.name}" for one in FOLLOWING),
    *(one.source for one in FOLLOWING),
    f"{_INTO}({NAME}) VALUES ('rebuild')",
)
_POSTGRESQL = (
    f"DROP INDEX IF EXISTS {NAME}",
    f"CREATE INDEX {NAME} ON searchable USING gin (to_tsvector('simple', grams))",
)
_HELD = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')",
    "postgresql": "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()",
}


def create_search_tables(connection: Connection) -> None:
    """Make them anew from what is in `searchable`."""
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement)


def missing_search_tables(connection: Connection) -> list[str]:
    """The names of those that the database lacks."""
    dialect = connection.dialect.name
    held = set(connection.scalars(text(_HELD[dialect])))
    wanted = (NAME, *(one.name for one in FOLLOWING)) if dialect == "sqlite" else (NAME,)
    return [name for name in wanted if name not in held]


def is_search_table(name: str | None) -> bool:
    """Whether a table or index is one of these, and no step's and no backup's business."""
    return name is not None and name.startswith(NAME)
