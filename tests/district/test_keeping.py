"""Adding, changing and making inactive, for every kind that has a code."""

from dataclasses import replace
from threading import Thread

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rotation.district import keeping
from rotation.district.codes import code_fault, codes_in_use, next_code
from rotation.district.members import Member, MemberFacts, member, members
from rotation.district.offices import Level, Office, OfficeFacts
from rotation.district.villages import District, Village, VillageFacts, close_zone, known, villages, zone
from rotation.errors import Conflict, InvalidInput
from rotation.store import writing
from tests.district.conftest import SKILLS


def test_what_was_added_is_read_back(session, district, people):
    facts = MemberFacts(name="陈建国", phone="13800138000", skills=("water", "roads"), lat=32.1, lon=118.9, max_km=12.5)
    with writing(session):
        row = Member(district_id=district.id, code="m104")
        keeping.add(session, row, facts, known(session, district.id, SKILLS))
    stored = member(session, district.id, "m104")
    assert stored.skills == ["roads", "water"]
    assert MemberFacts.of(stored) == replace(facts, skills=("roads", "water"))
    assert stored.version == 1


@pytest.mark.parametrize("kind", [Member, Village, Office])
def test_a_code_is_used_once_in_the_installation_whatever_it_names(session, district, people, kind):
    with writing(session):
        other = District(code="jiangning", name="江宁区")
        session.add(other)
    facts = {
        Member: MemberFacts(name="王"),
        Village: VillageFacts(name="村"),
        Office: OfficeFacts(name="局", level=Level.DISTRICT, holder="李"),
    }
    row = kind(district_id=other.id, code="v01")
    with pytest.raises(InvalidInput) as refused, writing(session):
        keeping.add(session, row, facts[kind], known(session, other.id, SKILLS))
    assert refused.value.field == "code"


@pytest.mark.parametrize("code", ["", "M001", "m 1", "村", "m_1", "a" * 41, "m1\n"])
def test_a_code_is_small_letters_digits_and_hyphens(code):
    assert code_fault(code, ()) is not None


@pytest.mark.parametrize(
    ("like", "taken", "suggested"),
    [
        ((), (), "m001"),
        (("m001", "m105", "m033"), (), "m106"),
        (("m009", "m010"), ("m011",), "m012"),
        (("qx-99",), (), "qx-100"),
        (("chen",), (), "m001"),
    ],
)
def test_the_next_code_follows_the_highest(like, taken, suggested):
    assert next_code({*like, *taken}, like, "m") == suggested


def test_codes_of_all_kinds_and_of_what_is_inactive_are_in_use(session, people):
    with writing(session):
        keeping.set_active(session, people[0], active=False)
    assert codes_in_use(session) == {"m001", "m002", "m003", "v01", "v02", "z1", "z2"}


def test_the_second_of_two_who_change_the_same_is_told(session, district, people):
    facts = known(session, district.id, SKILLS)
    with writing(session):
        assert keeping.change(session, people[0], MemberFacts(name="一"), facts, seen=1)
    with pytest.raises(Conflict), writing(session):
        keeping.change(session, people[0], MemberFacts(name="二"), facts, seen=1)
    assert member(session, district.id, "m001").name == "一"


def test_two_who_save_at_the_same_moment_do_not_both_win(engine, session, district, people):
    facts = known(session, district.id, SKILLS)
    district_id, results = district.id, []
    session.rollback()

    def save(name):
        with Session(engine) as own:
            try:
                with writing(own):
                    row = member(own, district_id, "m002")
                    keeping.change(own, row, MemberFacts(name=name), facts, seen=1)
            except Conflict as error:
                results.append(type(error).__name__)
            else:
                results.append("stored")

    threads = [Thread(target=save, args=(name,)) for name in ("甲", "乙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["Conflict", "stored"]


def test_saving_the_same_facts_changes_nothing(session, district, people):
    with writing(session):
        facts = MemberFacts.of(people[0])
        assert not keeping.change(session, people[0], facts, known(session, district.id, SKILLS), seen=1)
    assert people[0].version == 1


def test_the_inactive_stay_stored_and_can_come_back(session, district, people):
    with writing(session):
        keeping.set_active(session, people[0], active=False)
    assert [row.code for row in members(session, district.id)] == ["m002", "m003"]
    assert len(members(session, district.id, inactive=True)) == 3
    with writing(session):
        keeping.set_active(session, member(session, district.id, "m001"), active=True)
    assert len(members(session, district.id)) == 3


def test_a_zone_with_villages_is_not_made_inactive(session, district, people):
    with pytest.raises(Conflict, match="村v01, 村v02"), writing(session):
        close_zone(session, zone(session, district.id, "z1"))
    with writing(session):
        for row in villages(session, district.id):
            keeping.set_active(session, row, active=False)
        close_zone(session, zone(session, district.id, "z1"))
    assert not zone(session, district.id, "z1").active


def test_nothing_is_written_before_there_is_no_fault(session, district, people):
    row = Member(district_id=district.id, code="m200")
    with pytest.raises(InvalidInput), writing(session):
        keeping.add(session, row, MemberFacts(name=""), known(session, district.id, SKILLS))
    assert session.scalar(select(func.count()).select_from(Member)) == 3
