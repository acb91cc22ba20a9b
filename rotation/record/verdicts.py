"""Verdicts: a villager's word on whether a task that is said to be done is solved, and how well.

It changes the task only with the code of a slip or a receipt, or said in person to somebody who does not hold the
task. Others are counted apart, as "without a code"; a "no" that changed nothing is looked at by the team in time.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district.villages import Village
from rotation.errors import N_, Conflict, InvalidInput
from rotation.record import acts, states
from rotation.record.deadlines import answer_by
from rotation.record.duty import day_of
from rotation.record.follow_ups import FollowUp
from rotation.record.ledger import Entry
from rotation.record.lists import Complaint
from rotation.record.offers import Offer
from rotation.record.roles import Hand
from rotation.record.slips import Slip
from rotation.record.tasks import State, Task
from rotation.record.voices import MeToo, Speaker, Voice, keep
from rotation.settings import Settings
from rotation.store import Base, choice, now


class Solved(StrEnum):
    """Whether it is solved."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Verdict(Voice, Base):
    """Solved or not, how content from 1 to 5, whether with a code; by when the team looks at it, and when it has."""

    __tablename__ = "verdict"

    solved: Mapped[Solved] = mapped_column(choice(Solved))
    content: Mapped[int | None]
    with_code: Mapped[bool]
    look_by: Mapped[date | None] = mapped_column(index=True)
    looked_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a villager says: solved or not, and how content from 1 to 5 (None: not said)."""

    solved: Solved
    content: int | None = None


def judge(
    session: Session, settings: Settings, speaker: Speaker, task: Task, said: Judgement, at: datetime | None = None
) -> Verdict:
    """Give a verdict on a task that is done; with a code of this task, or in person, it changes the task."""
    moment = at or now()
    if said.content is not None and said.content not in range(1, 6):
        raise InvalidInput(N_("Choose a number from 1 to 5."), field="content")
    states.settle(session, task, moment)
    if speaker.slip is not None:
        _require_of_task(session, speaker.slip, task)
        _refuse_second(session, speaker.slip, task)
    row = Verdict(solved=said.solved, content=said.content, with_code=speaker.slip is not None)
    if (row.with_code or speaker.by_word_of_mouth) and task.state is State.DONE and said.solved is not Solved.PARTLY:
        entry = _change(session, settings, speaker.hand, task, said, moment)
    else:
        if said.solved is not Solved.YES:
            row.look_by = answer_by(session, task.district_id, settings, start=day_of(moment))
        entry = _count(session, speaker, task, row, moment)
    return keep(session, row, speaker, task, entry)


def _change(session: Session, settings: Settings, hand: Hand, task: Task, said: Judgement, at: datetime) -> Entry:
    """A word that counts: yes confirms the task, no opens it again."""
    if said.solved is Solved.YES:
        return acts.confirm_as_villager(session, task, hand, content=said.content, at=at)
    return acts.reopen(session, settings, task, hand, content=said.content, at=at)


def _count(session: Session, speaker: Speaker, task: Task, row: Verdict, at: datetime) -> Entry:
    """A word that changes nothing, and is counted."""
    said = {"solved": row.solved, "content": row.content, "with_code": row.with_code, "look_by": row.look_by}
    return states.step(session, task, "judge", speaker.hand, at=at, spoken=speaker.by_word_of_mouth, **said)


def _require_of_task(session: Session, slip: Slip, task: Task) -> None:
    """Raise InvalidInput unless the slip was given to somebody who has spoken of this task, or of one joined to it."""
    if not tasks_of_slip(session, slip) & _one_with(session, task):
        raise InvalidInput(N_("This code belongs to something else than this task."), field="code")


def tasks_of_slip(session: Session, slip: Slip) -> set[str]:
    """The numbers of the tasks that a slip leads to: of what its holder has said at a hearing, or about a task."""
    found = set(session.scalars(select(Complaint.task).where(Complaint.slip == slip.mark, Complaint.task.is_not(None))))
    for kind in (MeToo, FollowUp, Offer):
        found |= set(session.scalars(select(kind.task).where(kind.slip == slip.mark)))
    return {number for number in found if number}


def _one_with(session: Session, task: Task) -> set[str]:
    """The number of a task, and those of all that were joined to it, or to one of these before."""
    found = newest = {task.number}
    while newest:
        newest = set(session.scalars(select(Task.number).where(Task.same_as.in_(newest)))) - found
        found = found | newest
    return found


def _refuse_second(session: Session, slip: Slip, task: Task) -> None:
    """Raise Conflict where the slip's holder has judged it since it was last said to be done."""
    finished = select(func.max(Entry.number)).where(Entry.task == task.number, Entry.kind == "finished")
    since = session.scalar(finished) or 0
    query = select(Verdict.entry).where(Verdict.slip == slip.mark, Verdict.task == task.number, Verdict.entry > since)
    if session.scalar(query.limit(1)) is not None:
        raise Conflict(N_("With this code a verdict has been given already."))


def to_look_at(session: Session, village: Village) -> list[Verdict]:
    """What the team has to look at: said to be unsolved without changing the task, the most urgent first."""
    query = select(Verdict).join(Task, Task.number == Verdict.task)
    query = query.where(Task.village_id == village.id, Verdict.look_by.is_not(None), Verdict.looked_at.is_(None))
    return list(session.scalars(query.order_by(Verdict.look_by, Verdict.entry)))


def looked(session: Session, hand: Hand, verdict: Verdict, at: datetime | None = None) -> None:
    """The team has looked at it; said twice, the first time counts."""
    task = session.get_one(Task, verdict.task)
    states.settle(session, task, at or now())
    session.refresh(verdict)
    if verdict.looked_at is None:
        verdict.looked_at = states.step(session, task, "look", hand, at=at, verdict=verdict.entry).at
        session.flush()


@dataclass(frozen=True, slots=True)
class Judged:
    """Verdicts in plain counts: with a code or in person, and without a code; how content those of the former were."""

    heard: Counter[Solved]
    without_code: Counter[Solved]
    content: Counter[int]


def judged(verdicts: Sequence[Verdict]) -> Judged:
    """These verdicts, counted."""
    heard = [row for row in verdicts if row.with_code or row.spoken]
    others = [row for row in verdicts if not (row.with_code or row.spoken)]
    content = Counter(row.content for row in heard if row.content is not None)
    return Judged(Counter(row.solved for row in heard), Counter(row.solved for row in others), content)
