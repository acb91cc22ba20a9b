"""Openings: terms that fall free because a member cannot serve them, from the report until somebody stands in.

    WAITING ──(a planner taps, or the time to think it over has passed)──> ASKING ──(first yes)──> FILLED
       │                                                                     │ ▲
       │                                                  (nobody is left) ──▼ │ (somebody can serve after all)
       └──> WITHDRAWN, OVERTAKEN, EMPTY <─────────────────────────────────────  NOBODY

A planner may fill an opening in any state but the last ones, or leave its seat empty. The term itself stays in the
versions that held it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district.villages import District
from rotation.district.weeks import CHINA, Week, WeekType
from rotation.errors import N_, Conflict, NotFound
from rotation.roster.rosters import Term, lines, published
from rotation.store import Base, choice, now


class State(StrEnum):
    """How far it is with an opening."""

    WAITING = "waiting"
    ASKING = "asking"
    NOBODY = "nobody"
    FILLED = "filled"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"
    EMPTY = "empty"


LIVE = (State.WAITING, State.ASKING, State.NOBODY)


class Answer(StrEnum):
    """What somebody who was asked has said; TOO_LATE: the opening was filled before they answered."""

    NONE = "none"
    YES = "yes"
    NO = "no"
    TOO_LATE = "too_late"


class Opening(Base):
    """A member's term that falls free. `first_day` is the day from which, where the week has begun (None: all of it).

    `on_behalf`: somebody else reported it for the member. From `ask_from` on the list is asked by itself; `until` is
    when the round that is being asked ends, or the list is made again because nobody on it was left to ask. `filled_by`
    serves instead since the roster's version `filled_in`.
    """

    __tablename__ = "opening"
    __table_args__ = (Index("ix_opening_state", "district_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"))
    week: Mapped[Week] = mapped_column(WeekType)
    place: Mapped[str] = mapped_column(String(40))
    member: Mapped[str] = mapped_column(String(40), index=True)
    first_day: Mapped[date | None]
    state: Mapped[State] = mapped_column(choice(State), default=State.WAITING)
    reported_at: Mapped[datetime]
    reported_by: Mapped[str] = mapped_column(String(80))
    on_behalf: Mapped[bool]
    ask_from: Mapped[datetime]
    round: Mapped[int] = mapped_column(default=0)
    until: Mapped[datetime | None]
    filled_by: Mapped[str] = mapped_column(String(40), default="")
    filled_in: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(String(80), default="")

    @property
    def is_live(self) -> bool:
        """Whether somebody is still looked for."""
        return self.state in LIVE


class Ask(Base):
    """A member who was asked to stand in: in which round, and the answer; `by` is the login that entered it."""

    __tablename__ = "opening_ask"
    __table_args__ = (UniqueConstraint("opening_id", "member"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    opening_id: Mapped[int] = mapped_column(ForeignKey("opening.id"))
    member: Mapped[str] = mapped_column(String(40), index=True)
    round: Mapped[int]
    asked_at: Mapped[datetime]
    answer: Mapped[Answer] = mapped_column(choice(Answer), default=Answer.NONE)
    answered_at: Mapped[datetime | None]
    by: Mapped[str] = mapped_column(String(80), default="")


def live(session: Session, district: District) -> list[Opening]:
    """The openings for which somebody is looked for, the nearest week first."""
    query = select(Opening).where(Opening.district_id == district.id, Opening.state.in_(LIVE))
    return list(session.scalars(query.order_by(Opening.week, Opening.id)))


def ended(session: Session, district: District, most: int = 100) -> list[Opening]:
    """Those that have come to an end, the last first."""
    query = select(Opening).where(Opening.district_id == district.id, Opening.state.not_in(LIVE))
    return list(session.scalars(query.order_by(Opening.ended_at.desc(), Opening.id.desc()).limit(most)))


def opening(session: Session, district: District, number: int, *, lock: bool = False) -> Opening:
    """The district's opening of that number; held until the unit of work ends where it is about to be changed."""
    query = select(Opening).where(Opening.district_id == district.id, Opening.id == number)
    if lock:
        session.get_one(District, district.id, with_for_update=True)  # before the opening, as publishing does
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise NotFound(N_("There is no such opening."))
    return found


