"""A database's rows as lines of JSON, and back: a table is a file, its first line the names of the columns."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    Text,
    event,
    func,
    insert,
    select,
)
from sqlalchemy import cast as sql_cast
from sqlalchemy.types import TypeDecorator

from rotation.errors import N_, FileRefused
from rotation.search_tables import is_search_table

STEPS = "alembic_version"
BATCH = 500


class JSONAsText(TypeDecorator[str]):
    """A JSON column by its text, so that what comes back is what was there, to the letter."""

    impl = Text
    cache_ok = True

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return sql_cast(column, Text)

    def bind_expression(self, bindparam: Any) -> ColumnElement[Any]:
        return sql_cast(bindparam, JSON)


def tables(connection: Connection) -> list[Table]:
    """The tables as the database has them, whatever step it is at, by name; without Alembic's own."""
    metadata = MetaData()
    as_text = Text() if connection.dialect.name == "sqlite" else JSONAsText()

    @event.listens_for(metadata, "column_reflect")
    def _json_by_its_text(_inspector: Any, _table: Any, column: Any) -> None:
        if isinstance(column["type"], JSON):
            column["type"] = as_text

    metadata.reflect(connection, only=lambda name, _metadata: not is_search_table(name))
    return [metadata.tables[name] for name in sorted(metadata.tables) if name != STEPS]


def lines_of(connection: Connection, table: Table) -> Iterator[bytes]:
    """The table as lines: the names of its columns, then its rows in the order of their keys."""
    yield _line([column.name for column in table.columns])
    rows = connection.execution_options(yield_per=BATCH).execute(select(table).order_by(*table.primary_key))
    for row in rows:
        yield _line([_plain(value) for value in row])


def load(connection: Connection, table: Table, lines: Iterable[bytes]) -> int:
    """Put lines made by `lines_of` into an empty table; how many rows there were."""
    given = iter(lines)
    columns = [_column(table, name) for name in json.loads(next(given, b""))]
    count = 0
    while batch := list(islice(given, BATCH)):
        rows = [
            {column.name: _value(column, value) for column, value in zip(columns, json.loads(line), strict=True)}
            for line in batch
        ]
        connection.execute(insert(table), rows)
        count += len(rows)
    return count


def count_on(connection: Connection, table: Table) -> None:
    """Have PostgreSQL give keys after the highest that was loaded."""
    for column in table.primary_key:
        sequence = connection.scalar(select(func.pg_get_serial_sequence(f'"{table.name}"', column.name)))
        highest = connection.scalar(select(func.max(column)))
        if sequence and highest:
            connection.execute(select(func.setval(sequence, highest)))


def _column(table: Table, name: str) -> Column[Any]:
    if name not in table.columns:
        raise FileRefused(N_("The backup names a column %(column)s that %(table)s has not."), column=name, table=table)
    return table.columns[name]


def _line(values: list[Any]) -> bytes:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return (value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)).isoformat()
        case date():
            return value.isoformat()
        case bytes() | memoryview():
            return b64encode(value).decode()
    return value


def _value(column: Column[Any], plain: Any) -> Any:
    match column.type:
        case _ if plain is None:
            return None
        case DateTime():
            return datetime.fromisoformat(plain)
        case Date():
            return date.fromisoformat(plain)
        case LargeBinary():
            return b64decode(plain)
    return plain
