"""One task as the public reads it: where it stands, who is responsible, and everything that happened to it.

What was not released is counted and not shown; what was withdrawn says by which entry.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.board.task_lists import Listed, listed
from rotation.district.members import Member
from rotation.district.offices import Office
from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.record.follow_ups import FollowUp
from rotation.record.ledger import Entry
from rotation.record.offers import Call, Offer
from rotation.record.sealing import Sealed, sealed
from rotation.record.task_texts import PHOTOS, Written, texts_of
from rotation.record.tasks import TO_DO, Holding, Task, TaskHolder, holders_of, task
from rotation.record.verdicts import Judged, Verdict, judged
from rotation.record.voices import me_too_count, of_task
from rotation.roster.serving import Serving, serving

MOST_HAPPENED = 100


@dataclass(frozen=True, slots=True)
class Responsible:
    """The one responsible: an office, or a member on duty; `person` has no position where they serve there no more."""

    office: Office | None = None
    person: Serving | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """One entry: what it says, what of its texts may be read, and who became responsible by it."""

    entry: Entry
    said: Mapping[str, Any]
    texts: tuple[Written, ...] = ()
    unreleased: int = 0
    responsible: Responsible | None = None

    @property
    def deadline(self) -> date | None:
        """The deadline that it sets."""
        said = self.said.get("deadline")
        return date.fromisoformat(said) if said else None


@dataclass(frozen=True, slots=True)
class Question:
    """A question with what may be read of it and of its answer; None: not released, or not answered yet."""

    row: FollowUp
    words: Sealed | None
    answer: Sealed | None


@dataclass(frozen=True, slots=True)
class Helping:
    """Helpers asked for (with the words), how many offered, and who helped: names of those who agreed."""

    calls: tuple[tuple[Call, Sealed], ...]
    offered: int
    helped: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Everything that stands on a task's page; `earlier`: where the entries before those shown go on."""

    listed: Listed
    district: District
    responsible: Responsible
    photos: tuple[Written, ...]
    happened: tuple[Happened, ...]
    earlier: int | None
    me_too: int
    judged: Judged
    questions: tuple[Question, ...]
    helping: Helping
    joined: tuple[Task, ...]

    @property
    def task(self) -> Task:
        """The task."""
        return self.listed.task


def task_page(session: Session, number: str, before: int | None = None) -> TaskPage:
    """The page of a task: its newest entries, or those before entry `before`. NotFound where there is no such task."""
    row = task(session, number)
    entries = _entries(session, number, before)
    shown = entries[:MOST_HAPPENED]
    texts = texts_of(session, number)
    held = holders_of(session, number)
    people = _People(session, row, held)
    return TaskPage(
        listed=listed(session, [row])[0],
        district=session.get_one(District, row.district_id),
        responsible=people.responsible(row.holder_kind, row.holder_code, row.holder_place, row.holder_week),
        photos=tuple(one for one in texts if one.use in PHOTOS and one.released),
        happened=_happened(shown, texts, {one.entry: people.of(one) for one in held}),
        earlier=shown[-1].number if len(entries) > MOST_HAPPENED else None,
        me_too=me_too_count(session, number),
        judged=judged(of_task(session, Verdict, number)),
        questions=tuple(questions(session, [number])[number]),
        helping=_helping(session, row),
        joined=tuple(session.scalars(select(Task).where(Task.same_as == number).order_by(Task.number))),
    )


def _entries(session: Session, number: str, before: int | None) -> Sequence[Entry]:
    """The newest entries first, one more than are shown."""
    query = select(Entry).where(Entry.task == number)
    if before is not None:
        query = query.where(Entry.number < before)
    return session.scalars(query.order_by(Entry.number.desc()).limit(MOST_HAPPENED + 1)).all()


def _happened(
    entries: Iterable[Entry], texts: Iterable[Written], became: Mapping[int, Responsible]
) -> tuple[Happened, ...]:
    by_entry: dict[int, list[Written]] = defaultdict(list)
    for text in texts:
        by_entry[text.entry].append(text)
    made = []
    for entry in entries:
        mine = by_entry[entry.number]
        readable = tuple(one for one in mine if one.released or one.withdrawn is not None)
        made.append(Happened(entry, entry.values, readable, len(mine) - len(readable), became.get(entry.number)))
    return tuple(made)


class _People:
    """Who was ever responsible for a task, found in a few queries."""

    def __init__(self, session: Session, row: Task, held: Sequence[TaskHolder]) -> None:
        weeks = {one.week for one in held if one.week}
        self._teams = serving(session, row.district_id, weeks)
        query = select(Office).where(Office.code.in_({one.code for one in held}))
        self._offices = {office.code: office for office in session.scalars(query)}
        named = select(Member.code, Member.name).where(
            Member.code.in_({one.code for one in held}), Member.named_in_public
        )
        self._names = {code: name for code, name in session.execute(named)}  # noqa: C416 - rows are no pairs to mypy

    def of(self, held: TaskHolder) -> Responsible:
        return self.responsible(held.kind, held.code, held.place, held.week)

    def responsible(self, kind: Holding, code: str, place: str | None, week: Week | None) -> Responsible:
        if kind is Holding.OFFICE:
            return Responsible(office=self._offices.get(code))
        team = self._teams.get((place or "", week), ()) if week else ()
        there = next((one for one in team if one.member == code), None)
        return Responsible(person=there or Serving(code, self._names.get(code), 0, troubleshooter=False))


def questions(session: Session, numbers: Collection[str]) -> dict[str, list[Question]]:
    """By task what villagers have asked about it, and been answered, as far as anybody may read it."""
    rows = session.scalars(select(FollowUp).where(FollowUp.task.in_(numbers)).order_by(FollowUp.entry)).all()
    texts = sealed(session, [one for row in rows for one in (row.words, row.answer) if one])
    found: dict[str, list[Question]] = {number: [] for number in numbers}
    for row in rows:
        found[row.task].append(Question(row, _readable(texts, row.words), _readable(texts, row.answer)))
    return found


def _readable(texts: Mapping[str, Sealed], commitment: str | None) -> Sealed | None:
    found = texts.get(commitment or "")
    return found if found and (found.is_released or found.withdrawn_entry is not None) else None


def _helping(session: Session, row: Task) -> Helping:
    wanted = select(Call).where(Call.task == row.number, Call.closed_at.is_(None))
    calls = list(session.scalars(wanted)) if row.state in TO_DO else []
    words = sealed(session, [call.words for call in calls])
    offers = of_task(session, Offer, row.number)
    helped = [offer for offer in offers if offer.helped_at is not None]
    names = sealed(session, [offer.name for offer in helped if offer.name])
    return Helping(
        tuple((call, words[call.words]) for call in calls),
        len(offers),
        len(helped),
        tuple(row.content for row in names.values() if row.content is not None and row.is_released),
    )
