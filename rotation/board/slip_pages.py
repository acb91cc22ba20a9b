"""What became of what somebody said, as whoever has the slip finds it again: never the words themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.villages import Village
from rotation.record.follow_ups import FollowUp
from rotation.record.hearings import of_slip as complaints_of
from rotation.record.lists import Complaint
from rotation.record.offers import Offer
from rotation.record.sealing import Sealed, sealed
from rotation.record.slips import Slip
from rotation.record.tasks import Task
from rotation.record.verdicts import Verdict
from rotation.record.voices import MeToo, Voice, of_slip


@dataclass(frozen=True, slots=True)
class Heard:
    """A complaint at a hearing: what became of it, the task that it belongs to, and the reason that was given."""

    complaint: Complaint
    task: Task | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said about a task: of which kind, when; for a question the answer, which is the asker's at once."""

    kind: str
    at: datetime
    task: Task
    question: FollowUp | None = None
    answer: Sealed | None = None
    offer: Offer | None = None


@dataclass(frozen=True, slots=True)
class Became:
    """Everything that a slip leads to."""

    slip: Slip
    village: Village
    heard: tuple[Heard, ...]
    spoken: tuple[Spoken, ...]


KINDS: dict[str, type[MeToo] | type[FollowUp] | type[Offer] | type[Verdict]] = {
    "me_too": MeToo,
    "question": FollowUp,
    "offer": Offer,
    "verdict": Verdict,
}


def became_of(session: Session, row: Slip) -> Became:
    """What a slip leads to."""
    heard = complaints_of(session, row)
    voices = [(kind, voice) for kind, table in KINDS.items() for voice in of_slip(session, table, row)]
    tasks = _tasks(session, (complaint.task for complaint in heard), (voice.task for _kind, voice in voices))
    texts = sealed(session, [*_reasons(heard), *_answers(voice for _kind, voice in voices)])
    return Became(
        row,
        session.get_one(Village, row.village_id),
        tuple(
            Heard(one, tasks.get(one.task or ""), texts[one.reason].content if one.reason else None) for one in heard
        ),
        tuple(_spoken(kind, voice, tasks, texts) for kind, voice in voices),
    )


def _tasks(session: Session, *numbers: Iterable[str | None]) -> dict[str, Task]:
    wanted = {number for some in numbers for number in some if number}
    return {task.number: task for task in session.scalars(select(Task).where(Task.number.in_(wanted)))}


def _reasons(heard: Iterable[Complaint]) -> list[str]:
    return [one.reason for one in heard if one.reason]


def _answers(voices: Iterable[Voice]) -> list[str]:
    return [voice.answer for voice in voices if isinstance(voice, FollowUp) and voice.answer]


def _spoken(kind: str, voice: Voice, tasks: dict[str, Task], texts: dict[str, Sealed]) -> Spoken:
    question = voice if isinstance(voice, FollowUp) else None
    answer = texts[question.answer] if question and question.answer else None
    return Spoken(kind, voice.at, tasks[voice.task], question, answer, voice if isinstance(voice, Offer) else None)
