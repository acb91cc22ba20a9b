"""Tasks as the public reads them in lists: each with what was released of it last."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from rotation.district.villages import Village
from rotation.record.sealing import Sealed
from rotation.record.task_texts import TaskText, Use, Written, unreleased
from rotation.record.tasks import TO_DO, Task

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Listed:
    """A task, its village, its title and summary as released last (None: never), and how many texts are not."""

    task: Task
    village: Village
    title: Written | None
    summary: Written | None
    unreleased: int

    def is_overdue(self, today: date) -> bool:
        """Whether something is still to be done and the deadline has passed."""
        return self.task.state in TO_DO and self.task.deadline < today


def listed(session: Session, tasks: Sequence[Task]) -> list[Listed]:
    """These tasks with what lists show of them."""
    numbers = [task.number for task in tasks]
    texts = newest_released(session, numbers, (Use.TITLE, Use.SUMMARY))
    hidden = unreleased(session, numbers)
    keys = {task.village_id for task in tasks}
    villages = {village.id: village for village in session.scalars(select(Village).where(Village.id.in_(keys)))}
    return [
        Listed(
            task,
            villages[task.village_id],
            texts.get((task.number, Use.TITLE)),
            texts.get((task.number, Use.SUMMARY)),
            hidden.get(task.number, 0),
        )
        for task in tasks
    ]


def newest_released(session: Session, numbers: Collection[str], uses: Iterable[Use]) -> dict[tuple[str, Use], Written]:
    """By task and use the text that was released last; its content is None where it was withdrawn since."""
    query = (
        select(TaskText, Sealed)
        .join(Sealed, Sealed.commitment == TaskText.commitment)
        .where(TaskText.task.in_(list(numbers)), TaskText.use.in_(list(uses)), Sealed.released_at.is_not(None))
        .order_by(TaskText.entry)
    )
    return {
        (text.task, text.use): Written(
            text.commitment, text.use, text.entry, row.content, row.is_released, row.withdrawn_entry
        )
        for text, row in session.execute(query)
    }


def newest_changed(session: Session, district_id: int, village_id: int | None, most: int) -> list[Task]:
    """The tasks of a district, or of one village of it, to which something happened last, the newest first."""
    return list(session.scalars(_of(district_id, village_id).order_by(Task.last_entry.desc()).limit(most)))


def in_pieces(session: Session, district_id: int, village_id: int | None) -> Iterator[list[Listed]]:
    """Every task of a district, or of one village of it, by number, some at a time."""
    query, last = _of(district_id, village_id).order_by(Task.number).limit(AT_ONCE), ""
    while tasks := list(session.scalars(query.where(Task.number > last))):
        yield listed(session, tasks)
        last = tasks[-1].number
        session.expunge_all()


def _of(district_id: int, village_id: int | None) -> Select[Task]:
    """By one of the two keys only, else the database may choose the index of the other."""
    return select(Task).where(Task.district_id == district_id if village_id is None else Task.village_id == village_id)
