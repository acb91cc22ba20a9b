"""The roll, and looking through it."""

from datetime import date

import pytest

from rotation.district import keeping
from rotation.district.leave import take_leave
from rotation.district.members import Member, MemberFacts
from rotation.district.roll import Search, roll
from rotation.district.training import Course, complete
from rotation.district.villages import known
from rotation.district.weeks import Week
from rotation.store import writing
from tests.district.conftest import SKILLS

WEEK = Week.parse("2026-W03")


@pytest.fixture
def entries(session, district, people):
    with writing(session):
        complete(session, people[0], Course.BASIC, date(2025, 6, 1))
        complete(session, people[0], Course.LEAD, date(2025, 6, 1))
        complete(session, people[1], Course.BASIC, date(2026, 1, 14))
        take_leave(session, people[0], date(2026, 1, 16), date(2026, 1, 20), "")
        take_leave(session, people[1], date(2026, 1, 17), date(2026, 1, 18), "")
        keeping.set_active(session, people[2], active=False)
        facts = MemberFacts(name="Li Wei", phone="138-0013 8000", roles=("troubleshooter",), skills=("roads",))
        keeping.add(session, Member(district_id=district.id, code="x-7"), facts, known(session, district.id, SKILLS))
    return roll(session, district.id, WEEK)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        (Search(), "m001 m002 x-7"),
        (Search(state="all"), "m001 m002 m003 x-7"),
        (Search(state="inactive"), "m003"),
        (Search(words="m00"), "m001 m002"),
        (Search(words="队员２"), "m002"),
        (Search(words="wei li"), "x-7"),
        (Search(words="0138"), "x-7"),
        (Search(words="13800138000"), "x-7"),
        (Search(words="nobody"), ""),
        (Search(role="troubleshooter"), "x-7"),
        (Search(skill="roads"), "x-7"),
        (Search(only_leads=True), "m001"),
        (Search(only_away=True), "m001"),
        (Search(only_untrained=True), "m002 x-7"),
    ],
)
def test_members_are_found(entries, search, found):
    assert [entry.member.code for entry in entries if search.finds(entry)] == found.split()


def test_a_weekend_of_leave_is_known_and_does_not_keep_away(entries):
    weekend = entries[1]
    assert (len(weekend.leave), weekend.away, weekend.can_serve) == (1, False, False)
    assert weekend.serves_from == Week.parse("2026-W04")
