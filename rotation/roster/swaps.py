"""Swaps: two members who trade terms, from the offer to the next version of the roster.

    OFFERED ──(the other agrees)──> AGREED ──(a planner approves, where config.toml wants it)──> DONE
       │                              │
       └──> DECLINED, WITHDRAWN, REFUSED, EXPIRED, OVERTAKEN <──┘

A swap follows its terms: where a new version moves one of them to another place, the swap is about that place; where
one is gone, the swap is overtaken.
"""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, delete, func, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district.villages import District
from rotation.district.weeks import CHINA, Week, WeekType
from rotation.errors import N_, Conflict, InvalidInput, NotFound
from rotation.roster.amended import Deed
from rotation.roster.amending import Amendment, amend
from rotation.roster.rosters import lines, published
from rotation.settings import Settings
from rotation.store import Base, choice, now


class State(StrEnum):
    """How far it is with a swap."""

    OFFERED = "offered"
    AGREED = "agreed"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"


LIVE = (State.OFFERED, State.AGREED)


class Swap(Base):
    """A member offers a term for another member's; places as in the version in force. `by` are logins."""

    __tablename__ = "swap"
    __table_args__ = (Index("ix_swap_state", "district_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"))
    member: Mapped[str] = mapped_column(String(40), index=True)
    week: Mapped[Week] = mapped_column(WeekType)
    place: Mapped[str] = mapped_column(String(40))
    other: Mapped[str] = mapped_column(String(40), index=True)
    other_week: Mapped[Week] = mapped_column(WeekType)
    other_place: Mapped[str] = mapped_column(String(40))
    state: Mapped[State] = mapped_column(choice(State), default=State.OFFERED)
    offered_at: Mapped[datetime]
    offered_by: Mapped[str] = mapped_column(String(80))
    until: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(String(80), default="")
    done_in: Mapped[int | None]

    @property
    def is_live(self) -> bool:
        """Whether it can still come about."""
        return self.state in LIVE


def require_to_come(week: Week, today: date) -> None:
    """Raise InvalidInput for a week that has begun."""
    if week <= Week.of(today):
        raise InvalidInput(
            N_("This week has begun; ask for leave instead, and a stand-in is looked for."), field="week"
        )


def offer(  # noqa: PLR0913 - two terms, and who offers
    session: Session,
    district: District,
    settings: Settings,
    mine: tuple[str, Week],
    theirs: tuple[str, Week],
    *,
    by: str,
    at: datetime | None = None,
) -> Swap:
    """Offer a term for another member's; offered before and still open, it stays as it is.

    InvalidInput for a week that has begun, and for two terms of one's own.
    """
    when = at or now()
    for _member, week in (mine, theirs):
        require_to_come(week, when.astimezone(CHINA).date())
    if mine[0] == theirs[0]:
        raise InvalidInput(N_("Choose a term of another member."), field="other")
    session.get_one(District, district.id, with_for_update=True)
    for known in of_member(session, district, mine[0]):
        if known.is_live and (known.member, known.week, known.other, known.other_week) == (*mine, *theirs):
            return known
    made = Swap(
        district_id=district.id,
        member=mine[0],
        week=mine[1],
        place=_place(session, district, *mine),
        other=theirs[0],
        other_week=theirs[1],
        other_place=_place(session, district, *theirs),
        offered_at=when,
        offered_by=by,
        until=min(
            when + timedelta(days=settings.swaps.days), datetime.combine(min(mine[1], theirs[1]).monday, time(), CHINA)
        ),
    )
    session.add(made)
    session.flush()
    return made


def _place(session: Session, district: District, member: str, week: Week) -> str:
    place = _places(session, district).get((member, week))
    if place is None:
        raise Conflict(N_("One of these terms is not in the roster any more; look at the list again."))
    return place


def _places(session: Session, district: District) -> dict[tuple[str, Week], str]:
    roster = published(session, district.id)
    return {(line.member, line.week): line.place for line in lines(session, roster)} if roster else {}


def agree(  # noqa: PLR0913 - who agrees to what, and what that makes of the roster
    session: Session,
    district: District,
    number: int,
    settings: Settings,
    wanted: Amendment,
    *,
    by: str,
    at: datetime | None = None,
) -> Swap:
    """The other member agrees: it is done, or waits for a planner where config.toml wants one to approve."""
    when = at or now()
    row = _to_change(session, district, number, when)
    if row.state is not State.OFFERED:
        raise Conflict(N_("This swap has been agreed to already."))
    row.agreed_at = when
    if settings.swaps.approved_by_planner:
        row.state = State.AGREED
        session.flush()
        return row
    return _do(session, district, row, wanted, by, when)


