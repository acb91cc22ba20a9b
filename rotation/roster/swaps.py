"""Swaps: two members who trade terms, from the offer to the next version of the roster.

    OFFERED ──(the other agrees)──> AGREED ──(a planner approves, where config.toml wants it)──> DONE
       │                              │
       └──> DECLINED, WITHDRAWN, REFUSED, EXPIRED, OVERTAKEN <──┘

A swap follows its terms: where a new version moves one of them to another place, the swap is about that place; where
one is gone, the swap is overtaken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district.villages import District
from rotation.district.weeks import CHINA, Week, WeekType
from rotation.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound
from rotation.roster.amending import Amendment, amend, amendment
from rotation.roster.editing import exchange
from rotation.roster.explained import refusal_in_words
from rotation.roster.in_force import InForce, in_force
from rotation.roster.rosters import lines, published
from rotation.roster.standing_in import effects
from rotation.settings import Settings
from rotation.store import Base, choice, now
from solver import Costs, Refusal, Sentence, swap, swaps

MOST_TRADES = 12
WHAT = "swapped"


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


@dataclass(frozen=True, slots=True)
class Trade:
    """A swap that breaks no rule: with whom, for which term, and what it does to the whole roster."""

    other: str
    week: Week
    place: str
    costs: Costs
    effects: tuple[Sentence, ...]


def trades(
    session: Session, district: District, member: str, week: Week, settings: Settings, *, today: date
) -> list[Trade]:
    """With whom a member could trade the term of a week: the best for the whole roster first."""
    require_to_come(week, today)
    at = in_force(session, district, settings, Week.of(today) + 1, today=today)
    at.line(week, member)
    _require_known(at, member)
    found = swaps(at.problem, at.terms, member, at.number(week), MOST_TRADES)
    made = []
    for option in found:
        theirs = next(move for move in option.moves if move.term.member != member)
        if theirs.left:
            there = at.start + theirs.left.week
            said = tuple(effects(option.difference))
            made.append(Trade(theirs.term.member, there, theirs.left.place, option.difference.costs, said))
    return made


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
    """Offer a term for another member's; offered before and still open, it stays as it is."""
    when = at or now()
    session.get_one(District, district.id, with_for_update=True)
    for known in of_member(session, district, mine[0]):
        if known.is_live and _same(known, mine, theirs):
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
        until=min(when + timedelta(days=settings.swaps.days), _begins(min(mine[1], theirs[1]))),
    )
    session.add(made)
    session.flush()
    return made


def _same(one: Swap, mine: tuple[str, Week], theirs: tuple[str, Week]) -> bool:
    return ((one.member, one.week), (one.other, one.other_week)) == (mine, theirs)


def _begins(week: Week) -> datetime:
    return datetime(week.monday.year, week.monday.month, week.monday.day, tzinfo=CHINA)


def _place(session: Session, district: District, member: str, week: Week) -> str:
    place = _places(session, district).get((member, week))
    if place is None:
        raise Conflict(N_("One of these terms is not in the roster any more; look at the list again."))
    return place


def _places(session: Session, district: District) -> dict[tuple[str, Week], str]:
    roster = published(session, district.id)
    return {(line.member, line.week): line.place for line in lines(session, roster)} if roster else {}


def traded(session: Session, district: District, row: Swap, settings: Settings, *, today: date) -> Amendment:
    """The next version of the roster with the swap. NotAllowed, with the reason, where it would break a rule.

    No lock is held while this is worked out.
    """
    at = in_force(session, district, settings, Week.of(today) + 1, today=today)
    mine, theirs = at.line(row.week, row.member), at.line(row.other_week, row.other)
    _require_known(at, row.member, row.other)
    found = swap(at.problem, at.terms, (row.member, at.number(row.week)), (row.other, at.number(row.other_week)))
    if isinstance(found, Refusal):
        raise NotAllowed(
            N_("The swap would break a rule by now: %(member)s %(reason)s."),
            member=at.words.member(found.term.member),
            reason=refusal_in_words(found, at.words),
        )
    return amendment(session, at.roster, exchange(mine, theirs))


def _require_known(at: InForce, *members: str) -> None:
    for member in members:
        if member not in at.problem.member_of:
            raise Conflict(N_("%(member)s does not serve any more."), member=at.words.member(member))


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
    row.done_in = amend(session, district, wanted, by=by, what=WHAT).version
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


def recent(session: Session, district: District, most: int = 100) -> Iterator[Swap]:
    """All swaps of a district, the last first."""
    query = select(Swap).where(Swap.district_id == district.id).order_by(Swap.id.desc()).limit(most)
    yield from session.scalars(query)
