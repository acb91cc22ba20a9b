"""Last week's promises: what the outgoing team promised in its note, and the tasks that had their deadline then."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from rotation.board.contents.matters import DEADLINES, Files, matter
from rotation.board.contents.parts import Promise
from rotation.board.contents.scene import Scene
from rotation.record.handing import handing_to
from rotation.record.handovers import HandoverPromise
from rotation.record.tasks import Task


def in_the_note(scene: Scene) -> list[HandoverPromise]:
    """What the last team before this week has promised, in its order."""
    handing = handing_to(scene.session, scene.village, scene.week)
    if handing is None or handing.note is None:
        return []
    query = select(HandoverPromise).where(HandoverPromise.note_id == handing.note.id)
    return list(scene.session.scalars(query.order_by(HandoverPromise.number)))


def promises(scene: Scene, noted: Sequence[HandoverPromise], tasks: Sequence[Task], files: Files) -> Iterator[Promise]:
    """What was promised, the note's promises first, then by day; a task that the note names is not said twice."""
    known = {task.number: task for task in tasks}
    for one in noted:
        yield Promise(one.words, matter(scene, known[one.task], files) if one.task else None)
    said = {one.task for one in noted}
    for day, number in sorted(_due_last_week(scene, known, files)):
        if number not in said:
            yield Promise(matter=matter(scene, known[number], files), day=day)


def _due_last_week(scene: Scene, tasks: Mapping[str, Task], files: Files) -> set[tuple[date, str]]:
    said = ((number, entry) for number in tasks for entry in files.steps[number] if entry.kind in DEADLINES)
    days = {(date.fromisoformat(entry.values["deadline"]), number) for number, entry in said}
    return {(day, number) for day, number in days if scene.last_week.monday <= day <= scene.last_week.sunday}
