"""What tasks are called on the pages of those who may read everything: the title as it is now, else the category."""

from collections.abc import Collection

from flask import Flask
from sqlalchemy.orm import Session

from rotation.record.numbers import spoken
from rotation.record.sealing import sealed
from rotation.record.tasks import Task
from web.naming import category_name

__all__ = ["init_app", "titles_of"]


def init_app(app: Flask) -> None:
    """Let templates say a task's number in threes."""
    app.add_template_filter(spoken)


def titles_of(session: Session, tasks: Collection[Task]) -> dict[str, str]:
    """The title of each of these tasks by its number, released or not."""
    found = sealed(session, [task.title for task in tasks if task.title])

    def title(task: Task) -> str:
        said = found[task.title].content if task.title else None
        return said or category_name(task.category)

    return {task.number: title(task) for task in tasks}
