"""The sample's field record: twelve weeks of hearings, tasks and handovers, by the same functions as everybody's.

It is played in the order of time up to now, in one unit of work: the record is there whole, or not at all.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.demo.evenings import Evening
from rotation.demo.mornings import Morning
from rotation.demo.scene import Scene
from rotation.demo.turns import Turn
from rotation.district.hearing_days import hearing_days
from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.record.duty import week_of
from rotation.record.ledger import Entry
from rotation.settings import Settings
from rotation.store import now, writing

WEEKS = 12


def is_played(session: Session) -> bool:
    """Whether anything stands in the ledger."""
    return session.scalar(select(Entry.number).limit(1)) is not None


def play(
    session: Session, district: District, settings: Settings, slip_key: bytes, until: datetime | None = None
) -> None:
    """Play the weeks up to now."""
    moment = until or now()
    with writing(session):
        scene = Scene(session, settings, session.merge(district), slip_key)
        last = week_of(moment)
        for number in range(1 - WEEKS, 1):
            _plan(scene, last + number)
        scene.agenda.play(moment)


def _plan(scene: Scene, week: Week) -> None:
    """Put a week of every village that has a team on the agenda."""
    Turn(scene, week).plan()
    there = [village for village in scene.villages if scene.duty(week).team(village.id)]
    for village in there:
        for day in hearing_days(village, week, scene.calendar):
            morning = Morning(scene, village, day)
            morning.plan()
            for member in scene.team(village, day):
                Evening(scene, morning, member).plan()
