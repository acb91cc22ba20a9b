"""What villagers have said and done, as a board shows it: questions, helpers wanted, who has helped; and diaries."""

from collections.abc import Iterator
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, or_, select

from rotation.board.contents.parts import Helped, Helpers, Paragraph, Question
from rotation.board.contents.scene import Scene
from rotation.record.diaries import DiaryDay, DiaryVersion
from rotation.record.duty import day_of
from rotation.record.follow_ups import FollowUp
from rotation.record.offers import Offer, open_calls
from rotation.record.sealing import Sealed, sealed
from rotation.record.tasks import Task

V = TypeVar("V", FollowUp, Offer)


def questions(scene: Scene) -> Iterator[Question]:
    """What was asked since last week, what was answered since, and what waits for its answer; by when it was asked."""
    rows = list(scene.session.scalars(_of_village(scene, FollowUp).where(_is_new(scene)).order_by(FollowUp.entry)))
    texts = sealed(scene.session, [one for row in rows for one in (row.words, row.answer) if one])
    for row in rows:
        yield Question(
            row.task,
            day_of(row.at),
            _released(texts, row.words),
            row.answer_by,
            day_of(row.answered_at) if row.answered_at else None,
            _released(texts, row.answer),
        )


def _is_new(scene: Scene) -> ColumnElement[bool]:
    return or_(FollowUp.at >= scene.since, FollowUp.answered_at.is_(None), FollowUp.answered_at >= scene.since)


def _released(texts: dict[str, Sealed], commitment: str | None) -> str | None:
    return commitment if commitment and texts[commitment].is_released else None


def helpers_wanted(scene: Scene) -> Iterator[Helpers]:
    """The calls that are open."""
    return (Helpers(call.task, call.people, call.words) for call in open_calls(scene.session, scene.village))


def helped(scene: Scene) -> Iterator[Helped]:
    """Who has helped since last week, task by task."""
    query = _of_village(scene, Offer).where(Offer.helped_at >= scene.since).order_by(Offer.task, Offer.entry)
    rows = list(scene.session.scalars(query))
    for task in dict.fromkeys(row.task for row in rows):
        mine = [row for row in rows if row.task == task]
        yield Helped(task, tuple(row.name for row in mine if row.name), len(mine))


def paragraphs(scene: Scene) -> Iterator[Paragraph]:
    """What secretaries have marked for the board since last week; the newest version of each day counts."""
    query = (
        select(DiaryDay.day, DiaryDay.id, DiaryVersion.board)
        .join(DiaryVersion, DiaryVersion.diary_day_id == DiaryDay.id)
        .where(DiaryDay.village_id == scene.village.id, DiaryDay.day >= scene.last_week.monday)
        .order_by(DiaryDay.day, DiaryDay.id, DiaryVersion.number)
    )
    newest = {(day, page): board for day, page, board in scene.session.execute(query)}
    texts = sealed(scene.session, [board for board in newest.values() if board])
    for (day, _page), board in newest.items():
        if board and _released(texts, board) and texts[board].content:
            yield Paragraph(day, board)


def _of_village(scene: Scene, kind: type[V]) -> Select[V]:
    return select(kind).join(Task, Task.number == kind.task).where(Task.village_id == scene.village.id)
