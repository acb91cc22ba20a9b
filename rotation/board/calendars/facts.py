"""When what feeds say of a place or a member was found changed without a publication: a name, an hour, a consent.

Publications are kept; these are not: only a digest of what was shown last, and the moments of change. An event that
shows the place or the member counts such a moment as it counts a publication, or clients would keep the old hour.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.board.calendars import mornings
from rotation.district.members import Member
from rotation.district.villages import District, villages, zones
from rotation.roster.rosters import Roster
from rotation.store import Base

DIGITS = 16


class ShownFact(Base):
    """What feeds have shown of the place or member of this code, and the moments (ISO, UTC) of its changes."""

    __tablename__ = "calendar_fact"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), index=True)
    digest: Mapped[str] = mapped_column(String(DIGITS))
    moments: Mapped[list[Any]] = mapped_column(default=list)


def are_noted(session: Session, district_id: int) -> bool:
    """Whether nothing has changed since the facts were last noted; if not, `note` belongs before any feed."""
    held = {row.code: row.digest for row in _rows(session, district_id)}
    return held == dict(_shown(session, district_id)) and mornings.are_noted(session, district_id)


def note(session: Session, district_id: int, now: datetime) -> None:
    """Write down what has changed since the last time, as of now; not before the last publication, whatever is now."""
    session.get_one(District, district_id, with_for_update=True)
    last = session.scalar(select(func.max(Roster.published_at)).where(Roster.district_id == district_id))
    now = max(now, last or now)
    rows = {row.code: row for row in _rows(session, district_id)}
    for code, digest in _shown(session, district_id):
        row = rows.get(code)
        if row is None:
            session.add(ShownFact(code=code, district_id=district_id, digest=digest))
        elif row.digest != digest:
            row.digest, row.moments = digest, [*row.moments, now.isoformat()]
    mornings.note(session, district_id, now)


def moments(session: Session, district_id: int) -> Mapping[str, tuple[datetime, ...]]:
    """The moments of change by code, first things first."""
    rows = _rows(session, district_id)
    return {row.code: tuple(map(datetime.fromisoformat, row.moments)) for row in rows if row.moments}


def _rows(session: Session, district_id: int) -> Iterable[ShownFact]:
    return session.scalars(select(ShownFact).where(ShownFact.district_id == district_id))


def _shown(session: Session, district_id: int) -> Iterator[tuple[str, str]]:
    for zone in zones(session, district_id, inactive=True):
        yield zone.code, _digest(zone.name, zone.name_en)
    for village in villages(session, district_id, inactive=True):
        yield village.code, _digest(village.name, village.name_en, village.hearing_time, village.hearing_place)
    people = select(Member.code, Member.name, Member.named_in_public).where(Member.district_id == district_id)
    for code, name, named in session.execute(people):
        yield code, _digest(name if named else "")


def _digest(*values: str) -> str:
    return hashlib.sha256("\0".join(values).encode()).hexdigest()[:DIGITS]