def days_of(session: Session, district: District, of: Iterable[Opening], today: date) -> dict[int, tuple[date, date]]:
    """By opening's key the first and the last day for which somebody is needed: none that is past while it is live."""
    rows = list(of)
    roster = published(session, district.id)
    known = lines(session, roster, Term.week.in_({row.week for row in rows})) if roster else []
    served = {(line.week, line.place, line.member): line.days for line in known if line.days}
    return {row.id: _days(row, served.get((row.week, row.place, row.member)), today) for row in rows}


def _days(row: Opening, served: tuple[date, ...] | None, today: date) -> tuple[date, date]:
    begins, last = served or (row.week.monday, row.week.sunday)
    first = max(begins, row.first_day or begins)
    return (min(max(first, today), last) if row.is_live else first), last


def asks(session: Session, of: Opening) -> list[Ask]:
    """Who was asked, round by round."""
    return list(session.scalars(select(Ask).where(Ask.opening_id == of.id).order_by(Ask.id)))


def silent(session: Session, of: Opening) -> tuple[str, ...]:
    """Who was asked and has not answered."""
    return tuple(one.member for one in asks(session, of) if one.answered_at is None)


def all_silent(session: Session, district: District) -> list[tuple[int, str]]:
    """Who was asked and has not answered, of all openings that are live: the opening's key and the member."""
    here = (Opening.district_id == district.id, Opening.state.in_(LIVE))
    query = select(Opening.id, Ask.member).join(Ask, Ask.opening_id == Opening.id).where(*here)
    return [(key, member) for key, member in session.execute(query.where(Ask.answered_at.is_(None)))]


def asked(session: Session, district: District, member: str) -> list[tuple[Opening, Ask]]:
    """What a member is being asked just now, the nearest week first."""
    query = (
        select(Opening, Ask)
        .join(Ask, Ask.opening_id == Opening.id)
        .where(Opening.district_id == district.id, Opening.state.in_(LIVE), Ask.member == member)
        .where(Ask.answer == Answer.NONE)
        .order_by(Opening.week, Opening.id)
    )
    return [(one, ask) for one, ask in session.execute(query)]


def forget_asked(session: Session, before: datetime) -> int:
    """Forget who was asked to stand in where that came to an end before this; how many. The opening stays."""
    over = select(Opening.id).where(Opening.state.not_in(LIVE), Opening.ended_at < before)
    return len(session.scalars(delete(Ask).where(Ask.opening_id.in_(over)).returning(Ask.id)).all())


def withdraw(session: Session, district: District, number: int, by: str, at: datetime | None = None) -> Opening:
    """The member can serve after all; Conflict where it has come to an end already."""
    row = opening(session, district, number, lock=True)
    require_live(row)
    end(session, row, State.WITHDRAWN, by, at or now())
    return row


def overtaken(session: Session, district: District, at: datetime | None = None) -> list[Opening]:
    """End the openings whose terms another version of the roster has taken away, and those whose weeks are over."""
    when = at or now()
    session.get_one(District, district.id, with_for_update=True)
    roster = published(session, district.id)
    standing = set(lines(session, roster)) if roster else set()
    terms = {(line.week, line.place, line.member) for line in standing}
    this = Week.of(when.astimezone(CHINA).date())
    gone = [one for one in live(session, district) if one.week < this or (one.week, one.place, one.member) not in terms]
    for row in gone:
        end(session, row, State.OVERTAKEN, "", when)
    return gone


def end(session: Session, row: Opening, state: State, by: str, at: datetime) -> None:
    """Nobody is looked for any more; whoever has not answered need not."""
    row.state, row.ended_at, row.ended_by, row.until = state, at, by, None
    _lapse(asks(session, row))
    session.flush()


def _lapse(rows: Iterable[Ask]) -> None:
    for ask in rows:
        if ask.answer is Answer.NONE:
            ask.answer = Answer.TOO_LATE


def require_live(row: Opening) -> None:
    """Raise Conflict where an opening has come to an end."""
    if row.state is State.FILLED:
        raise Conflict(N_("Somebody else was faster: this term is filled. Thank you all the same."))
    if not row.is_live:
        raise Conflict(N_("Nobody is looked for any more for this term."))
