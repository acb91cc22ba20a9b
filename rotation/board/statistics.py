"""What was heard, done, answered and said, in plain counts by week, village or category.

Everything is counted by the week in which it began: a complaint or a finding by its day, a task by its opening, a
question and a verdict by when they were said. What is heard and found today is counted from tomorrow on, so that
neither side learns from the counts what the other one has written down.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, case, exists, func, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

from rotation.board.counts import Counts
from rotation.district import weeks
from rotation.district.villages import Village
from rotation.district.weeks import CHINA, Week
from rotation.record.correspondence import FirstPass, Link
from rotation.record.follow_ups import FollowUp
from rotation.record.ledger import Entry
from rotation.record.lists import Complaint, Finding
from rotation.record.tasks import TO_DO, State, Task
from rotation.record.verdicts import Solved, Verdict


class By(StrEnum):
    """What is laid side by side."""

    WEEK = "week"
    VILLAGE = "village"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: a district's weeks from the first to the last; of one village or category where it is named."""

    district_id: int
    first: Week
    last: Week
    village_id: int | None = None
    category: str = ""


_CONFIRMED = "confirmed"
_WHOSE = ("committee", "team", "villager")
Columns = Mapping[str, ColumnElement[int]]
Query = Select[Any]


class day_there(GenericFunction[date]):  # noqa: N801 - a function of the database
    """The day of a moment in Asia/Shanghai, whose clock is the same the whole year."""

    type = Date()
    inherit_cache = True


@compiles(day_there, "sqlite")
def _on_sqlite(function: day_there, compiler: SQLCompiler, **how: Any) -> str:
    return f"date({compiler.process(function.clauses, **how)}, '+8 hours')"


@compiles(day_there, "postgresql")
def _on_postgresql(function: day_there, compiler: SQLCompiler, **how: Any) -> str:
    return f"CAST({compiler.process(function.clauses, **how)} AT TIME ZONE 'Asia/Shanghai' AS DATE)"


def counted(session: Session, scope: Scope, by: By, today: date | None = None) -> dict[str, Counts]:
    """The counts by week (as 2026-W03), village or category (by their codes); where nothing was, there is no key."""
    return _sums(session, scope, by, today or weeks.today(), (_heard, _found, _tasks, _asked, _judged))


def escaped(session: Session, scope: Scope, today: date | None = None) -> dict[str, Counts]:
    """Problems that had escaped attention, by category: what only villagers raised, and what only officials saw."""
    return _sums(session, scope, By.CATEGORY, today or weeks.today(), (_heard, _found))


@dataclass(frozen=True, slots=True)
class _Part:
    """Some of the counts: over which rows, by which day, village and category, and what is summed up."""

    query: Query
    day: ColumnElement[date] | InstrumentedAttribute[date]
    village_id: InstrumentedAttribute[int]
    category: InstrumentedAttribute[str]
    columns: Columns


def _sums(
    session: Session, scope: Scope, by: By, today: date, parts: tuple[Callable[[Scope, date], _Part], ...]
) -> dict[str, Counts]:
    found: dict[Any, Counts] = defaultdict(Counts)
    for part in (make(scope, today) for make in parts):
        key = {By.WEEK: part.day, By.VILLAGE: part.village_id, By.CATEGORY: part.category}[by]
        query = part.query.where(*_narrowed(scope, part)).group_by(key)
        for value, *numbers in session.execute(query.add_columns(key, *part.columns.values())):
            said = dict(zip(part.columns, numbers, strict=True))
            found[Week.of(value) if by is By.WEEK else value] += Counts(**said)
    codes = _codes(session, found) if by is By.VILLAGE else {}
    return {str(codes.get(key, key)): counts for key, counts in found.items()}


def _codes(session: Session, keys: Collection[int]) -> dict[int, str]:
    query = select(Village.id, Village.code).where(Village.id.in_(list(keys)))
    return {key: code for key, code in session.execute(query)}  # noqa: C416 - rows are no pairs to mypy


