"""What is written about a task: titles, summaries, reports, reasons, photos. Sealed until released.

Everything that was written is counted for the public, so that nothing can be hidden by not releasing it. What is
withdrawn is deleted for good; the ledger keeps that it was there.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.errors import N_, InvalidInput
from rotation.record import ledger, sealing, searching
from rotation.record.ledger import Entry
from rotation.record.roles import Hand
from rotation.record.sealing import Sealed, Secret
from rotation.record.states import step
from rotation.record.tasks import Task
from rotation.record.texts import seal_text
from rotation.store import Base, choice, now

MOST_AT_ONCE = 100


class Use(StrEnum):
    """What a text or photo of a task is for."""

    TITLE = "title"
    SUMMARY = "summary"
    REPORT = "report"
    REASON = "reason"
    QUESTION = "question"
    ANSWER = "answer"
    OFFER = "offer"
    HELP = "help"
    BEFORE = "before"
    AFTER = "after"


LONGEST = {
    Use.TITLE: 40,
    Use.SUMMARY: 1000,
    Use.REPORT: 1000,
    Use.REASON: 500,
    Use.QUESTION: 500,
    Use.ANSWER: 1000,
    Use.OFFER: 500,
    Use.HELP: 200,
}


PHOTOS = frozenset({Use.BEFORE, Use.AFTER})


class Why(StrEnum):
    """Why something was withdrawn or erased."""

    ASKED = "asked"
    MISTAKE = "mistake"
    PRIVATE = "private"
    RETENTION = "retention"


class TaskText(Base):
    """A text or photo of a task, by its commitment, and the entry with which it came."""

    __tablename__ = "task_text"

    commitment: Mapped[str] = mapped_column(ForeignKey("sealed.commitment"), primary_key=True)
    task: Mapped[str] = mapped_column(String(20), index=True)
    entry: Mapped[int]
    use: Mapped[Use] = mapped_column(choice(Use))


@dataclass(frozen=True, slots=True)
class Written:
    """A text of a task as it may be shown: `content` is None where it was withdrawn (by the entry named)."""

    commitment: str
    use: Use
    entry: int
    content: str | None
    released: bool
    withdrawn: int | None


def seal_for(session: Session, use: Use, typed: str) -> str:
    """Seal a text that somebody typed for a task; InvalidInput where it is empty or too long for its use."""
    return seal_text(session, use, typed, most=LONGEST[use])


def attach(session: Session, task: Task, entry: Entry, use: Use, commitment: str) -> None:
    """Keep that a text came to a task with an entry."""
    session.execute(insert(TaskText).values(commitment=commitment, task=task.number, entry=entry.number, use=use))


def write(
    session: Session, task: Task, hand: Hand, *, title: str = "", summary: str = "", at: datetime | None = None
) -> Entry:
    """Give a task a title, a summary, or both; those before stay as they were, and count no more."""
    given = {Use.TITLE: title, Use.SUMMARY: summary}
    said = {use: seal_for(session, use, text) for use, text in given.items() if text.strip()}
    if not said:
        raise InvalidInput(N_("This must not be empty."), field="title")
    entry = step(session, task, "write", hand, at=at, **{use.value: one for use, one in said.items()})
    for use, commitment in said.items():
        attach(session, task, entry, use, commitment)
    return entry


def add_photo(session: Session, task: Task, hand: Hand, name: str, *, use: Use, at: datetime | None = None) -> Entry:
    """Add a photo that is stored under `name` (photos.store), as it was before or after."""
    photo = sealing.seal(session, name, Secret.PHOTO)
    entry = step(session, task, "picture", hand, at=at, photo=photo, use=use)
    attach(session, task, entry, use, photo)
    return entry


def release(session: Session, task: Task, hand: Hand, texts: Collection[str], *, at: datetime | None = None) -> Entry:
    """Let the public read texts and photos of a task, named by their commitments."""
    _require_of(session, task, texts)
    entry = step(session, task, "release", hand, at=at, texts=sorted(texts))
    sealing.set_released(session, texts, entry.at)
    let_be_found(session, {task.number})
    return entry


def withdraw(
    session: Session, task: Task, hand: Hand, texts: Collection[str], *, why: Why, at: datetime | None = None
) -> Entry:
    """Delete texts and photos of a task for good; pages show that something was withdrawn."""
    _require_of(session, task, texts)
    entry = step(session, task, "withdraw", hand, at=at, texts=sorted(texts), why=why)
    sealing.erase(session, texts, entry.number)
    if let_be_found(session, {task.number}):
        searching.forget(session)
    return entry


def erase(session: Session, hand: Hand, texts: Iterable[str], *, why: Why, at: datetime | None = None) -> list[Entry]:
    """Delete whatever is sealed behind these, wherever it belongs; the caller knows that it may be."""
    found = [one for one, row in sealing.sealed(session, list(texts)).items() if row.withdrawn_entry is None]
    found.sort()
    made = []
    for first in range(0, len(found), MOST_AT_ONCE):
        some = found[first : first + MOST_AT_ONCE]
        entry = ledger.append(session, "erased", hand, at=at or now(), texts=some, why=why)
        sealing.erase(session, some, entry.number)
        tasks = set(session.scalars(select(TaskText.task).where(TaskText.commitment.in_(some))))
        if let_be_found(session, tasks):
            searching.forget(session)
        made.append(entry)
    return made


def erase_account(session: Session, hand: Hand, account: str, *, at: datetime | None = None) -> list[Entry]:
    """Erase who somebody was from the whole ledger: what they did stays, as the deed of their role."""
    ledger.lock(session)
    return erase(session, hand, sealing.of_account(session, account), why=Why.PRIVATE, at=at)


def texts_of(session: Session, number: str) -> list[Written]:
    """Everything that was written about a task, first things first; for those who may read it all."""
    query = (
        select(TaskText, Sealed)
        .join(Sealed, Sealed.commitment == TaskText.commitment)
        .where(TaskText.task == number)
        .order_by(TaskText.entry, TaskText.use)
    )
    return [
        Written(text.commitment, text.use, text.entry, row.content, row.is_released, row.withdrawn_entry)
        for text, row in session.execute(query)
    ]


def public_texts_of(session: Session, number: str) -> list[Written]:
    """What the public may read of it, and what was withdrawn after its release."""
    return [text for text in texts_of(session, number) if text.released]


def photos_named(session: Session, name: str) -> list[tuple[str, bool]]:
    """The tasks that show the photo of that name, and whether the public may see it there."""
    query = select(TaskText.task, Sealed.released_at).join(Sealed, Sealed.commitment == TaskText.commitment)
    rows = session.execute(query.where(Sealed.kind == Secret.PHOTO, Sealed.content == name))
    return [(task, released is not None) for task, released in rows]


def let_be_found(session: Session, numbers: Iterable[str]) -> bool:
    """Let these tasks be found by what the public may read of them now, titles first, and by nothing else.

    Returns whether any of them could be found by other words before.
    """
    changed = False
    for number in sorted(set(numbers)):
        texts = [text for text in public_texts_of(session, number) if text.use not in PHOTOS and text.content]
        texts.sort(key=lambda text: (text.use not in (Use.TITLE, Use.SUMMARY), -text.entry))
        changed |= searching.put(session, number, [text.content or "" for text in texts])
    return changed


def unreleased(session: Session, numbers: Collection[str]) -> dict[str, int]:
    """How many texts of these tasks nobody has released; tasks without any are left out."""
    query = (
        select(TaskText.task, func.count())
        .join(Sealed, Sealed.commitment == TaskText.commitment)
        .where(TaskText.task.in_(list(numbers)), Sealed.released_at.is_(None), Sealed.withdrawn_entry.is_(None))
        .group_by(TaskText.task)
    )
    return {task: count for task, count in session.execute(query)}  # noqa: C416 - rows are no pairs to mypy


def _require_of(session: Session, task: Task, texts: Collection[str]) -> None:
    query = select(func.count()).where(TaskText.task == task.number, TaskText.commitment.in_(list(texts)))
    if not texts or session.scalar(query) != len(set(texts)):
        raise InvalidInput(N_("Choose texts of this task."), field="texts")
