"""What is said in the morning and found on the round, written down once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from rotation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from rotation.record import hearings, inspections, slips
from rotation.record.hearings import Contact, Meeting, hear, open_hearing
from rotation.record.inspections import find, open_inspection
from rotation.record.items import list_of, words_of
from rotation.record.lists import Complaint, Hearing, Inspection, Teller
from rotation.store import writing
from tests.record.day_made import FOUND, KEY, SAID


def test_a_complaint_is_kept_in_its_own_words_and_numbered(session, day):
    first, second = day.hear(), day.hear(replace(SAID, words="垃圾没人收", category="waste", place=""))
    assert (first.code, second.code) == ("c-v01-260105-1", "c-v01-260105-2")
    words = words_of(session, [first, second])
    assert words[first.code].words == "村口的路灯坏了"
    assert (words[first.code].place, words[second.code].place) == ("村口", "")
    assert first.blind
    assert session.scalar(select(func.count()).select_from(Teller)) == 0


def test_a_finding_says_what_stands_in_the_way(session, day):
    finding = day.find()
    assert finding.code == "f-v01-260105-1"
    assert finding.obstacles == ["money"]
    with pytest.raises(InvalidInput, match="unknown here"):
        day.find(replace(FOUND, obstacles=("weather",)))


def test_what_is_sent_twice_over_a_weak_network_is_stored_once(session, day):
    said = replace(SAID, sent_as="a1b2")
    assert day.hear(said).id == day.hear(said).id
    assert session.scalar(select(func.count()).select_from(Complaint)) == 1


def test_a_key_that_somebody_else_has_used_is_refused(session, day):
    day.hear(replace(SAID, sent_as="a1b2"))
    with writing(session), pytest.raises(Conflict, match="Reload"):
        hear(session, day.settings, day.hands.partner, day.hearing, replace(SAID, sent_as="a1b2"), day.at(0, 9))


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"words": " "}, "words"),
        ({"words": "字" * 2001}, "words"),
        ({"category": "?"}, "category"),
        ({"place": "x" * 201}, "place"),
    ],
)
def test_what_cannot_be_written_down_is_named_by_its_field(day, wrong, named):
    with pytest.raises(InvalidInput) as refused:
        day.hear(replace(SAID, **wrong))
    assert refused.value.field == named


def test_opening_twice_is_one_hearing_that_takes_the_new_count(session, day):
    with writing(session):
        again = open_hearing(session, day.hands.partner, day.v1, day.monday, Meeting(came=5), day.at(0, 9))
    assert (again.id, again.came) == (day.hearing.id, 5)


@pytest.mark.parametrize("who", ["next", "stranger", "official", "committee", "planner", "villager", "troubleshooter"])
def test_only_the_team_on_duty_hears(session, day, who):
    with writing(session), pytest.raises(NotAllowed):
        hear(session, day.settings, getattr(day.hands, who), day.hearing, SAID, day.at(0, 9))


@pytest.mark.parametrize("who", ["lead", "other_committee", "planner", "villager"])
def test_only_officials_find(session, day, who):
    with writing(session), pytest.raises(NotAllowed):
        find(session, day.settings, getattr(day.hands, who), day.inspection, FOUND, day.at(0, 9))


def test_an_official_of_another_village_does_not_inspect_this_one(session, day):
    there = replace(day.hands.official, office="o-v02")
    with writing(session), pytest.raises(NotAllowed):
        open_inspection(session, there, day.v1, day.monday, day.at(0))
    with writing(session):
        assert open_inspection(session, there, day.v2, day.monday, day.at(0)).village_id == day.v2.id


@pytest.mark.parametrize(("days", "allowed"), [(-1, False), (6, True), (8, True), (9, False)])
def test_a_day_is_written_in_its_week_and_two_days_after(session, field, days, allowed):
    def opened():
        return open_hearing(session, field.hands.lead, field.v1, field.monday, Meeting(), field.at(days))

    with writing(session):
        if allowed:
            opened()
        else:
            with pytest.raises((InvalidInput, Conflict)):
                opened()


def test_nothing_found_is_one_step_and_nothing_else_is(session, field):
    with writing(session):
        made = inspections.nothing_found(session, field.hands.official, field.v1, field.monday, field.at(0))
        nobody = hearings.nobody_came(session, field.hands.lead, field.v1, field.monday, field.at(0))
    assert made.closed_at == nobody.closed_at == field.at(0)
    assert nobody.came == 0


def test_nothing_found_is_refused_where_something_was(session, day):
    day.find()
    with writing(session), pytest.raises(Conflict, match="close the list"):
        inspections.nothing_found(session, day.hands.official, day.v1, day.monday, day.at(0, 10))


def test_a_contact_is_kept_apart_and_shown_only_to_those_who_answer(session, day):
    complaint = day.hear(replace(SAID, contact=Contact("13800138000", "某人")))
    for hand in (day.hands.lead, day.hands.committee):
        assert hearings.contact_of(session, hand, complaint, day.at(0, 9)) == Contact("13800138000", "某人")
    assert hearings.contact_of(session, day.hands.next, complaint, day.at(7)) is not None
    for hand in (day.hands.official, day.hands.planner, day.hands.villager, day.hands.stranger):
        with pytest.raises(NotAllowed):
            hearings.contact_of(session, hand, complaint, day.at(0, 9))
    with pytest.raises(NotAllowed):
        hearings.contact_of(session, day.hands.lead, complaint, day.at(7))
    with pytest.raises(InvalidInput, match="telephone"):
        day.hear(replace(SAID, contact=Contact("somewhere")))


def test_a_slip_leads_its_teller_back_and_nobody_else(session, day):
    with writing(session):
        sheet = slips.print_sheet(session, KEY, day.v1, 2, day.at(0))
        slip = slips.slip_of_village(session, KEY, sheet.codes[0], day.v1)
    first, second = day.hear(replace(SAID, slip=slip)), day.hear(replace(SAID, slip=slip))
    found = slips.slip(session, KEY, slips.spoken(sheet.codes[0]))
    assert [row.code for row in hearings.of_slip(session, found)] == [first.code, second.code]
    assert hearings.of_slip(session, slips.slip(session, KEY, sheet.codes[1])) == []
    with writing(session):
        tuesday = open_hearing(session, day.hands.lead, day.v1, day.monday + timedelta(1), Meeting(), day.at(1))
    with writing(session), pytest.raises(Conflict, match="given to somebody before"):
        hear(session, day.settings, day.hands.lead, tuesday, replace(SAID, slip=slip), day.at(1, 9))


def test_there_is_no_hearing_where_none_was_opened(session, field):
    with pytest.raises(NotFound):
        list_of(session, Hearing, field.v1, field.monday)
    with pytest.raises(NotFound):
        list_of(session, Inspection, field.v1, field.monday)
