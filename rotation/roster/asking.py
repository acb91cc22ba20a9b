"""Asking for a stand-in: so many at once in the order of the list, the first yes wins, then the next ones.

What is asked, answered and filled is decided under the district's lock: of any number who say yes at once, one wins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.errors import N_, Conflict, NotFound
from rotation.roster.amended import Deed
from rotation.roster.amending import Amendment, amend
from rotation.roster.openings import Answer, Ask, Opening, State, asks, end, live, opening, require_live, silent
from rotation.roster.rosters import Roster
from rotation.settings import Settings
from rotation.store import now

_LOOKED_AGAIN = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Filled:
    """An opening that is filled, or stays empty: the roster that says so, and who was asked and need not answer."""

    opening: Opening
    roster: Roster
    spared: tuple[str, ...]


def is_due(session: Session, row: Opening, at: datetime) -> bool:
    """Whether the next members of the list are to be asked now."""
    if row.state is State.WAITING:
        return row.ask_from <= at
    if row.state is State.NOBODY:
        return row.until is None or row.until <= at  # somebody may have come back, or be free by now
    return row.state is State.ASKING and (_all_said_no(asks(session, row)) or row.until is None or row.until <= at)


def _all_said_no(asked: Iterable[Ask]) -> bool:
    return all(ask.answer is not Answer.NONE for ask in asked)


def due(session: Session, district: District, at: datetime) -> list[Opening]:
    """The openings whose list is to be asked on now; only looks."""
    return [row for row in live(session, district) if is_due(session, row, at)]


def ask_now(session: Session, district: District, number: int, at: datetime | None = None) -> None:
    """A planner has tapped: the list need not wait until the time to think it over has passed, or to be made again."""
    row = opening(session, district, number, lock=True)
    require_live(row)
    row.ask_from = min(row.ask_from, at or now())
    if row.state is State.NOBODY:
        row.until = None
    session.flush()


def ask(  # noqa: PLR0913 - whom to ask about what, and when
    session: Session,
    district: District,
    number: int,
    ranked: Sequence[str],
    settings: Settings,
    at: datetime,
    *,
    heard_at: datetime | None = None,
) -> list[Ask]:
    """Ask the next of a list; nobody where none is due by now, or everybody has been asked.

    They hear of it at `heard_at` (else now), from when their time to answer counts.
    """
    row = opening(session, district, number, lock=True)
    if not row.is_live or not is_due(session, row, at):
        return []
    known = {one.member for one in asks(session, row)}
    chosen = [member for member in ranked if member not in known][: settings.stand_ins.asked_at_once]
    if not chosen:
        return _nobody_left(session, row, at)
    row.state, row.round = State.ASKING, row.round + 1
    row.until = (heard_at or at) + timedelta(hours=settings.stand_ins.answer_hours)
    made = [Ask(opening_id=row.id, member=member, round=row.round, asked_at=at) for member in chosen]
    session.add_all(made)
    session.flush()
    return made


def _nobody_left(session: Session, row: Opening, at: datetime) -> list[Ask]:
    """Everybody was asked: those of the last rounds may still say yes, and the list is made again in a while."""
    row.state, row.until = State.NOBODY, at + _LOOKED_AGAIN
    session.flush()
    return []


def decline(
    session: Session, district: District, number: int, member: str, *, by: str, at: datetime | None = None
) -> None:
    """Somebody who was asked cannot; said again, it changes nothing."""
    row = opening(session, district, number, lock=True)
    mine = _ask_of(session, row, member)
    if mine.answer is Answer.YES:
        raise Conflict(N_("This term is yours by now. If you cannot serve it, ask for leave."))
    if mine.answer is Answer.NONE:
        mine.answer, mine.answered_at, mine.by = Answer.NO, at or now(), by
        session.flush()


def accept(  # noqa: PLR0913 - who says yes to what, and what that makes of the roster
    session: Session,
    district: District,
    number: int,
    member: str,
    wanted: Amendment,
    *,
    by: str,
    at: datetime | None = None,
) -> Filled:
    """The first who says yes stands in. Conflict where somebody was faster, or the roster is another by now.

    A yes after the round's end, or after a no, counts as long as nobody else has said it.
    """
    row = opening(session, district, number, lock=True)
    mine = _ask_of(session, row, member)
    require_live(row)
    mine.answer, mine.answered_at, mine.by = Answer.YES, at or now(), by
    return _fill(session, district, row, member, wanted, by=by, at=at)


def assign(  # noqa: PLR0913 - as in accept
    session: Session,
    district: District,
    number: int,
    member: str,
    wanted: Amendment,
    *,
    by: str,
    at: datetime | None = None,
) -> Filled:
    """A planner decides who stands in, whoever has been asked."""
    row = opening(session, district, number, lock=True)
    require_live(row)
    return _fill(session, district, row, member, wanted, by=by, at=at)


def leave_empty(
    session: Session, district: District, number: int, wanted: Amendment, *, by: str, at: datetime | None = None
) -> Filled:
    """A planner decides that nobody serves instead."""
    row = opening(session, district, number, lock=True)
    require_live(row)
    roster = amend(session, district, wanted, by=by, what=Deed.LEFT_EMPTY)
    spared = silent(session, row)
    row.filled_in = roster.version
    end(session, row, State.EMPTY, by, at or now())
    return Filled(row, roster, spared)


def _fill(  # noqa: PLR0913 - as in accept
    session: Session, district: District, row: Opening, member: str, wanted: Amendment, *, by: str, at: datetime | None
) -> Filled:
    roster = amend(session, district, wanted, by=by, what=Deed.STOOD_IN)
    spared = tuple(one for one in silent(session, row) if one != member)
    row.filled_by, row.filled_in = member, roster.version
    end(session, row, State.FILLED, by, at or now())
    return Filled(row, roster, spared)


def require_asked(session: Session, row: Opening, member: str) -> None:
    """Raise NotFound unless a member was asked about an opening: for others there is nothing to see."""
    _ask_of(session, row, member)


def _ask_of(session: Session, row: Opening, member: str) -> Ask:
    found = session.scalar(select(Ask).where(Ask.opening_id == row.id, Ask.member == member))
    if found is None:
        raise NotFound(N_("You have not been asked about this term."))
    return found
