"""A district with two members, and a published term."""

import json
from datetime import date

import pytest

from rotation.district import keeping
from rotation.district.members import Member, MemberFacts, member
from rotation.district.training import Course, complete
from rotation.district.villages import District, Village, VillageFacts, Zone, ZoneFacts, district, known
from rotation.district.weeks import this_week
from rotation.roster.rosters import Roster, Status, Term
from rotation.store import writing
from web.extensions import db

EMPTY = {"members": [], "villages": [], "zones": []}


@pytest.fixture
def planner(app, planner):
    """A planner whose district has a zone, a village and three members; another district has one member."""
    with app.app_context(), writing(db.session()) as session:
        here = district(session, "qixia")
        other = District(code="jiangning", name="江宁区")
        session.add(other)
        session.flush()
        facts = known(session, here.id, ["roads"])
        keeping.add(session, Zone(district_id=here.id, code="z1"), ZoneFacts(name="东片"), facts)
        keeping.add(session, Village(district_id=here.id, code="v01"), VillageFacts(name="石埠桥村"), facts)
        for number, name in enumerate(("甲", "乙", "乙"), start=1):
            row = Member(district_id=here.id, code=f"m00{number}")
            keeping.add(session, row, MemberFacts(name=name, phone=f"1380000000{number}"), facts)
        complete(session, member(session, here.id, "m001"), Course.BASIC, date(2020, 1, 1))
        keeping.add(session, Member(district_id=other.id, code="j001"), MemberFacts(name="丙"), facts)
    return planner


@pytest.fixture
def stored(app):
    """Looks a member up."""

    def look_up(code):
        with app.app_context():
            return member(db.session, district(db.session, "qixia").id, code)

    return look_up


@pytest.fixture
def term(app, planner):
    """A published term of m001 in the coming week, in v01."""
    week = this_week() + 1
    with app.app_context(), writing(db.session()) as session:
        here = district(session, "qixia")
        problem = {"format": "one-week-secretary/problem@1", "start": str(week.monday), "weeks": 1} | EMPTY
        roster = Roster(district_id=here.id, number=1, start=week, weeks=1, problem=json.dumps(problem))
        roster.terms = [Term(week=week, place="v01", member="m001")]
        session.add(roster)
        session.flush()
        roster.status, roster.version = Status.PUBLISHED, 1
    return week
