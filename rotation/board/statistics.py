"""What was heard, done, answered and said, in plain counts by week, village or category.

Everything is counted by the week in which it began: a complaint or a finding by its day, a task by its opening, a
question and a verdict by when they were said. What is heard and found today is counted from tomorrow on, so that
neither side learns from the counts what the other one has written down.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
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
    return _sums(session, scope, by, today or weeks.today(), (_heard, _found, _tasks, _confirmed, _asked, _judged))


def escaped(session: Session, scope: Scope, today: date | None = None) -> dict[str, Counts]:
    """Problems that had escaped attention, by category: what only villagers raised, and what only officials saw."""
    return _sums(session, scope, By.CATEGORY, today or weeks.today(), (_heard, _found))


@dataclass(frozen=True, slots=True)
class _Part:
    """Some of the counts: over which rows, by which day and category, and what is summed up."""

    query: Query
    day: ColumnElement[date] | InstrumentedAttribute[date]
    category: InstrumentedAttribute[str]
    columns: Columns


def _sums(
    session: Session, scope: Scope, by: By, today: date, parts: tuple[Callable[[Scope, date], Iterator[_Part]], ...]
) -> dict[str, Counts]:
    found: dict[str, Counts] = defaultdict(Counts)
    for part in (one for make in parts for one in make(scope, today)):
        key = {By.WEEK: part.day, By.VILLAGE: Village.code, By.CATEGORY: part.category}[by]
        query = part.query.where(Village.district_id == scope.district_id, *_narrowed(scope, part)).group_by(key)
        for value, *numbers in session.execute(query.add_columns(key, *part.columns.values())):
            said = dict(zip(part.columns, numbers, strict=True))
            found[str(Week.of(value)) if by is By.WEEK else value] += Counts(**said)
    return dict(found)


def _narrowed(scope: Scope, part: _Part) -> Iterator[ColumnElement[bool]]:
    if scope.village_id is not None:
        yield Village.id == scope.village_id
    if scope.category:
        yield part.category == scope.category


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _days(scope: Scope, day: InstrumentedAttribute[date], today: date) -> ColumnElement[bool]:
    return and_(day.between(scope.first.monday, scope.last.sunday), day < today)


def _moments(scope: Scope, at: InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
    begin, end = (
        datetime.combine(week.monday, time(), CHINA).astimezone(UTC) for week in (scope.first, scope.last + 1)
    )
    return and_(at >= begin, at < end)


def _heard(scope: Scope, today: date) -> Iterator[_Part]:
    linked = exists().where(Link.complaint_id == Complaint.id)
    compared = or_(_gone_through(Complaint), linked)
    query = select().select_from(Complaint).join(Village, Village.id == Complaint.village_id)
    columns = {
        "heard": func.count(),
        "heard_compared": _number(compared),
        "only_villagers": _number(and_(compared, ~linked)),
    }
    yield _Part(query.where(_days(scope, Complaint.day, today)), Complaint.day, Complaint.category, columns)


def _found(scope: Scope, today: date) -> Iterator[_Part]:
    linked = exists().where(Link.finding_id == Finding.id)
    compared = or_(_gone_through(Finding), linked)
    query = select().select_from(Finding).join(Village, Village.id == Finding.village_id)
    columns = {
        "found": func.count(),
        "found_compared": _number(compared),
        "only_officials": _number(and_(compared, ~linked)),
    }
    yield _Part(query.where(_days(scope, Finding.day, today)), Finding.day, Finding.category, columns)


def _gone_through(kind: type[Complaint | Finding]) -> ColumnElement[bool]:
    return exists().where(FirstPass.village_id == kind.village_id, FirstPass.day == kind.day)


def _tasks(scope: Scope, today: date) -> Iterator[_Part]:
    is_to_do = Task.state.in_(TO_DO)
    columns = {
        "begun": func.count(),
        "to_do": _number(is_to_do),
        "overdue": _number(and_(is_to_do, Task.deadline < today)),
        "said_done": _number(Task.state == State.DONE),
        "declined": _number(Task.state == State.DECLINED),
        "joined": _number(Task.state == State.DUPLICATE),
    }
    query = select().select_from(Task).join(Village, Village.id == Task.village_id)
    yield _Part(query.where(_moments(scope, Task.opened_at)), day_there(Task.opened_at), Task.category, columns)


def _confirmed(scope: Scope, today: date) -> Iterator[_Part]:  # noqa: ARG001 - a part like the others
    """By whose word: it stands in the entry that confirmed it, which mostly is the task's last one."""
    columns = {f"by_{whose}": _number(_says(whose)) for whose in ("committee", "team", "villager")}
    tasks = select().select_from(Task).join(Village, Village.id == Task.village_id)
    tasks = tasks.where(Task.state == State.CONFIRMED, _moments(scope, Task.opened_at))
    last = aliased(Entry)
    at_last = tasks.join(Entry, and_(Entry.number == Task.last_entry, Entry.kind == "confirmed"))
    more_followed = ~exists().where(last.number == Task.last_entry, last.kind == "confirmed")
    before = tasks.join(Entry, and_(Entry.task == Task.number, Entry.kind == "confirmed")).where(more_followed)
    for query in (at_last, before):
        yield _Part(query, day_there(Task.opened_at), Task.category, columns)


def _says(whose: str) -> ColumnElement[bool]:
    return Entry.payload.contains(f'"whose":"{whose}"')


def _asked(scope: Scope, today: date) -> Iterator[_Part]:
    in_time = func.coalesce(day_there(FollowUp.answered_at) <= FollowUp.answer_by, False)
    not_due = and_(FollowUp.answered_at.is_(None), FollowUp.answer_by >= today)
    columns = {
        "in_time": _number(in_time),
        "late": _number(and_(~in_time, ~not_due)),
        "not_due": _number(not_due),
    }
    yield _of_tasks(scope, FollowUp, columns)


def _judged(scope: Scope, today: date) -> Iterator[_Part]:  # noqa: ARG001 - a part like the others
    counts = or_(Verdict.with_code, Verdict.spoken)
    columns = {
        **{solved.value: _number(and_(counts, Verdict.solved == solved)) for solved in Solved},
        "without_code": _number(~counts),
        **{f"content_{number}": _number(and_(counts, Verdict.content == number)) for number in range(1, 6)},
        "content_without_code": _number(and_(~counts, Verdict.content.is_not(None))),
    }
    yield _of_tasks(scope, Verdict, columns)


def _of_tasks(scope: Scope, kind: type[FollowUp | Verdict], columns: Columns) -> _Part:
    query = select().select_from(kind).join(Task, Task.number == kind.task)
    query = query.join(Village, Village.id == Task.village_id).where(_moments(scope, kind.at))
    return _Part(query, day_there(kind.at), Task.category, columns)
