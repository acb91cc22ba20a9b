"""Two people on two phones at the same moment: nothing is lost, nothing twice, no number given to two."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy.orm import Session

from rotation.district.villages import Village
from rotation.errors import Conflict
from rotation.record import correspondence, diaries, outcomes, slips
from rotation.record.hearings import Heard, Meeting, close_hearing, hear, open_hearing
from rotation.record.inspections import Found, find, nothing_found, open_inspection
from rotation.record.lists import Complaint, Finding, Hearing
from rotation.record.slips import Slip
from rotation.store import writing

KEY = b"k" * 32
SAID = Heard("路灯坏了", "lighting")


@pytest.fixture
def together(engine, field):
    """Run deeds at the same moment, each in a session of its own; returns what each returned or raised."""

    key = field.v1.id

    def run(*deeds):
        start = threading.Barrier(len(deeds))

        def one(deed):
            with Session(engine) as session:
                village = session.get_one(Village, key)
                session.rollback()
                start.wait(timeout=30)
                try:
                    with writing(session):
                        return deed(session, village)
                except Conflict as refused:
                    return refused

        with ThreadPoolExecutor(len(deeds)) as pool:
            return list(pool.map(one, deeds))

    return run


def test_two_who_open_the_same_day_open_one_hearing(session, field, together):
    def opened(hand):
        return lambda inside, village: open_hearing(inside, hand, village, field.monday, Meeting(), field.at(0)).id

    first, second = together(opened(field.hands.lead), opened(field.hands.partner))
    assert first == second


def test_complaints_written_at_once_have_numbers_of_their_own(session, field, together):
    with writing(session):
        key = open_hearing(session, field.hands.lead, field.v1, field.monday, Meeting(), field.at(0)).id

    def heard(hand):
        def deed(inside, _village):
            hearing = inside.get_one(Hearing, key)
            return [hear(inside, field.settings, hand, hearing, SAID, field.at(0, 9)).number for _n in range(5)]

        return deed

    first, second = together(heard(field.hands.lead), heard(field.hands.partner))
    assert sorted(first + second) == list(range(1, 11))


def test_one_slip_given_to_two_leads_to_one(session, field, together):
    with writing(session):
        mark = slips.receipt(session, KEY, field.v1.id).slip.mark

    def used(what):
        return lambda inside, _village: slips.use(inside, inside.get_one(Slip, mark), what)

    assert {type(one) for one in together(used("a"), used("b"))} == {Conflict, type(None)}


def test_sheets_printed_at_once_have_numbers_of_their_own(field, together):
    def printed(inside, village):
        return slips.print_sheet(inside, KEY, village, 3).number

    assert sorted(together(printed, printed, printed)) == [1, 2, 3]


def test_a_complaint_decided_by_two_at_once_becomes_one_task(session, field, together):
    complaint, _finding = one_of_each(session, field)

    def decided(hand):
        def deed(inside, _village):
            row = inside.get_one(Complaint, complaint)
            return outcomes.make_task(inside, field.settings, hand, row, field.at(0, 13)).number

        return deed

    first, second = together(decided(field.hands.lead), decided(field.hands.partner))
    assert {type(first), type(second)} == {str, Conflict}


def test_two_who_tap_the_same_link_make_one(session, field, together):
    ends = one_of_each(session, field)

    def linked(hand):
        def deed(inside, _village):
            pair = inside.get_one(Complaint, ends[0]), inside.get_one(Finding, ends[1])
            return correspondence.link(inside, field.settings, hand, *pair, field.at(0, 13)).complaint_id

        return deed

    assert together(linked(field.hands.lead), linked(field.hands.partner)) == [ends[0], ends[0]]


def test_two_phones_of_one_secretary_write_two_versions(field, together):
    def written(words):
        said = diaries.Writing(words)
        return lambda inside, village: (
            diaries.write(inside, field.hands.lead, village, field.monday, said, field.at(0, 20)).number
        )

    assert sorted(together(written("一"), written("二"))) == [1, 2]


def one_of_each(session, field):
    """The keys of a complaint and a finding, their lists closed."""
    with writing(session):
        hearing = open_hearing(session, field.hands.lead, field.v1, field.monday, Meeting(), field.at(0))
        complaint = hear(session, field.settings, field.hands.lead, hearing, SAID, field.at(0, 9))
        close_hearing(session, field.hands.lead, hearing, field.at(0, 9))
        inspection = open_inspection(session, field.hands.official, field.v1, field.monday, field.at(0))
        finding = find(
            session, field.settings, field.hands.official, inspection, Found("路灯", "lighting"), field.at(0, 9)
        )
        return complaint.id, finding.id


def test_nothing_found_said_twice_at_once_is_one_list(field, together):
    def said(inside, village):
        return nothing_found(inside, field.hands.official, village, field.monday, field.at(0)).id

    first, second = together(said, said)
    assert first == second