def _narrowed(scope: Scope, part: _Part) -> Iterator[ColumnElement[bool]]:
    if scope.village_id is not None:
        yield part.village_id == scope.village_id
    if scope.category:
        yield part.category == scope.category


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _moments(scope: Scope, at: InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
    begin, end = (
        datetime.combine(week.monday, time(), CHINA).astimezone(UTC) for week in (scope.first, scope.last + 1)
    )
    return and_(at >= begin, at < end)


def _heard(scope: Scope, today: date) -> _Part:
    linked = exists().where(Link.complaint_id == Complaint.id)
    compared = or_(_gone_through(Complaint), linked)
    columns = {
        "heard": func.count(),
        "heard_compared": _number(compared),
        "only_villagers": _number(and_(compared, ~linked)),
    }
    return _of_lists(scope, Complaint, columns, today)


def _found(scope: Scope, today: date) -> _Part:
    linked = exists().where(Link.finding_id == Finding.id)
    compared = or_(_gone_through(Finding), linked)
    columns = {
        "found": func.count(),
        "found_compared": _number(compared),
        "only_officials": _number(and_(compared, ~linked)),
    }
    return _of_lists(scope, Finding, columns, today)


def _gone_through(kind: type[Complaint | Finding]) -> ColumnElement[bool]:
    return exists().where(FirstPass.village_id == kind.village_id, FirstPass.day == kind.day)


def _of_lists(scope: Scope, kind: type[Complaint | Finding], columns: Columns, today: date) -> _Part:
    here = kind.village_id.in_(select(Village.id).where(Village.district_id == scope.district_id))
    in_time = and_(kind.day.between(scope.first.monday, scope.last.sunday), kind.day < today)
    return _Part(select().select_from(kind).where(here, in_time), kind.day, kind.village_id, kind.category, columns)


def _tasks(scope: Scope, today: date) -> _Part:
    """Tasks, and by whose word: it stands in the entry that confirmed one, which mostly is its last."""
    last, before = aliased(Entry), aliased(Entry)
    earlier = select(before.payload).where(before.task == Task.number, before.kind == _CONFIRMED)
    word = func.coalesce(last.payload, earlier.limit(1).scalar_subquery())
    is_to_do, is_confirmed = Task.state.in_(TO_DO), Task.state == State.CONFIRMED
    columns = {
        "begun": func.count(),
        "to_do": _number(is_to_do),
        "overdue": _number(and_(is_to_do, Task.deadline < today)),
        "said_done": _number(Task.state == State.DONE),
        "declined": _number(Task.state == State.DECLINED),
        "joined": _number(Task.state == State.DUPLICATE),
        **{f"by_{one}": _number(and_(is_confirmed, word.like(f'%"whose":"{one}"%'))) for one in _WHOSE},
    }
    at_last = and_(is_confirmed, last.number == Task.last_entry, last.kind == _CONFIRMED)
    query = select().select_from(Task).outerjoin(last, at_last).where(Task.district_id == scope.district_id)
    query = query.where(_moments(scope, Task.opened_at))
    return _Part(query, day_there(Task.opened_at), Task.village_id, Task.category, columns)


def _asked(scope: Scope, today: date) -> _Part:
    in_time = func.coalesce(day_there(FollowUp.answered_at) <= FollowUp.answer_by, False)
    not_due = and_(FollowUp.answered_at.is_(None), FollowUp.answer_by >= today)
    columns = {
        "in_time": _number(in_time),
        "late": _number(and_(~in_time, ~not_due)),
        "not_due": _number(not_due),
    }
    return _of_voices(scope, FollowUp, columns)


def _judged(scope: Scope, today: date) -> _Part:  # noqa: ARG001 - a part like the others
    counts = or_(Verdict.with_code, Verdict.spoken)
    columns = {
        **{solved.value: _number(and_(counts, Verdict.solved == solved)) for solved in Solved},
        "without_code": _number(~counts),
        **{f"content_{number}": _number(and_(counts, Verdict.content == number)) for number in range(1, 6)},
        "content_without_code": _number(and_(~counts, Verdict.content.is_not(None))),
    }
    return _of_voices(scope, Verdict, columns)


def _of_voices(scope: Scope, kind: type[FollowUp | Verdict], columns: Columns) -> _Part:
    query = select().select_from(kind).join(Task, Task.number == kind.task)
    query = query.where(Task.district_id + 0 == scope.district_id)  # + 0: else SQLite goes through every task first
    query = query.where(_moments(scope, kind.at))
    return _Part(query, day_there(kind.at), Task.village_id, Task.category, columns)
