"""The ledger's rows as the database holds them, however damaged: read without believing any of their types."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection, text

from rotation.record import ledger
from rotation.record.recount import Leaf

AT_ONCE = 5000
ERASING = ("withdrawn", "erased")
_STORED = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\.(\d{6})", re.ASCII)
_COMMITMENT = re.compile(r'"([0-9a-f]{64})"')
_ENTRIES = "SELECT number, task, village, kind, role, at, payload, leaf FROM ledger_entry ORDER BY number"
_NODES = "SELECT position, hash FROM ledger_node WHERE level = :level ORDER BY position"
_SEALED = "SELECT commitment, salt, content, withdrawn_entry FROM sealed ORDER BY commitment"


def rows(connection: Connection, statement: str, **values: Any) -> Iterator[Any]:
    """The rows of a statement, a few thousand at a time."""
    with readable(connection):
        yield from connection.execution_options(yield_per=AT_ONCE).execute(text(statement), values)


@contextmanager
def readable(connection: Connection) -> Iterator[None]:
    """Let SQLite hand over text that is no UTF-8 any more, instead of stopping at it."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    before, driver.text_factory = driver.text_factory, lambda raw: raw.decode(errors="replace")
    try:
        yield
    finally:
        driver.text_factory = before


def entries(connection: Connection) -> Iterator[Any]:
    """All entries by number."""
    return rows(connection, _ENTRIES)


def nodes(connection: Connection, level: int) -> Iterator[tuple[int, bytes]]:
    """A level of the tree by position."""
    return ((row.position, _bytes(row.hash)) for row in rows(connection, _NODES, level=level))


def sealed(connection: Connection) -> Iterator[Any]:
    """Everything that is sealed, by commitment."""
    return rows(connection, _SEALED)


def leaf_of(row: Any) -> Leaf:
    """A row as the recount takes it."""
    return Leaf(row.number, partial(_canonical, row), _bytes(row.leaf))


def _canonical(row: Any, number: int) -> bytes | None:
    try:
        return ledger.canonical(number, row.task, row.village, row.kind, row.role, _moment(row.at), row.payload)
    except (TypeError, ValueError, AttributeError):
        return None


def _moment(at: Any) -> str:
    """A moment as it stands in the bytes; SQLite keeps it as text, which must be exactly as it was written."""
    if not isinstance(at, str):
        return ledger.moment(at)
    found = _STORED.fullmatch(at)
    if found is None:
        raise ValueError(at)
    day, time, fraction = found.groups()
    return f"{day}T{time}Z" if fraction == "000000" else f"{day}T{time}.{fraction}Z"


def commitments(payload: Any) -> list[str]:
    """Every commitment that stands in a payload's text."""
    return _COMMITMENT.findall(payload) if isinstance(payload, str) else []


def erased(kind: Any, payload: Any) -> list[str]:
    """The commitments that an entry says were withdrawn or erased."""
    if kind not in ERASING or not isinstance(payload, str):
        return []
    try:
        return commitments(json.dumps(json.loads(payload)["texts"]))
    except (TypeError, ValueError, KeyError, RecursionError):
        return []


def _bytes(value: Any) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else b""
