"""What changes from week to week in a village: its rhythm, single closed weeks, and what single weeks want."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from rotation.district import keeping, rhythm
from rotation.district.keeping import Known
from rotation.district.villages import Village, VillageFacts, villages
from rotation.district.weeks import Week


def staggered_offset(session: Session, village: Village, every: int) -> int:
    """The offset that automatic staggering gives the village among the others of its district."""
    others = [row for row in villages(session, village.district_id) if row.id != village.id]
    return rhythm.least_used_offset(every, Counter((row.open_every, row.open_offset) for row in others))


def set_rhythm(session: Session, village: Village, every: int, offset: int, known: Known) -> None:
    """Open the village in every n-th week."""
    _change(session, village, known, open_every=every, open_offset=offset)


def close_weeks(session: Session, village: Village, weeks: Iterable[Week], known: Known) -> None:
    """Close the village in these weeks."""
    _change(session, village, known, closed_weeks=tuple({*village.closed_weeks, *map(str, weeks)}))


def reopen_week(session: Session, village: Village, week: Week, known: Known) -> None:
    """Take a week out of the list of closed ones; the rhythm may still close it."""
    _change(session, village, known, closed_weeks=tuple({*village.closed_weeks} - {str(week)}))


def want(session: Session, village: Village, week: Week, skills: Sequence[str], known: Known) -> None:
    """Say what the village wants in one week beyond what it wants in every week; no skills: nothing more."""
    _change(session, village, known, wants={**village.wants, str(week): tuple(skills)})


def _change(session: Session, village: Village, known: Known, **changes: Any) -> None:
    facts = replace(VillageFacts.of(village), **changes)
    keeping.change(session, village, facts, known, seen=village.version)
