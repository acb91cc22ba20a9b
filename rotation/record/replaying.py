"""Tasks replayed from their entries: what the table of tasks says must be what the ledger says."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby, islice
from operator import attrgetter
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from rotation.district.weeks import Week
from rotation.record import faults, rawrows
from rotation.record.faults import Report, Wrong
from rotation.record.sealing import sealed
from rotation.record.tasks import Task, project

AT_ONCE = 500
COLUMNS = (
    "category", "level", "urgency", "pressing", "state", "holder_kind", "holder_code", "holder_place", "holder_week",
    "until_team", "deadline", "same_as", "title", "summary", "asked", "granted", "refused", "spent", "asked_level",
    "last_entry",
)  # fmt: skip
_OF_TASKS = "SELECT task, number, kind, payload FROM ledger_entry WHERE task IS NOT NULL ORDER BY task, number"
_STORED = text(f"SELECT number, {', '.join(COLUMNS)} FROM task WHERE number IN :numbers").bindparams(  # noqa: S608
    bindparam("numbers", expanding=True)
)


def verify_tasks(session: Session, report: Report) -> None:
    """Name the tasks that stand otherwise in their table than their entries say."""
    seen: set[str] = set()
    for some in _batches(_replayed(session)):
        seen.update(some)
        _compare(session, report, some)
    for row in rawrows.rows(session.connection(), "SELECT number FROM task ORDER BY number"):
        if row.number not in seen:
            report.add(Wrong.TASK, None, faults.TASK_ADDED, task=row.number)


def replay(entries: Iterable[Any]) -> tuple[Task, str | None] | None:
    """A task as its entries leave it, and the commitment to its holder; None where an entry cannot be read."""
    task, who = Task(asked=0, granted=0, refused=0, spent=0), None
    try:
        for entry in entries:
            values = json.loads(entry.payload)
            who = values.get("who") if "holder" in values else who
            project(task, entry.kind, values, None)
            task.last_entry = entry.number
    except (TypeError, ValueError, KeyError, AttributeError):
        return None
    return task, who


def _replayed(session: Session) -> Iterator[tuple[str, tuple[Task, str | None] | None]]:
    rows = rawrows.rows(session.connection(), _OF_TASKS)
    for number, entries in groupby(rows, attrgetter("task")):
        yield number, replay(entries)


def _batches(
    replayed: Iterator[tuple[str, tuple[Task, str | None] | None]],
) -> Iterator[dict[str, tuple[Task, str | None] | None]]:
    while some := dict(islice(replayed, AT_ONCE)):
        yield some


def _compare(session: Session, report: Report, some: Mapping[str, tuple[Task, str | None] | None]) -> None:
    stored = {row.number: row for row in session.execute(_STORED, {"numbers": list(some)})}
    holders = sealed(session, [found[1] for found in some.values() if found and found[1]])
    for number, found in some.items():
        row = stored.get(number)
        if row is None:
            report.add(Wrong.TASK, None, faults.TASK_GONE, task=number)
        elif found is not None:
            task, who = found
            holder = holders.get(who) if who else None
            differ = tuple(_differing(task, row, who, holder.content if holder else None))
            if differ:
                report.add(Wrong.TASK, task.last_entry, faults.TASK_CHANGED, task=number, columns=differ)


def _differing(task: Task, row: Any, who: str | None, holder: str | None) -> Iterator[str]:
    """The columns in which table and ledger differ; a holder whose code was erased is known to nobody."""
    for name in COLUMNS:
        expected = getattr(task, name)
        if name == "holder_code" and who:
            if holder is None:
                continue
            expected = holder
        if _plain(expected) != _plain(getattr(row, name)):
            yield name


def _plain(value: Any) -> Any:
    """A value as either engine would hand it over without its type."""
    match value:
        case bool():
            return int(value)
        case Week():
            return value.monday.isoformat()
        case date():
            return value.isoformat()
        case str():
            return str(value)
    return value
