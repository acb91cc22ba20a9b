"""The state that a roster must be in before it is changed: a draft, as it was last seen, and not behind."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.weeks import Week
from rotation.errors import N_, Conflict
from rotation.roster.rosters import Roster, Status, published, roster


def draft_of(session: Session, district_id: int, number: int, *, edits: int | None = None) -> Roster:
    """The draft of that number, locked until the end of this unit of work.

    Conflict where it is no draft any more, or where it is not as it was when `edits` was read.
    """
    roster(session, district_id, number)
    locked = select(Roster).where(Roster.district_id == district_id, Roster.number == number).with_for_update()
    found = session.scalars(locked, execution_options={"populate_existing": True}).one()
    if found.status is not Status.DRAFT:
        raise Conflict(N_("Roster %(number)s is no draft any more; make a new plan instead."), number=number)
    if edits is not None and found.edits != edits:
        raise Conflict(N_("Somebody has changed roster %(number)s meanwhile; look at it again."), number=number)
    return found


def check_current(session: Session, draft: Roster, *, today: date) -> None:
    """Raise Conflict where the draft is behind: another roster was published meanwhile, or its first week has begun."""
    in_force = published(session, draft.district_id)
    if draft.base_id != (in_force.id if in_force else None):
        raise Conflict(
            N_("Roster %(number)s was made before version %(version)s was published; bring it up to date first."),
            number=draft.number,
            version=in_force.version if in_force else 0,
        )
    if draft.start <= Week.of(today):
        raise Conflict(
            N_("The first week of roster %(number)s has begun, and must stay as it is; bring it up to date first."),
            number=draft.number,
        )
