"""Tasks as open data: everything that is public of each, as plain values with the same names in JSON and in CSV.

Moments are UTC, days those of China, sums in fen. A text is given once it is released; one that was withdrawn since
is null, and `withdrawn` counts what is gone.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rotation.board.spreadsheets.commas import guarded
from rotation.board.task_lists import Listed
from rotation.board.task_lists import in_pieces as lists_in_pieces
from rotation.district.offices import Office
from rotation.district.villages import District, Village
from rotation.record import ledger, tree
from rotation.record.follow_ups import FollowUp
from rotation.record.offers import Call, Offer
from rotation.record.sealing import Sealed
from rotation.record.task_texts import PHOTOS, TaskText, Use
from rotation.record.tasks import TO_DO, Holding, Task
from rotation.record.verdicts import Solved, Verdict
from rotation.record.voices import MeToo

FORMAT = "one-week-secretary/tasks@1"
COLUMNS = (
    "number", "village", "category", "state", "level", "urgency", "pressing", "deadline", "responsible", "title",
    "summary", "asked", "granted", "refused", "spent", "me_too", "solved_yes", "solved_partly", "solved_no",
    "without_code", "content_1", "content_2", "content_3", "content_4", "content_5", "questions", "answered", "wanted",
    "offered", "helped", "unreleased", "withdrawn", "same_as", "opened", "changed", "last_entry",
)  # fmt: skip
_SPOKEN = (Use.REPORT, Use.REASON, Use.QUESTION, Use.ANSWER, Use.HELP)


@dataclass
class About:
    """What is counted about some tasks, by number."""

    me_too: Mapping[str, int]
    questions: Mapping[str, tuple[int, int]]
    wanted: Mapping[str, int]
    offers: Mapping[str, tuple[int, int]]
    texts: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    withdrawn: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    verdicts: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))


def head(session: Session, district: District, place: Village | None) -> dict[str, Any]:
    """What the file is of: format, district or village, and the ledger at that moment."""
    now = tree.head(session)
    where = {"district": district.code, "village": place.code if place else None}
    return {"format": FORMAT, **where, "ledger": {"size": now.size, "root": now.root}}


def in_pieces(session: Session, district_id: int, village_id: int | None) -> Iterator[list[dict[str, Any]]]:
    """Every task of a district, or of one village of it, by number, some at a time."""
    offices = set(session.scalars(select(Office.code).where(Office.district_id == district_id)))
    for piece in lists_in_pieces(session, district_id, village_id):
        numbers = [one.task.number for one in piece]
        about = _about(session, numbers)
        yield [_said(one, about, offices) for one in piece]


def row(said: Mapping[str, Any]) -> list[str]:
    """A task as a line of CSV; no text is taken for a formula."""
    return [_cell(said[name]) for name in COLUMNS]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return guarded(value) if isinstance(value, str) else str(int(value))


def _said(one: Listed, about: About, offices: Collection[str]) -> dict[str, Any]:
    task, number = one.task, one.task.number
    verdicts, (asked, answered) = about.verdicts[number], about.questions.get(number, (0, 0))
    offered, helped = about.offers.get(number, (0, 0))
    return {
        "number": number,
        "village": one.village.code,
        "category": task.category,
        **{name: str(getattr(task, name)) for name in ("state", "level", "urgency")},
        "pressing": task.pressing,
        "deadline": task.deadline.isoformat(),
        "responsible": _responsible(task, offices),
        "title": one.title.content if one.title else None,
        "summary": one.summary.content if one.summary else None,
        **{name: getattr(task, name) for name in ("asked", "granted", "refused", "spent")},
        "me_too": about.me_too.get(number, 0),
        **{f"solved_{solved}": verdicts[solved] for solved in Solved},
        "without_code": verdicts["without_code"],
        **{f"content_{said}": verdicts[f"content_{said}"] for said in range(1, 6)},
        "questions": asked,
        "answered": answered,
        "wanted": about.wanted.get(number, 0),
        "offered": offered,
        "helped": helped,
        "unreleased": one.unreleased,
        "withdrawn": about.withdrawn[number],
        "same_as": task.same_as,
        "opened": ledger.moment(task.opened_at),
        "changed": ledger.moment(task.changed_at),
        "last_entry": task.last_entry,
        "texts": about.texts[number],
    }


def _responsible(task: Task, offices: Collection[str]) -> str:
    """The office's code, or in which place and week a member answers: no file names a member."""
    if task.holder_kind is Holding.OFFICE:
        return task.holder_code if task.holder_code in offices else ""
    return f"{task.holder_place}:{task.holder_week}"


def _about(session: Session, numbers: Sequence[str]) -> About:
    me_too = select(MeToo.task, func.count()).where(MeToo.task.in_(numbers)).group_by(MeToo.task)
    questions = select(FollowUp.task, func.count(), func.count(FollowUp.answered_at))
    questions = questions.where(FollowUp.task.in_(numbers)).group_by(FollowUp.task)
    offers = select(Offer.task, func.count(), func.count(Offer.helped_at)).where(Offer.task.in_(numbers))
    wanted = select(Call.task, func.sum(Call.people)).join(Task, Task.number == Call.task).group_by(Call.task)
    wanted = wanted.where(Call.task.in_(numbers), Call.closed_at.is_(None), Task.state.in_(TO_DO))
    about = About(
        {task: count for task, count in session.execute(me_too)},  # noqa: C416 - rows are no pairs to mypy
        {task: (asked, answered) for task, asked, answered in session.execute(questions)},
        {task: people for task, people in session.execute(wanted)},  # noqa: C416 - as above
        {task: (made, helped) for task, made, helped in session.execute(offers.group_by(Offer.task))},
    )
    _count_verdicts(session, numbers, about)
    _read_texts(session, numbers, about)
    return about


def _count_verdicts(session: Session, numbers: Sequence[str], about: About) -> None:
    heard = Verdict.with_code | Verdict.spoken
    query = select(Verdict.task, Verdict.solved, Verdict.content, heard, func.count())
    groups = query.where(Verdict.task.in_(numbers)).group_by(Verdict.task, Verdict.solved, Verdict.content, heard)
    for task, solved, content, counts, count in session.execute(groups):
        about.verdicts[task][solved if counts else "without_code"] += count
        if counts and content:
            about.verdicts[task][f"content_{content}"] += count


def _read_texts(session: Session, numbers: Sequence[str], about: About) -> None:
    """What was released beside titles and summaries, with the entry that it came with."""
    query = (
        select(TaskText, Sealed)
        .join(Sealed, Sealed.commitment == TaskText.commitment)
        .where(TaskText.task.in_(numbers), Sealed.released_at.is_not(None) | Sealed.withdrawn_entry.is_not(None))
        .order_by(TaskText.entry, TaskText.use)
    )
    for text, held in session.execute(query):
        if held.withdrawn_entry is not None:
            about.withdrawn[text.task] += 1
        if text.use in _SPOKEN or text.use in PHOTOS:
            said = {"entry": text.entry, "use": str(text.use), "content": held.content}
            about.texts[text.task].append(said | {"withdrawn": held.withdrawn_entry})
