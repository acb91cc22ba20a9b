"""How the days of a village stand: which lists were opened and closed, how much stands in them, who sees what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rotation.district.villages import Village
from rotation.record.blindness import Sight, hour, sight_of
from rotation.record.items import I, L, Side
from rotation.record.lists import Complaint, Finding, Hearing, Inspection
from rotation.settings import Settings
from rotation.store import now


@dataclass(frozen=True, slots=True)
class DayStanding:
    """One day: its two lists where they were opened, and how many complaints and findings they hold."""

    day: date
    hearing: Hearing | None
    inspection: Inspection | None
    complaints: int
    findings: int
    sight: Sight


def standing(
    session: Session, settings: Settings, village: Village, days: Sequence[date], at: datetime | None = None
) -> list[DayStanding]:
    """How these days stand, in their order; what a side may not see yet is for the caller to leave out."""
    moment = at or now()
    hearings = _lists(session, Hearing, village, days)
    inspections = _lists(session, Inspection, village, days)
    complaints, findings = (_counts(session, kind, village, days) for kind in (Complaint, Finding))
    return [
        DayStanding(
            day,
            hearings.get(day),
            inspections.get(day),
            complaints.get(day, 0),
            findings.get(day, 0),
            sight_of(
                {Side.VILLAGERS: hearings.get(day), Side.OFFICIALS: inspections.get(day)}, hour(settings, day), moment
            ),
        )
        for day in days
    ]


def _lists(session: Session, kind: type[L], village: Village, days: Sequence[date]) -> dict[date, L]:
    query = select(kind).where(kind.village_id == village.id, kind.day.in_(days))
    return {row.day: row for row in session.scalars(query)}


def _counts(session: Session, kind: type[I], village: Village, days: Sequence[date]) -> dict[date, int]:
    query = select(kind.day, func.count()).where(kind.village_id == village.id, kind.day.in_(days)).group_by(kind.day)
    return {day: count for day, count in session.execute(query)}  # noqa: C416 - rows are no pairs to mypy
