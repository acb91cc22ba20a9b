"""What may be stored of a member, village, zone or office; every fault names its field."""

import math

import pytest

from rotation.district.keeping import Known
from rotation.district.members import MemberFacts
from rotation.district.offices import Level, OfficeFacts
from rotation.district.villages import VillageFacts, ZoneFacts

KNOWN = Known(frozenset({"roads", "water"}), {"v01": 1, "v02": 2}, {"z1": 1})


def fields(facts):
    return [fault.field for fault in facts.faults(KNOWN)]


GOOD = [
    MemberFacts(name="陈建国"),
    MemberFacts(name="Li", phone="025-8531 0000 转 12", lat=0.0, lon=0.0, max_km=0, max_terms=0),
    MemberFacts(
        name="王", roles=("troubleshooter", "team"), disliked_places=("v01", "z1"), disliked_weeks=("2026-W53",)
    ),
    VillageFacts(name="石埠桥村", zone_id=1, wants={"*": ["roads"], "2026-W03": ["water"]}, closed_weeks=("2026-W08",)),
    VillageFacts(name="村", open_every=3, open_offset=2, hearing_days=(6, 7), hearing_time="19:30"),
    ZoneFacts(name="东片", troubleshooters=2),
    OfficeFacts(name="村委会", level=Level.VILLAGE, village_id=2, deputy="赵"),
    OfficeFacts(name="水务局", level=Level.DISTRICT, holder="钱"),
]

WRONG = [
    (MemberFacts(name=" "), "name"),
    (MemberFacts(name="长" * 81), "name"),
    (MemberFacts(name="a\x00b"), "name"),
    (MemberFacts(name="两\n行"), "name"),
    (MemberFacts(name="王", phone="call me"), "phone"),
    (MemberFacts(name="王", lat=32.0), "lon"),
    (MemberFacts(name="王", lat=91.0, lon=0.0), "lat"),
    (MemberFacts(name="王", lat=math.nan, lon=0.0), "lat"),
    (MemberFacts(name="王", roles=()), "roles"),
    (MemberFacts(name="王", roles=("lead",)), "roles"),
    (MemberFacts(name="王", skills=("magic",)), "skills"),
    (MemberFacts(name="王", skills=("roads", "roads")), "skills"),
    (MemberFacts(name="王", max_km=-1), "max_km"),
    (MemberFacts(name="王", max_km=math.inf), "max_km"),
    (MemberFacts(name="王", max_terms=-1), "max_terms"),
    (MemberFacts(name="王", disliked_weeks=("2025-W53",)), "disliked_weeks"),
    (MemberFacts(name="王", disliked_weeks=("2026W3",)), "disliked_weeks"),
    (MemberFacts(name="王", disliked_places=("v99",)), "disliked_places"),
    (VillageFacts(name=""), "name"),
    (VillageFacts(name="村", zone_id=9), "zone_id"),
    (VillageFacts(name="村", population=-5), "population"),
    (VillageFacts(name="村", hearing_days=(0,)), "hearing_days"),
    (VillageFacts(name="村", hearing_time="8:30"), "hearing_time"),
    (VillageFacts(name="村", hearing_time="25:00"), "hearing_time"),
    (VillageFacts(name="村", committee_phone="x"), "committee_phone"),
    (VillageFacts(name="村", open_every=0), "open_every"),
    (VillageFacts(name="村", open_every=2, open_offset=2), "open_offset"),
    (VillageFacts(name="村", closed_weeks=("2026-01-05",)), "closed_weeks"),
    (VillageFacts(name="村", closed_weeks=("2026-W03", "2026-W03")), "closed_weeks"),
    (VillageFacts(name="村", wants={"soon": ["roads"]}), "wants"),
    (VillageFacts(name="村", wants={"*": ["magic"]}), "wants"),
    (ZoneFacts(name="东", troubleshooters=-1), "troubleshooters"),
    (OfficeFacts(name="局", level=Level.DISTRICT), "holder"),
    (OfficeFacts(name="村委会", level=Level.VILLAGE, holder="李"), "village_id"),
    (OfficeFacts(name="局", level=Level.TOWNSHIP, holder="李", village_id=1), "village_id"),
    (OfficeFacts(name="村委会", level=Level.VILLAGE, holder="李", village_id=9), "village_id"),
]


PHONES = (
    "13800138000",
    "138-0013 8000",
    "+86 139 0013 9000",
    "0086-13900139000",
    "(+86)13900139000转2",
    "13800138000 13900139000",
    "13800138000/025-85550101",
    "025-8555 0101 13800138000",
    "025-8555 0101#13",
    "86138001",
    "12345",
    "1380",
    "4008123123",
    "010-13800138",
)
BROKEN_PHONES = {
    "1380013800": "“1380013800” has 10 digits",
    "138 0013 80001": "“138 0013 80001” has 12 digits",
    "+86 1380013800": "“+86 1380013800” has 10 digits",
    "025-8555 0101、1980013800": "“1980013800” has 10 digits",
    "13800138000 1390013900": "“1390013900” has 10 digits",
}


@pytest.mark.parametrize("phone", PHONES)
def test_a_number_of_whatever_kind_is_taken(phone):
    assert fields(MemberFacts(name="王", phone=phone)) == []


@pytest.mark.parametrize(("phone", "said"), BROKEN_PHONES.items())
def test_a_mobile_number_with_a_digit_too_few_or_too_many_is_refused(phone, said):
    (fault,) = MemberFacts(name="王", phone=phone).faults(KNOWN)
    assert fault.field == "phone"
    assert said in fault.text()


@pytest.mark.parametrize("facts", GOOD)
def test_what_is_right_has_no_fault(facts):
    assert fields(facts) == []


@pytest.mark.parametrize(("facts", "field"), WRONG)
def test_what_is_wrong_is_said_of_its_field(facts, field):
    assert fields(facts) == [field]


@pytest.mark.parametrize(("facts", "field"), WRONG)
def test_every_fault_can_be_read_aloud(facts, field):
    assert all("%(" not in fault.text() for fault in facts.faults(KNOWN))


def test_all_faults_are_named_at_once():
    assert fields(MemberFacts(name="", phone="?", max_km=-1)) == ["name", "phone", "max_km"]


def test_weeks_without_a_wish_are_not_stored():
    assert VillageFacts(name="村", wants={"*": [], "2026-W03": ["water", "roads"]}).columns(KNOWN)["wants"] == {
        "2026-W03": ["roads", "water"]
    }
