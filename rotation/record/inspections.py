"""The officials' round: findings written down on their own device, and what stands in the way; closed."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from rotation.district import values
from rotation.district.keeping import hold
from rotation.district.villages import Village
from rotation.record.blindness import sight
from rotation.record.items import (
    Said,
    close,
    day_list,
    fill,
    give_number,
    refuse_filled,
    refuse_other_days,
    sent_before,
)
from rotation.record.lists import Finding, Inspection, Obstacle
from rotation.record.rights import require_inspector, require_unfinished
from rotation.record.roles import Hand
from rotation.record.texts import seal_line
from rotation.settings import Settings
from rotation.store import now


@dataclass(frozen=True, slots=True, kw_only=True)
class Found(Said):
    """A finding as it is written down: also which kinds of obstacle stand in the way, and in words how."""

    obstacles: tuple[Obstacle, ...] = ()
    obstacle: str = ""


def open_inspection(
    session: Session, hand: Hand, village: Village, day: date, at: datetime | None = None
) -> Inspection:
    """Open the officials' list of a day; opened already, it is the same for all of them."""
    moment = at or now()
    require_inspector(session, hand, village)
    refuse_other_days(day, moment)
    hold(session, village)
    row = day_list(session, Inspection, village, day)
    if row is None:
        row = Inspection(village_id=village.id, day=day, opened_at=moment, opened_by=hand.account)
        session.add(row)
        session.flush()
    return row


def find(
    session: Session, settings: Settings, hand: Hand, inspection: Inspection, found: Found, at: datetime | None = None
) -> Finding:
    """Write down a finding; sent twice under one key, it is stored once."""
    village = session.get_one(Village, inspection.village_id)
    require_inspector(session, hand, village)
    for fault in values.each_once("obstacles", found.obstacles, [kind.value for kind in Obstacle]):
        raise fault
    require_unfinished(inspection.day, at or now())
    hold(session, village)
    row = sent_before(session, Finding, found, hand, village)
    return row or _write_down(session, settings, hand, (village, inspection), found, at or now())


def _write_down(
    session: Session, settings: Settings, hand: Hand, where: tuple[Village, Inspection], found: Found, at: datetime
) -> Finding:
    village, inspection = where
    row = Finding(village_id=village.id, day=inspection.day, obstacles=sorted(found.obstacles))
    row.blind = not sight(session, settings, village, inspection.day, at).is_open
    fill(row, session, settings, found, hand, at)
    row.obstacle = seal_line(session, "obstacle", found.obstacle)
    give_number(session, row, "f", village)
    session.add(row)
    session.flush()
    return row


def close_inspection(session: Session, hand: Hand, inspection: Inspection, at: datetime | None = None) -> None:
    """The officials have written down everything that they found."""
    require_inspector(session, hand, session.get_one(Village, inspection.village_id))
    close(session, inspection, at or now())


def nothing_found(session: Session, hand: Hand, village: Village, day: date, at: datetime | None = None) -> Inspection:
    """Open and close an inspection in one step; Conflict where findings have been written down."""
    row = open_inspection(session, hand, village, day, at)
    refuse_filled(session, Finding, village, day)
    close(session, row, at or now())
    return row
