"""The history of a task, in words: one line for each entry of the ledger, for those who may read it all."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from rotation.record import ledger
from rotation.record.ledger import Entry
from rotation.record.numbers import spoken
from rotation.record.roles import Role
from rotation.record.task_texts import PHOTOS, Written
from rotation.record.tasks import Holder, Task, holders_of
from web.dates import day
from web.naming import LEVELS, kind_name, yuan
from web.tasks.naming import solved_name
from web.tasks.people import Responsible, named

__all__ = ["Line", "history"]

_SUMS = {"asked", "granted", "refused", "spent"}


@dataclass(frozen=True, slots=True)
class Line:
    """What happened: with which entry, when, by whom; what it says besides; and the texts that came with it."""

    number: int
    at: datetime
    role: Role
    what: str
    details: tuple[str, ...]
    texts: tuple[Written, ...]


def history(session: Session, task: Task, texts: Sequence[Written]) -> list[Line]:
    """Everything that happened to a task, the newest first."""
    by_entry: dict[int, list[Written]] = {}
    for text in texts:
        if text.use not in PHOTOS:
            by_entry.setdefault(text.entry, []).append(text)
    holders = {row.entry: Holder(row.kind, row.code, row.place, row.week) for row in holders_of(session, task.number)}
    people = named(session, set(holders.values()))
    responsible = {entry: people[holder] for entry, holder in holders.items()}
    return [
        Line(
            entry.number,
            entry.at,
            entry.role,
            kind_name(entry.kind),
            tuple(_details(entry, responsible)),
            tuple(by_entry.get(entry.number, ())),
        )
        for entry in reversed(ledger.of_task(session, task.number))
    ]


def _details(entry: Entry, responsible: Mapping[int, Responsible]) -> Iterator[str]:
    said = entry.values
    if entry.number in responsible:
        yield _("responsible: %(name)s", name=responsible[entry.number].name)
    if entry.kind in _SUMS:
        yield _("%(sum)s yuan", sum=yuan(said["fen"]))
    if entry.kind == "escalated":
        yield _("level: %(level)s", level=LEVELS[said["level"]])
    if "deadline" in said:
        yield _("deadline: %(day)s", day=day(date.fromisoformat(said["deadline"])))
    yield from _of_voices(said)
    yield from _of_steps(entry.kind, said)


def _of_voices(said: Mapping[str, Any]) -> Iterator[str]:
    if said.get("solved"):
        yield solved_name(said["solved"])
    if said.get("content"):
        yield _("content: %(number)s of 5", number=said["content"])
    if said.get("answer_by"):
        yield _("to be answered by %(day)s", day=day(date.fromisoformat(said["answer_by"])))
    if said.get("people"):
        yield ngettext("%(num)d person", "%(num)d people", said["people"])
    if said.get("spoken"):
        yield _("by word of mouth")


def _of_steps(kind: str, said: Mapping[str, Any]) -> Iterator[str]:
    if kind == "marked":
        yield _("pressing") if said["pressing"] else _("no longer pressing")
    if kind == "escalated" and said.get("why") == "deadline":
        yield _("the deadline had passed")
    if kind == "passed" and said.get("why") == "no-team":
        yield _("no team serves there now")
    if said.get("same_as"):
        yield _("task %(number)s", number=spoken(said["same_as"]))
