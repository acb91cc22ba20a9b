"""What waits to be released: texts and photos of a village's tasks that nobody but its own people can read."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.villages import Village
from rotation.record.sealing import Sealed
from rotation.record.task_texts import TaskText, Use
from rotation.record.tasks import Task


@dataclass(frozen=True, slots=True)
class Unreleased:
    """A text or photo of a task that waits; `content` of a photo is the name of its file."""

    task: Task
    commitment: str
    use: Use
    entry: int
    content: str


def waiting_for_release(session: Session, village: Village) -> list[Unreleased]:
    """Task by task, first things first; titles and summaries that others have taken the place of are left out."""
    query = (
        select(TaskText, Sealed.content, Task)
        .join(Sealed, Sealed.commitment == TaskText.commitment)
        .join(Task, Task.number == TaskText.task)
        .where(Task.village_id == village.id, Sealed.released_at.is_(None), Sealed.withdrawn_entry.is_(None))
        .order_by(Task.number, TaskText.entry, TaskText.use)
    )
    return [
        Unreleased(task, text.commitment, text.use, text.entry, content or "")
        for text, content, task in session.execute(query)
        if _counts_still(text, task)
    ]


def _counts_still(text: TaskText, task: Task) -> bool:
    now = {Use.TITLE: task.title, Use.SUMMARY: task.summary}
    return now.get(text.use, text.commitment) == text.commitment
