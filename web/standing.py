"""Filling an opening or doing a swap: worked out first, then done if the roster is still the same."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from rotation.board import stand_ins, telling
from rotation.board.telling import Post
from rotation.district.villages import District
from rotation.district.weeks import today
from rotation.errors import Conflict
from rotation.roster import openings, standing_in, swaps, trading
from rotation.roster.amending import Amendment
from rotation.roster.asking import Filled
from rotation.roster.openings import Opening
from rotation.roster.rosters import published
from rotation.settings import Settings
from rotation.store import writing

__all__ = ["Deed", "SwapDeed", "filling", "leaving_empty", "swapped"]

TRIES = 10
Deed = Callable[[Session, Amendment], Filled]
SwapDeed = Callable[[Session, Amendment], swaps.Swap]


def filling(
    session: Session, district: District, settings: Settings, number: int, members: Sequence[str], deed: Deed
) -> None:
    """Fill an opening by these moves; who need not answer any more, and whose terms change, are told."""

    def worked_out(row: Opening) -> Amendment:
        return standing_in.filling(session, district, row, members, settings, today=today())

    _opening_ended(session, district, settings, number, worked_out, deed)


def leaving_empty(session: Session, district: District, settings: Settings, number: int, deed: Deed) -> None:
    """Take the term out of the roster with nobody instead; whom it concerns are told."""

    def worked_out(row: Opening) -> Amendment:
        return standing_in.left_empty(session, district, row, settings, today=today())

    _opening_ended(session, district, settings, number, worked_out, deed)


def _opening_ended(
    session: Session,
    district: District,
    settings: Settings,
    number: int,
    worked_out: Callable[[Opening], Amendment],
    deed: Deed,
) -> None:
    row = openings.opening(session, district, number)
    openings.require_live(row)

    def attempt() -> None:
        wanted = worked_out(row)
        with writing(session):
            before = published(session, district.id)
            done = deed(session, wanted)
            telling.spared(Post.of(session, settings, district), done.opening, done.spared)
            stand_ins.tell_of_version(session, settings, district, done.roster, before)

    _once_more(session, attempt, lambda: openings.require_live(openings.opening(session, district, number)))


def swapped(session: Session, district: District, settings: Settings, number: int, deed: SwapDeed) -> swaps.State:
    """Agree to a swap, or approve of it; where that makes a version, whoever it concerns is told."""
    came_to: list[swaps.State] = []

    def attempt() -> None:
        row = swaps.swap_of(session, district, number)
        wanted = trading.traded(session, district, row, settings, today=today())
        with writing(session):
            before = published(session, district.id)
            done = deed(session, wanted)
            came_to.append(done.state)
            after = published(session, district.id)
            if done.state is swaps.State.DONE and after is not None:
                telling.swap_ended(Post.of(session, settings, district), done)
                stand_ins.tell_of_version(session, settings, district, after, before)

    _once_more(session, attempt, lambda: swaps.require_live(swaps.swap_of(session, district, number)))
    return came_to[-1]


def _once_more(session: Session, attempt: Callable[[], None], still: Callable[[], None]) -> None:
    """Try again where another version came between working it out and doing it; `still` raises if it is over."""
    for left in reversed(range(TRIES)):
        try:
            attempt()
        except Conflict:
            session.rollback()
            still()
            if not left:
                raise
        else:
            return
