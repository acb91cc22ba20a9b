"""The tasks of a board: everything that goes on, and what has ended since last week."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from rotation.board.contents.parts import Matter, Progress
from rotation.board.contents.scene import Scene, Teams
from rotation.board.task_lists import newest_released
from rotation.record.duty import day_of
from rotation.record.ledger import Entry
from rotation.record.task_texts import Use, unreleased
from rotation.record.tasks import ENDED, TO_DO, State, Task

AT_ONCE = 500
DEADLINES = ("opened", "escalated", "reopened")  # what promises a day
STEPS = (  # what is progress, or the lack of it
    *DEADLINES, "assigned", "taken", "begun", "reported", "finished", "confirmed", "declined", "joined",
    "asked", "granted", "refused", "spent",
)  # fmt: skip
_GOES_ON = [state for state in State if state not in ENDED]
_ENDINGS = ("confirmed", "declined", "joined")


@dataclass(frozen=True)
class Files:
    """What is known of the tasks of a board beyond their rows, by number."""

    teams: Teams
    steps: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    titles: dict[str, str] = field(default_factory=dict)
    reports: dict[str, tuple[str, int]] = field(default_factory=dict)
    unreleased: dict[str, int] = field(default_factory=dict)


def tasks_on(scene: Scene) -> list[Task]:
    """The tasks of a board: those to do, those done and not confirmed, those that have ended since last week.

    Each by deadline and number, so that a first sheet holds what is still to come.
    """
    query = select(Task).where(Task.village_id == scene.village.id).order_by(Task.deadline, Task.number)
    going_on = scene.session.scalars(query.where(Task.state.in_(_GOES_ON)))
    touched = scene.session.scalars(query.where(Task.state.in_(list(ENDED)), Task.changed_at >= scene.since))
    return [*sorted(going_on, key=lambda task: task.state not in TO_DO), *touched]


def files_of(scene: Scene, tasks: Sequence[Task]) -> Files:
    """What a board shows of these tasks, gathered in a few queries."""
    files = Files(scene.teams({task.holder_week for task in tasks if task.holder_week}))
    for first in range(0, len(tasks), AT_ONCE):
        numbers = [task.number for task in tasks[first : first + AT_ONCE]]
        _read_steps(scene, files, numbers)
        _read_texts(scene, files, numbers)
        files.unreleased.update(unreleased(scene.session, numbers))
    return files


def _read_steps(scene: Scene, files: Files, numbers: list[str]) -> None:
    query = select(Entry).where(Entry.task.in_(numbers), Entry.kind.in_(STEPS)).order_by(Entry.number)
    for entry in scene.session.scalars(query):
        files.steps[entry.task or ""].append(entry)


def _read_texts(scene: Scene, files: Files, numbers: list[str]) -> None:
    """The newest released title and report of each."""
    for (number, use), text in newest_released(scene.session, numbers, (Use.TITLE, Use.REPORT)).items():
        if use is Use.TITLE:
            files.titles[number] = text.commitment
        else:
            files.reports[number] = (text.commitment, text.entry)


def with_these(scene: Scene, tasks: Sequence[Task], numbers: Collection[str]) -> list[Task]:
    """The tasks, and those of these numbers that are not among them."""
    missing = set(numbers) - {task.number for task in tasks}
    more = scene.session.scalars(select(Task).where(Task.number.in_(missing)).order_by(Task.number))
    return [*tasks, *more]


def matters(scene: Scene, tasks: Sequence[Task], files: Files) -> Iterator[Matter]:
    """The tasks as the board keeps them; what ended before last week and was only touched since is left out."""
    return (matter(scene, task, files) for task in tasks if not task.has_ended or _ended_lately(scene, task, files))


def _ended_lately(scene: Scene, task: Task, files: Files) -> bool:
    ends = [entry.at for entry in files.steps[task.number] if entry.kind in _ENDINGS]
    return bool(ends) and ends[-1] >= scene.since


def matter(scene: Scene, task: Task, files: Files) -> Matter:
    """A task as the board keeps it."""
    return Matter(
        task.number,
        task.category,
        files.titles.get(task.number),
        task.state,
        task.level,
        pressing=task.pressing,
        deadline=task.deadline,
        responsible=scene.responsible(task, files.teams),
        progress=_progress(task, files),
        unreleased=files.unreleased.get(task.number, 0),
        same_as=task.same_as,
    )


def _progress(task: Task, files: Files) -> Progress:
    steps = files.steps[task.number]
    days = {entry.number: day_of(entry.at) for entry in steps}
    report, by = files.reports.get(task.number, (None, -1))
    return Progress(steps[-1].kind, days[steps[-1].number], report, days.get(by))
