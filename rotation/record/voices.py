"""What villagers say about a task without any account: me too. And what every voice has in common.

Whatever a villager can do on the site can also be said aloud, at the hearing or the committee's counter: then
somebody there writes it down, "by word of mouth", with the same deadline. Nobody is named, and nobody can be found
out: who wants to hear of it again keeps the code of a slip or a receipt.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.record.ledger import Entry
from rotation.record.roles import Hand, Role
from rotation.record.slips import Slip, use
from rotation.record.states import step
from rotation.record.tasks import Task
from rotation.store import Base, now


class Voice:
    """What a villager has said about a task, by the entry that says so.

    `spoken`: by word of mouth, written down by somebody (`by`). `slip` is the mark of the slip or receipt.
    """

    entry: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-2)
    task: Mapped[str] = mapped_column(ForeignKey("task.number"), index=True, sort_order=-1)
    at: Mapped[datetime]
    spoken: Mapped[bool]
    by: Mapped[str] = mapped_column(String(80), default="")
    slip: Mapped[str | None] = mapped_column(ForeignKey("slip.mark"), index=True)


V = TypeVar("V", bound=Voice)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: a villager, or whoever writes down what a villager says; and the slip that leads back to it."""

    hand: Hand
    slip: Slip | None = None

    @property
    def by_word_of_mouth(self) -> bool:
        """Whether somebody writes down what another one says."""
        return self.hand.role is not Role.VILLAGER


class MeToo(Voice, Base):
    """Somebody has the same trouble."""

    __tablename__ = "me_too"


def me_too(session: Session, speaker: Speaker, task: Task, at: datetime | None = None) -> MeToo:
    """Somebody says that it is their trouble too."""
    entry = step(session, task, "echo", speaker.hand, at=at or now(), spoken=speaker.by_word_of_mouth)
    row = keep(session, MeToo(), speaker, task, entry)
    give_slip(session, row, speaker)
    return row


def me_too_count(session: Session, number: str) -> int:
    """How many have said so."""
    return session.scalar(select(func.count()).where(MeToo.task == number)) or 0


def keep(session: Session, voice: V, speaker: Speaker, task: Task, entry: Entry) -> V:
    """Store a voice with its entry."""
    voice.entry, voice.task, voice.at = entry.number, task.number, entry.at
    voice.spoken, voice.by = speaker.by_word_of_mouth, speaker.hand.account
    voice.slip = speaker.slip.mark if speaker.slip else None
    session.add(voice)
    session.flush()
    return voice


def give_slip(session: Session, voice: Voice, speaker: Speaker) -> None:
    """Let the speaker's slip, where there is one, lead to this voice and to nothing else."""
    if speaker.slip is not None:
        use(session, speaker.slip, f"entry-{voice.entry}")


def of_task(session: Session, kind: type[V], number: str) -> list[V]:
    """The voices of one kind on a task, first things first."""
    return list(session.scalars(select(kind).where(kind.task == number).order_by(kind.entry)))


def of_slip(session: Session, kind: type[V], row: Slip) -> list[V]:
    """The voice of one kind that a slip leads to, if it does."""
    return list(session.scalars(select(kind).where(kind.slip == row.mark).order_by(kind.entry)))
