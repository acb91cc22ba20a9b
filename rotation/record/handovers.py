"""The handover: a term ends with a note and with what was promised, and the team that comes reads and signs.

Who hands over to whom is read from the roster in force: the last team before a week, and the first from it on. Where
no team comes for a while, the handover waits, and the village's office answers in between. What goes over besides
(open tasks, undecided complaints and findings) nobody has to write down.

A note is for the two teams, the office in between and the planner. What is promised stands on the next board: it is
public from the moment in which it is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district.keeping import hold
from rotation.district.villages import Village
from rotation.district.weeks import Week, WeekType
from rotation.errors import N_, Conflict, InvalidInput
from rotation.record import ledger
from rotation.record.duty import week_of
from rotation.record.items import KEY
from rotation.record.rights import require_team, require_unfinished
from rotation.record.roles import Hand
from rotation.record.sealing import Secret, opened, seal, sealed, set_released
from rotation.record.task_texts import Why, erase
from rotation.record.tasks import Task
from rotation.record.texts import line, seal_text
from rotation.store import Base, now

LONGEST = 5000
LONGEST_PROMISE = 100
MOST_PROMISES = 20


class HandoverNote(Base):
    """One version of the note of a week's team in a village (a commitment); the last one counts."""

    __tablename__ = "handover_note"
    __table_args__ = (UniqueConstraint("village_id", "week", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"))
    week: Mapped[Week] = mapped_column(WeekType)
    number: Mapped[int]
    words: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(80))
    sent_as: Mapped[str | None] = mapped_column(String(KEY), unique=True)


class HandoverPromise(Base):
    """Something that the note promises, in its order: a line (a commitment; public), a task, or both."""

    __tablename__ = "handover_promise"
    __table_args__ = (UniqueConstraint("note_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    note_id: Mapped[int] = mapped_column(ForeignKey("handover_note.id"))
    number: Mapped[int]
    words: Mapped[str | None] = mapped_column(String(64))
    task: Mapped[str | None] = mapped_column(ForeignKey("task.number"))


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised: in words, by the number of a task that will be done, or both; None: withdrawn words."""

    words: str | None = ""
    task: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What the outgoing team writes. `sent_as` is the phone's own key of it: sent twice, stored once.

    `after` is the number of the version that the writer had seen; None does not ask whether there are others meanwhile.
    """

    words: str
    promises: tuple[Promise, ...] = ()
    sent_as: str | None = None
    after: int | None = None


def write(
    session: Session, hand: Hand, village: Village, week: Week, note: Note, at: datetime | None = None
) -> HandoverNote:
    """Write the note of a term, or the next version of it: during the week, and for two days after it."""
    moment = at or now()
    require_team(session, hand, village, week)
    ledger.lock(session)
    hold(session, village)
    sent = _sent_before(session, hand, village, week, note)
    if sent is not None:
        return sent
    _require_in_time(week, moment)
    before = last_note(session, village, week)
    _require_seen(before, note)
    row = HandoverNote(village_id=village.id, week=week, number=before.number + 1 if before else 1)
    row.words = seal_text(session, "words", note.words, most=LONGEST)
    row.at, row.by, row.sent_as = moment, hand.account, note.sent_as
    session.add(row)
    session.flush()
    _promise(session, hand, village, (before, row), note.promises)
    return row


def _sent_before(session: Session, hand: Hand, village: Village, week: Week, note: Note) -> HandoverNote | None:
    if note.sent_as is None:
        return None
    found = session.scalar(select(HandoverNote).where(HandoverNote.sent_as == note.sent_as))
    if len(note.sent_as) > KEY or (
        found and (found.by, found.village_id, found.week) != (hand.account, village.id, week)
    ):
        raise Conflict(N_("This form is out of date. Reload the page, then send it again."))
    return found


def _require_in_time(week: Week, at: datetime) -> None:
    if week > week_of(at):
        raise InvalidInput(N_("This week has not come yet."), field="week")
    require_unfinished(week.sunday, at)


def _require_seen(before: HandoverNote | None, note: Note) -> None:
    if note.after is not None and note.after != (before.number if before else 0):
        raise Conflict(N_("This note was changed elsewhere meanwhile. Put together what should stand, and save it."))


def _promise(
    session: Session,
    hand: Hand,
    village: Village,
    change: tuple[HandoverNote | None, HandoverNote],
    promises: Sequence[Promise],
) -> None:
    """Store what a version promises: words that stay keep their commitment, those that are gone are deleted."""
    before, row = change
    given = [_checked(session, village, promise) for promise in promises]
    if len(given) > MOST_PROMISES:
        raise InvalidInput(N_("A note holds at most %(most)s promises."), field="promises", most=MOST_PROMISES)
    known = _lines(session, before) if before else {}
    lines = {one.words: known.get(one.words) or seal(session, one.words, Secret.TEXT) for one in given if one.words}
    for number, one in enumerate(given, 1):
        words = lines.get(one.words) if one.words else None
        session.add(HandoverPromise(note_id=row.id, number=number, words=words, task=one.task))
    texts, tasks = list(lines.values()), [one.task for one in given if one.task]
    said: dict[str, Any] = {"week": row.week, "note": row.words, "texts": texts, "tasks": tasks}
    entry = ledger.append(session, "handed", hand, village=village.code, at=row.at, **said)
    set_released(session, texts, entry.at)
    if gone := [held for words, held in known.items() if words not in lines]:
        erase(session, hand, gone, why=Why.MISTAKE, at=row.at)


def _checked(session: Session, village: Village, promise: Promise) -> Promise:
    words = line("promises", promise.words or "", most=LONGEST_PROMISE)
    task = session.get(Task, promise.task) if promise.task else None
    if promise.task and (task is None or task.village_id != village.id or task.has_ended):
        raise InvalidInput(N_("Choose tasks of this village that go on."), field="tasks")
    if not (words or task):
        raise InvalidInput(N_("This must not be empty."), field="promises")
    return Promise(words, promise.task)


def _lines(session: Session, note: HandoverNote) -> dict[str, str]:
    """The words that a version promises, with their commitments; not those that were withdrawn."""
    query = select(HandoverPromise.words).where(HandoverPromise.note_id == note.id, HandoverPromise.words.is_not(None))
    found = sealed(session, [words for words in session.scalars(query) if words])
    return {row.content: commitment for commitment, row in found.items() if row.content is not None}


def last_note(session: Session, village: Village, week: Week) -> HandoverNote | None:
    """The note of a week's team in a village as it stands, where one was written."""
    query = select(HandoverNote).where(HandoverNote.village_id == village.id, HandoverNote.week == week)
    return session.scalar(query.order_by(HandoverNote.number.desc()).limit(1))


def promises_of(session: Session, note: HandoverNote) -> list[Promise]:
    """What a note promises, in its order; for everyone. Words that were withdrawn are None."""
    query = select(HandoverPromise).where(HandoverPromise.note_id == note.id).order_by(HandoverPromise.number)
    rows = list(session.scalars(query))
    found = sealed(session, [row.words for row in rows if row.words])
    return [Promise(found[row.words].content if row.words else "", row.task) for row in rows]


def words_of(session: Session, note: HandoverNote) -> str | None:
    """The words of a version, for those who may read it; None where they were withdrawn."""
    return opened(session, note.words)
