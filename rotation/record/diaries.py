"""The diary: one entry for each day of a secretary's term, every version kept; private to the team and the planner.

An entry can be amended for 48 hours after it was first written. A secretary may mark a paragraph for the board: it
is public from then on, and the only thing in a diary that ever is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district.keeping import hold
from rotation.district.villages import Village
from rotation.district.weeks import Week, WeekType
from rotation.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound
from rotation.record import ledger, numbers
from rotation.record.duty import day_of
from rotation.record.items import KEY
from rotation.record.lists import Hearing
from rotation.record.rights import in_team, require_team, require_unfinished
from rotation.record.roles import Hand, Role
from rotation.record.sealing import Secret, seal, sealed, set_released
from rotation.record.task_texts import Why, erase
from rotation.record.tasks import Task
from rotation.record.texts import seal_text, text
from rotation.store import Base, now

LONGEST = 10_000
LONGEST_PARAGRAPH = 500
MOST_LINKS = 50
TO_AMEND = timedelta(hours=48)


class DiaryDay(Base):
    """A secretary's entry for a day of a term in a village."""

    __tablename__ = "diary_day"
    __table_args__ = (UniqueConstraint("member", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("village.id"), index=True)
    week: Mapped[Week] = mapped_column(WeekType, index=True)
    member: Mapped[str] = mapped_column(String(40))
    day: Mapped[date]
    written_at: Mapped[datetime]


class DiaryVersion(Base):
    """One version of an entry: the words and the paragraph for the board (commitments), and what they are about."""

    __tablename__ = "diary_version"
    __table_args__ = (UniqueConstraint("diary_day_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    diary_day_id: Mapped[int] = mapped_column(ForeignKey("diary_day.id"))
    number: Mapped[int]
    words: Mapped[str] = mapped_column(String(64))
    board: Mapped[str | None] = mapped_column(String(64))
    hearings: Mapped[list[Any]] = mapped_column(default=list)
    tasks: Mapped[list[Any]] = mapped_column(default=list)
    at: Mapped[datetime]
    sent_as: Mapped[str | None] = mapped_column(String(KEY), unique=True)


@dataclass(frozen=True, slots=True)
class Writing:
    """What a secretary writes: the words, the paragraph of them that is for the board, and what they are about.

    `hearings` are days of hearings, `tasks` numbers. `sent_as` is the phone's own key of it: sent twice, stored once.
    `after` is how many versions the writer had seen; None does not ask whether there are others meanwhile.
    """

    words: str
    board: str = ""
    hearings: tuple[date, ...] = ()
    tasks: tuple[str, ...] = ()
    sent_as: str | None = None
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A version as its readers see it; a text that was withdrawn is None."""

    number: int
    at: datetime
    words: str | None
    board: str | None
    hearings: tuple[date, ...]
    tasks: tuple[str, ...]


def write(
    session: Session, hand: Hand, village: Village, day: date, writing: Writing, at: datetime | None = None
) -> DiaryVersion:
    """Write the entry of a day, or amend it; what was written before stays as a version."""
    moment = at or now()
    require_team(session, hand, village, Week.of(day))
    ledger.lock(session)
    hold(session, village)
    page = diary_day(session, hand.member or "", day)
    sent = _sent_before(session, writing, page)
    if sent is not None:
        return sent
    _require_in_time(page, day, moment)
    before = versions(session, page) if page else []
    _require_seen(before, writing)
    if page is None:
        page = DiaryDay(village_id=village.id, week=Week.of(day), member=hand.member or "", day=day, written_at=moment)
        session.add(page)
        session.flush()
    return _add_version(session, hand, village, (page, before), writing, moment)


def diary_day(session: Session, member: str, day: date) -> DiaryDay | None:
    """A secretary's entry of a day, where one was written."""
    return session.scalar(select(DiaryDay).where(DiaryDay.member == member, DiaryDay.day == day))


def _sent_before(session: Session, writing: Writing, page: DiaryDay | None) -> DiaryVersion | None:
    if writing.sent_as is None:
        return None
    found = session.scalar(select(DiaryVersion).where(DiaryVersion.sent_as == writing.sent_as))
    if len(writing.sent_as) > KEY or (found and (page is None or found.diary_day_id != page.id)):
        raise Conflict(N_("This form is out of date. Reload the page, then send it again."))
    return found


def _require_in_time(page: DiaryDay | None, day: date, at: datetime) -> None:
    if day > day_of(at):
        raise InvalidInput(N_("This day has not come yet."), field="day")
    if page is None:
        require_unfinished(day, at)
    elif at > page.written_at + TO_AMEND:
        raise Conflict(N_("An entry can be amended for 48 hours; this one stays as it is."))


def _require_seen(before: Sequence[DiaryVersion], writing: Writing) -> None:
    if writing.after is not None and writing.after != len(before):
        raise Conflict(N_("This day was changed elsewhere meanwhile. Put together what should stand, and save it."))


def _add_version(
    session: Session,
    hand: Hand,
    village: Village,
    to: tuple[DiaryDay, Sequence[DiaryVersion]],
    writing: Writing,
    at: datetime,
) -> DiaryVersion:
    page, before = to
    row = DiaryVersion(diary_day_id=page.id, number=len(before) + 1, at=at, sent_as=writing.sent_as)
    row.words = seal_text(session, "words", writing.words, most=LONGEST)
    row.hearings = _hearings(session, village, writing.hearings)
    row.tasks = _tasks(session, village, writing.tasks)
    row.board = _marked(session, hand, village, page, (writing, before[-1] if before else None), at)
    session.add(row)
    session.flush()
    return row


def _hearings(session: Session, village: Village, days: Sequence[date]) -> list[str]:
    query = select(Hearing.day).where(Hearing.village_id == village.id, Hearing.day.in_(days))
    known = set(session.scalars(query))
    if len(days) > MOST_LINKS or set(days) - known:
        raise InvalidInput(N_("Choose hearings of this village."), field="hearings")
    return [day.isoformat() for day in sorted(known)]


def _tasks(session: Session, village: Village, typed: Sequence[str]) -> list[str]:
    if not typed:
        return []
    wanted = {numbers.parse(one) for one in typed[: MOST_LINKS + 1]}
    query = select(Task.number).where(Task.district_id == village.district_id, Task.number.in_(wanted))
    known = set(session.scalars(query))
    if len(typed) > MOST_LINKS or wanted - known:
        raise InvalidInput(N_("Choose tasks of this district."), field="tasks")
    return sorted(known)


def _marked(
    session: Session,
    hand: Hand,
    village: Village,
    page: DiaryDay,
    change: tuple[Writing, DiaryVersion | None],
    at: datetime,
) -> str | None:
    """The paragraph for the board: public by an entry of its own; one that is marked no more is withdrawn."""
    writing, before = change
    paragraph = text("board", writing.board, most=LONGEST_PARAGRAPH) if writing.board.strip() else ""
    if paragraph and paragraph not in text("words", writing.words, most=LONGEST):
        raise InvalidInput(N_("Mark a paragraph as it stands in the entry."), field="board")
    held = sealed(session, [before.board])[before.board] if before and before.board else None
    if held is not None and held.content is not None:
        if held.content == paragraph:
            return held.commitment
        erase(session, hand, [held.commitment], why=Why.MISTAKE, at=at)
    if not paragraph:
        return None
    commitment = seal(session, paragraph, Secret.TEXT)
    entry = ledger.append(session, "noted", hand, village=village.code, at=at, text=commitment, day=page.day)
    set_released(session, [commitment], entry.at)
    return commitment


def versions(session: Session, page: DiaryDay) -> list[DiaryVersion]:
    """Every version of an entry, first things first."""
    query = select(DiaryVersion).where(DiaryVersion.diary_day_id == page.id).order_by(DiaryVersion.number)
    return list(session.scalars(query))


def days_of(session: Session, hand: Hand, village: Village, week: Week) -> list[DiaryDay]:
    """What the team of a week in a village has written, day by day; for itself and the planner."""
    require_reader(session, hand, village, week)
    query = select(DiaryDay).where(DiaryDay.village_id == village.id, DiaryDay.week == week)
    return list(session.scalars(query.order_by(DiaryDay.day, DiaryDay.member)))


def read(session: Session, hand: Hand, member: str, day: date) -> list[Version]:
    """Every version of a secretary's entry, first things first; for the team and the planner."""
    page = diary_day(session, member, day)
    if page is None:
        raise NotFound(N_("Nothing was written on this day."))
    require_reader(session, hand, session.get_one(Village, page.village_id), page.week, author=page.member)
    return _read(session, versions(session, page))


def _read(session: Session, rows: Iterable[DiaryVersion]) -> list[Version]:
    made = []
    for row in rows:
        found = sealed(session, [one for one in (row.words, row.board) if one])
        days = tuple(date.fromisoformat(day) for day in row.hearings)
        board = found[row.board].content if row.board else ""
        made.append(Version(row.number, row.at, found[row.words].content, board, days, tuple(row.tasks)))
    return made


def require_reader(session: Session, hand: Hand, village: Village, week: Week, *, author: str = "") -> None:
    """Raise NotAllowed unless it is the author, somebody of the team of that week, or the planner."""
    if hand.plans(village.district_id) or (hand.role is Role.SECRETARY and hand.member and hand.member == author):
        return
    if not in_team(session, hand, village, week):
        raise NotAllowed(N_("A diary is for its team and the planner only."))
