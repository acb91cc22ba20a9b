"""A district of two villages in one zone, with its offices, and a roster for two weeks from 2026-01-05 on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.members import Member
from rotation.district.offices import Level, Office
from rotation.district.training import Course, Training
from rotation.district.villages import District, Village, Zone, villages
from rotation.district.weeks import Week
from rotation.record import acts
from rotation.record.roles import Hand, Role
from rotation.record.tasks import Task
from rotation.roster.rosters import Line, Roster, Status, add_lines, published
from rotation.settings import Settings, load
from rotation.store import open_engine, writing
from tests.conftest import ROOT

MONDAY = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)  # 09:00 in Nanjing
FIRST = Week.of(date(2026, 1, 5))
TEAMS = {  # week after FIRST, place: members; m02 and m05 can lead
    (0, "v01"): ("m01", "m02", "m03"),
    (0, "v02"): ("m04", "m05"),
    (0, "z01"): ("m09",),
    (1, "v01"): ("m04", "m06"),
    (1, "v02"): ("m01", "m05"),
    (1, "z01"): ("m10",),
}
LEADS = (2, 5)
OFFICES = (
    ("o-v01", Level.VILLAGE, 0),
    ("o-v02", Level.VILLAGE, 1),
    ("o-insp", Level.TOWNSHIP, None),
    ("o-town", Level.TOWNSHIP, None),
    ("o-dist", Level.DISTRICT, None),
)
SECRETARY = Hand(Role.SECRETARY, "m01", member="m01")
LEAD = Hand(Role.SECRETARY, "m02", member="m02")
NEXT = Hand(Role.SECRETARY, "m04", member="m04")
TROUBLESHOOTER = Hand(Role.TROUBLESHOOTER, "m09", member="m09")
COMMITTEE = Hand(Role.COMMITTEE, "c-v01", office="o-v01")
OFFICIAL = Hand(Role.OFFICIAL, "i-01", office="o-insp")
TOWNSHIP = Hand(Role.TOWNSHIP, "t-01", office="o-town")
DISTRICT = Hand(Role.DISTRICT, "d-01", office="o-dist")
PLANNER = Hand(Role.PLANNER, "planner", district=1)
VILLAGER = Hand(Role.VILLAGER)
SYSTEM = Hand(Role.SYSTEM)


@dataclass
class Life:
    """The district and its people; `days` after the first Monday at nine."""

    session: Session
    settings: Settings
    district: District
    village: Village
    other: Village

    def at(self, days: float = 0) -> datetime:
        return MONDAY + timedelta(days=days)

    def task(self, hand: Hand = LEAD, days: float = 0, **said) -> Task:
        said = {"category": "roads", **said}
        with writing(self.session):
            return acts.open_task(self.session, self.settings, self.village, hand, at=self.at(days), **said)

    def do(self, act, *given, days: float = 0, **said):
        with writing(self.session):
            return act(self.session, *given, at=self.at(days), **said)

    def publish(self, teams, weeks: int = 2, days=None) -> Roster:
        """A next version of the roster with these terms; `days` by member where it is not the whole week."""
        with writing(self.session):
            before = published(self.session, self.district.id)
            number = before.number + 1 if before else 1
            made = Roster(district_id=self.district.id, number=number, start=FIRST, weeks=weeks, problem="{}")
            self.session.add(made)
            self.session.flush()
            terms = [
                Line(FIRST + n, place, member, (days or {}).get(member, ()))
                for (n, place), team in teams.items()
                for member in team
            ]
            add_lines(self.session, made, terms)
            if before:
                before.status = Status.SUPERSEDED
                self.session.flush()
            made.version, made.status = number, Status.PUBLISHED
        return made


@pytest.fixture
def life(session, settings) -> Life:
    return standing(session, settings)


@pytest.fixture
def life_on_sqlite(sqlite_url, settings) -> Iterator[Life]:
    """The same, for a test that needs no second engine."""
    engine = open_engine(sqlite_url)
    with Session(engine) as session:
        yield standing(session, settings)
    engine.dispose()


def standing(session: Session, settings: Settings) -> Life:
    """The life with which the database was furnished, or one that begins now."""
    district = session.scalar(select(District))
    there = villages(session, district.id) if district else []
    return Life(session, settings, district, *there) if there else begun(session, settings)


def furnished_life(session: Session) -> Life:
    """What the fixtures find where their database has been furnished."""
    return begun(session, load(ROOT / "config.toml"))


def begun(session: Session, settings: Settings) -> Life:
    """The district (that which is there, or a new one) with its people and its roster, committed."""
    with writing(session):
        district = session.scalar(select(District)) or District(code="qixia", name="栖霞区", name_en="Qixia")
        session.add(district)
        session.flush()
        served = _places(session, district)
        for code, level, village in OFFICES:
            key = served[village].id if village is not None else None
            session.add(Office(district_id=district.id, code=code, name=code, level=level, village_id=key, holder="甲"))
        _people(session, district)
    made = Life(session, settings, district, *served)
    made.publish(TEAMS)
    return made


def _places(session: Session, district: District) -> list[Village]:
    zone = Zone(district_id=district.id, code="z01", name="东片", troubleshooters=1)
    session.add(zone)
    session.flush()
    villages = [Village(district_id=district.id, code=f"v0{n}", name=f"村{n}", zone_id=zone.id) for n in (1, 2)]
    session.add_all(villages)
    session.flush()
    return villages


def _people(session: Session, district: District) -> None:
    for n in range(1, 11):
        member = Member(district_id=district.id, code=f"m{n:02}", name=f"队员{n}", skills=[])
        session.add(member)
        session.flush()
        if n in LEADS:
            session.add(Training(member_id=member.id, course=Course.LEAD, completed=date(2025, 1, 10)))
