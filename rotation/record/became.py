"""What became of it: the tasks for which a member was responsible in their terms, as they stand today."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.record.sealing import sealed
from rotation.record.tasks import Holding, Task, TaskHolder
from rotation.record.verdicts import Judged, Verdict, judged


@dataclass(frozen=True, slots=True)
class Became:
    """A task from one's own term; `title` is None where none was written or it was withdrawn. No totals: no ranking."""

    task: Task
    title: str | None
    said: Judged


def became(session: Session, member: str) -> list[Became]:
    """The tasks for which a member was ever responsible, those that changed last first."""
    theirs = select(TaskHolder.task).where(TaskHolder.kind == Holding.MEMBER, TaskHolder.code == member)
    tasks = list(session.scalars(select(Task).where(Task.number.in_(theirs)).order_by(Task.last_entry.desc())))
    titles = sealed(session, [task.title for task in tasks if task.title])
    verdicts = _verdicts(session, [task.number for task in tasks])
    return [
        Became(task, titles[task.title].content if task.title else None, judged(verdicts.get(task.number, [])))
        for task in tasks
    ]


def _verdicts(session: Session, numbers: list[str]) -> Mapping[str, list[Verdict]]:
    found: dict[str, list[Verdict]] = {}
    for row in session.scalars(select(Verdict).where(Verdict.task.in_(numbers)).order_by(Verdict.entry)):
        found.setdefault(row.task, []).append(row)
    return found
