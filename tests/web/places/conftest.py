"""A planner with a zone, two villages and an office, and a neighbour with the same."""

import pytest

from rotation.district import keeping
from rotation.district.offices import Level, Office, OfficeFacts
from rotation.district.villages import District, Village, VillageFacts, Zone, ZoneFacts, district, known
from rotation.store import writing
from web.extensions import db


@pytest.fixture
def planner(app, planner):
    """A planner whose district has a zone, two villages and an office; another district has one of each."""
    with app.app_context(), writing(db.session()) as session:
        here = district(session, "qixia")
        other = District(code="jiangning", name="江宁区")
        session.add(other)
        session.flush()
        for row, mark in ((here, ""), (other, "j")):
            facts = known(session, row.id, ["roads"])
            keeping.add(session, Zone(district_id=row.id, code=f"{mark}z1"), ZoneFacts(name="东片"), facts)
            facts = known(session, row.id, ["roads"])
            for number in (1, 2):
                told = VillageFacts(name=f"村{number}", zone_id=facts.zones[f"{mark}z1"])
                keeping.add(session, Village(district_id=row.id, code=f"{mark}v0{number}"), told, facts)
            told = OfficeFacts(name="水务局", level=Level.DISTRICT, holder="钱")
            keeping.add(session, Office(district_id=row.id, code=f"{mark}o1"), told, facts)
    return planner


@pytest.fixture
def stored(app):
    """Looks something up by its code."""

    def look_up(read, code):
        with app.app_context():
            return read(db.session, district(db.session, "qixia").id, code)

    return look_up
