"""Follow-ups: a villager's question on a task, which the committee answers within the days that config.toml sets.

Question and answer are public once the team or the committee has released them (task_texts.release); until then
page and board show that there is a question, and by when it is answered.
"""

from datetime import date, datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district.villages import Village
from rotation.errors import N_, Conflict, NotFound
from rotation.record.deadlines import answer_by
from rotation.record.duty import day_of
from rotation.record.roles import Hand
from rotation.record.states import step
from rotation.record.task_texts import Use, attach, seal_for
from rotation.record.tasks import Task
from rotation.record.voices import Speaker, Voice, give_slip, keep
from rotation.settings import Settings
from rotation.store import Base, now


class FollowUp(Voice, Base):
    """A question (a commitment), by when it is to be answered, and the answer (a commitment)."""

    __tablename__ = "follow_up"

    words: Mapped[str] = mapped_column(String(64))
    answer_by: Mapped[date] = mapped_column(index=True)
    answer: Mapped[str | None] = mapped_column(String(64))
    answered_at: Mapped[datetime | None]


def ask(
    session: Session, settings: Settings, speaker: Speaker, task: Task, words: str, at: datetime | None = None
) -> FollowUp:
    """Ask the committee about a task."""
    moment = at or now()
    until = answer_by(session, task.district_id, settings, start=day_of(moment))
    row = FollowUp(words=seal_for(session, Use.QUESTION, words), answer_by=until)
    said = {"text": row.words, "answer_by": until, "spoken": speaker.by_word_of_mouth}
    entry = step(session, task, "question", speaker.hand, at=moment, **said)
    attach(session, task, entry, Use.QUESTION, row.words)
    keep(session, row, speaker, task, entry)
    give_slip(session, row, speaker)
    return row


def answer(session: Session, hand: Hand, follow_up: FollowUp, words: str, at: datetime | None = None) -> FollowUp:
    """The committee answers a question; Conflict where it has."""
    task = session.get_one(Task, follow_up.task)
    text = seal_for(session, Use.ANSWER, words)
    entry = step(session, task, "answer", hand, at=at, text=text, question=follow_up.entry)
    session.refresh(follow_up)
    if follow_up.answer is not None:
        raise Conflict(N_("This question has been answered; look at the page again."))
    attach(session, task, entry, Use.ANSWER, text)
    follow_up.answer, follow_up.answered_at = text, entry.at
    session.flush()
    return follow_up


def follow_up(session: Session, number: str, entry: int) -> FollowUp:
    """The question on a task that came with an entry; NotFound where there is none."""
    found = session.get(FollowUp, entry)
    if found is None or found.task != number:
        raise NotFound(N_("There is no such question."))
    return found


def unanswered(session: Session, village: Village) -> list[FollowUp]:
    """The questions that the committee has to answer, the most urgent first."""
    query = select(FollowUp).join(Task, Task.number == FollowUp.task)
    query = query.where(Task.village_id == village.id, FollowUp.answer.is_(None))
    return list(session.scalars(query.order_by(FollowUp.answer_by, FollowUp.entry)))