def approve(
    session: Session, district: District, number: int, wanted: Amendment, *, by: str, at: datetime | None = None
) -> Swap:
    """A planner approves of what both have agreed to."""
    when = at or now()
    row = _to_change(session, district, number, when)
    if row.state is not State.AGREED:
        raise Conflict(N_("The other member has not agreed yet."))
    return _do(session, district, row, wanted, by, when)


def _do(session: Session, district: District, row: Swap, wanted: Amendment, by: str, at: datetime) -> Swap:
    row.done_in = amend(session, district, wanted, by=by, what=Deed.SWAPPED).version
    _end(session, row, State.DONE, by, at)
    follow(session, district, at)
    return row


def end(
    session: Session, district: District, number: int, state: State, *, by: str, at: datetime | None = None
) -> Swap:
    """It does not come about: DECLINED by the other, WITHDRAWN by whoever offered it, REFUSED by a planner."""
    row = _to_change(session, district, number, at or now())
    _end(session, row, state, by, at or now())
    return row


def _end(session: Session, row: Swap, state: State, by: str, at: datetime) -> None:
    row.state, row.ended_at, row.ended_by = state, at, by
    session.flush()


def _to_change(session: Session, district: District, number: int, at: datetime) -> Swap:
    session.get_one(District, district.id, with_for_update=True)
    row = swap_of(session, district, number)
    session.refresh(row, with_for_update=True)
    if row.is_live and row.until <= at:
        raise Conflict(N_("This offer has expired; it can be made again."))
    require_live(row)
    return row


def require_live(row: Swap) -> None:
    """Raise Conflict where a swap has come to an end."""
    if not row.is_live:
        raise Conflict(N_("This swap has come to an end already."))


def follow(session: Session, district: District, at: datetime | None = None) -> list[Swap]:
    """Let the swaps follow their terms through the version in force; returns those that came to an end by it."""
    when = at or now()
    session.get_one(District, district.id, with_for_update=True)
    places = _places(session, district)
    return [row for row in live(session, district) if _has_ended(session, row, places, when)]


def _has_ended(session: Session, row: Swap, places: dict[tuple[str, Week], str], at: datetime) -> bool:
    mine, theirs = places.get((row.member, row.week)), places.get((row.other, row.other_week))
    if mine is None or theirs is None:
        _end(session, row, State.OVERTAKEN, "", at)
    elif row.until <= at:
        _end(session, row, State.EXPIRED, "", at)
    else:
        row.place, row.other_place = mine, theirs
    return not row.is_live


def forget_old(session: Session, before: datetime) -> int:
    """Forget the swaps that came to nothing before this; how many.

    The last of all stays, so that no number is given twice: messages are known by it.
    """
    newest = select(func.max(Swap.id)).scalar_subquery()
    old = (Swap.state.not_in((*LIVE, State.DONE)), Swap.ended_at < before, Swap.id < newest)
    return len(session.scalars(delete(Swap).where(*old).returning(Swap.id)).all())


def swap_of(session: Session, district: District, number: int) -> Swap:
    """The district's swap of that number."""
    found = session.scalar(select(Swap).where(Swap.district_id == district.id, Swap.id == number))
    if found is None:
        raise NotFound(N_("There is no such swap."))
    return found


def live(session: Session, district: District) -> list[Swap]:
    """The swaps that can still come about, the first offered first."""
    query = select(Swap).where(Swap.district_id == district.id, Swap.state.in_(LIVE))
    return list(session.scalars(query.order_by(Swap.id)))


def of_member(session: Session, district: District, member: str) -> list[Swap]:
    """A member's swaps, offered by them or to them, the last first."""
    theirs = or_(Swap.member == member, Swap.other == member)
    query = select(Swap).where(Swap.district_id == district.id, theirs)
    return list(session.scalars(query.order_by(Swap.id.desc())))


def recent(session: Session, district: District, most: int = 100) -> list[Swap]:
    """All swaps of a district, the last first."""
    query = select(Swap).where(Swap.district_id == district.id).order_by(Swap.id.desc()).limit(most)
    return list(session.scalars(query))
