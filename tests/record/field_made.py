"""A district with two villages, their offices, who acts, and a published roster of two weeks from 2026-01-05 on."""

from dataclasses import asdict
from datetime import date, datetime
from types import SimpleNamespace

import pytest

import solver
from rotation.district.members import Member
from rotation.district.offices import Level, Office
from rotation.district.training import Course, Training
from rotation.district.villages import District, Village, Zone, villages
from rotation.district.weeks import CHINA, Week
from rotation.record.roles import Hand, Role
from rotation.roster.rosters import Roster, Status, Term
from rotation.store import writing

MONDAY = date(2026, 1, 5)
TEAMS = {  # week by week: who serves where
    0: {"v01": ("m01", "m02", "m03"), "z1": ("m07",), "v02": ("m08", "m09")},
    1: {"v01": ("m04", "m05", "m06"), "z1": ("m01",)},
}
OFFICES = {"o-v01": "v01", "o-v02": "v02", "o-town": None, "o-district": None}


def at(day, hour=8, minute=0):
    """A moment in Asia/Shanghai, on the day-th day after Monday 2026-01-05."""
    there = datetime(MONDAY.year, MONDAY.month, MONDAY.day, hour, minute, tzinfo=CHINA)
    return there.fromtimestamp(there.timestamp() + day * 86400, CHINA)


def secretary(code):
    return Hand(Role.SECRETARY, f"login-{code}", member=code)


def officer(role, code):
    return Hand(role, f"login-{code}", office=code)


HANDS = {
    "lead": secretary("m02"),
    "partner": secretary("m01"),
    "next": secretary("m04"),
    "stranger": secretary("m08"),
    "troubleshooter": Hand(Role.TROUBLESHOOTER, "login-m07", member="m07"),
    "official": officer(Role.OFFICIAL, "o-town"),
    "committee": officer(Role.COMMITTEE, "o-v01"),
    "other_committee": officer(Role.COMMITTEE, "o-v02"),
    "township": officer(Role.TOWNSHIP, "o-town"),
    "planner": Hand(Role.PLANNER, "login-planner", district=1),
    "other_planner": Hand(Role.PLANNER, "login-other", district=2),
    "villager": Hand(Role.VILLAGER),
}


@pytest.fixture
def field(session, district, settings):
    """What the tests of the record begin with: places, people, who acts, and the roster in force."""
    if not villages(session, district.id):
        with writing(session):
            make_field(session, district)
    v1, v2 = villages(session, district.id)
    hands = SimpleNamespace(**HANDS)
    return SimpleNamespace(settings=settings, district=district, monday=MONDAY, at=at, hands=hands, v1=v1, v2=v2)


def furnished_field(session):
    """What the fixture `field` finds where its database has been furnished."""
    with writing(session):
        district = District(code="qixia", name="栖霞区", name_en="Qixia")
        session.add(district)
        session.flush()
        make_field(session, district)
    return district


def make_field(session, district):
    make_places(session, district)
    make_people(session, district)
    publish(session, district)


def make_places(session, district):
    zone = Zone(district_id=district.id, code="z1", name="东片", troubleshooters=1)
    session.add(zone)
    session.flush()
    made = {
        code: Village(district_id=district.id, code=code, name=f"村{code}", zone_id=zone.id) for code in ("v01", "v02")
    }
    session.add_all(made.values())
    session.flush()
    for code, village in OFFICES.items():
        level = Level.VILLAGE if village else {"o-town": Level.TOWNSHIP, "o-district": Level.DISTRICT}[code]
        key = made[village].id if village else None
        session.add(Office(district_id=district.id, code=code, name=code, level=level, village_id=key, holder="王"))


def make_people(session, district):
    for number in range(1, 10):
        member = Member(district_id=district.id, code=f"m{number:02}", name=f"队员{number}")
        session.add(member)
        session.flush()
        if number in (2, 5):
            session.add(Training(member_id=member.id, course=Course.LEAD, completed=date(2025, 1, 10)))


def publish(session, district, teams=TEAMS, version=1):
    """Put a roster in force that says who serves where; the one before is superseded."""
    for row in session.query(Roster).filter_by(district_id=district.id, status=Status.PUBLISHED):
        row.status = Status.SUPERSEDED
    session.flush()
    first = Week.of(MONDAY)
    made = Roster(district_id=district.id, number=version, version=version, start=first, weeks=len(teams), problem="{}")
    made.costs = made.bounds = asdict(solver.Costs())
    session.add(made)
    session.flush()
    for n, places in teams.items():
        for place, members in places.items():
            session.add_all(Term(roster_id=made.id, week=first + n, place=place, member=code) for code in members)
    session.flush()
    made.status = Status.PUBLISHED
    session.flush()
