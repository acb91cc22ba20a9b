"""The sample's field record: twelve weeks of hearings, tasks and handovers, by the same functions as everybody's.

It is played in the order of time up to now, in one unit of work: the record is there whole, or not at all.
"""

from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from rotation.demo.evenings import Evening
from rotation.demo.land import DEPARTMENTS
from rotation.demo.mornings import Morning
from rotation.demo.scene import Scene
from rotation.demo.turns import Turn
from rotation.district.hearing_days import hearing_days
from rotation.district.villages import District
from rotation.district.weeks import Week
from rotation.record.duty import keep, week_of
from rotation.record.ledger import Entry
from rotation.record.receiving import let_receive
from rotation.settings import Settings
from rotation.store import now, writing

WEEKS = 12


def is_played(session: Session) -> bool:
    """Whether anything stands in the ledger."""
    return session.scalar(select(Entry.number).limit(1)) is not None


def play(
    engine: Engine,
    district_id: int,
    settings: Settings,
    slip_key: bytes,
    *,
    until: datetime | None = None,
    weeks: int = WEEKS,
) -> None:
    """Play so many weeks up to now; `slip_key` is the installation's key for slips."""
    moment = until or now()
    with Session(engine) as session, writing(session):
        keep(session)
        scene = Scene(session, settings, session.get_one(District, district_id), slip_key)
        _name_receivers(scene)
        for number in range(1 - weeks, 1):
            _plan(scene, week_of(moment) + number)
        scene.agenda.play(moment)


def _name_receivers(scene: Scene) -> None:
    """Each township receives what comes from its zone, each bureau what it is there for."""
    for zone in scene.zones:
        let_receive(scene.session, scene.district.id, f"o-{zone}", place=zone)
    for bureau, *_about in DEPARTMENTS:
        let_receive(scene.session, scene.district.id, bureau, category=bureau.removeprefix("o-"))


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
