"""A district with two zones, two villages and three members."""

import pytest

from rotation.district import keeping
from rotation.district.members import Member, MemberFacts, members
from rotation.district.villages import Village, VillageFacts, Zone, ZoneFacts, known
from rotation.store import writing

SKILLS = ("roads", "water")


@pytest.fixture
def people(session, district):
    """The members m001, m002 and m003, in a district that has places."""
    with writing(session):
        facts = known(session, district.id, SKILLS)
        for code, name in (("z1", "东片"), ("z2", "西片")):
            keeping.add(session, Zone(district_id=district.id, code=code), ZoneFacts(name=name), facts)
        facts = known(session, district.id, SKILLS)
        for code in ("v01", "v02"):
            row = Village(district_id=district.id, code=code)
            keeping.add(session, row, VillageFacts(name=f"村{code}", zone_id=facts.zones["z1"]), facts)
        for number in (1, 2, 3):
            row = Member(district_id=district.id, code=f"m00{number}")
            keeping.add(session, row, MemberFacts(name=f"队员{number}"), facts)
    return members(session, district.id)
