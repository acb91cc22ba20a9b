"""The handover: a note, what was promised, and a signature of the team that comes; who that is says the roster."""

from itertools import count

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.district.weeks import Week
from rotation.errors import Conflict, InvalidInput, NotAllowed
from rotation.record import acts, handing, handovers, ledger
from rotation.record.handing import Reading
from rotation.record.handovers import HandoverNote, Note, Promise, promises_of, words_of
from rotation.record.roles import Role
from rotation.record.sealing import sealed
from rotation.record.verifying import verify
from rotation.store import open_engine, writing
from tests.record.field_made import HANDS, officer, publish, secretary

NOTE = Note("路灯已报修，等镇里回话。", (Promise("周五前修好村口路灯"),))
CLOSED_BETWEEN = {0: {"v01": ("m01", "m02", "m03")}, 2: {"v01": ("m04", "m05", "m06")}}


@pytest.fixture
def session(sqlite_url):
    """One engine is enough here; a week is played on both (test_week_played)."""
    engine = open_engine(sqlite_url)
    with Session(engine) as made:
        yield made
    engine.dispose()


@pytest.fixture
def pass_over(session, field):
    """Writing, signing and looking, in short."""

    versions = count(2)

    def write(note=NOTE, *, hand=field.hands.lead, week=0, at=None):
        with writing(session):
            return handovers.write(session, hand, field.v1, field.week(week), note, at or field.at(6, 20))

    def sign(hand=field.hands.next, *, week=0, at=None, reading=None):
        with writing(session):
            return handing.sign(session, hand, field.v1, field.week(week), at or field.at(7, 8), reading)

    def seen(week=1):
        return handing.handing_to(session, field.v1, field.week(week))

    def republish(teams):
        with writing(session):
            publish(session, field.district, teams, version=next(versions))

    first = Week.of(field.monday)
    field.week = lambda n: first + n
    field.write, field.sign, field.seen, field.republish = write, sign, seen, republish
    return field


def test_the_team_that_comes_reads_and_signs(session, pass_over):
    note = pass_over.write()
    here = pass_over.seen()
    assert (here.outgoing, here.incoming, here.note, here.signature) == (*map(pass_over.week, (0, 1)), note, None)
    assert words_of(session, note) == NOTE.words
    assert not here.is_missing(pass_over.at(6, 23, 59))
    assert here.is_missing(pass_over.at(7, 0))
    signed = pass_over.sign()
    assert (signed.signature.member, signed.is_missing(pass_over.at(8))) == ("m04", False)
    assert pass_over.sign(secretary("m05")).signature.member == "m04"
    kinds = [entry.kind for entry in ledger.entries(session)]
    assert kinds == ["handed", "signed"]
    assert verify(session).faults == []


def test_a_signature_that_comes_later_keeps_the_moment_in_which_it_was_given(session, pass_over):
    pass_over.write()
    given, came = pass_over.at(7, 9), pass_over.at(8, 8)
    assert pass_over.sign(at=came, reading=Reading(1, given)).signature.at == given
    assert [entry.at for entry in ledger.entries(session) if entry.kind == "signed"] == [came]
    assert pass_over.sign(at=pass_over.at(8, 9), reading=Reading(1, given)).signature.at == given


@pytest.mark.parametrize("day", [-300, 6, 9])
def test_a_moment_that_cannot_be_is_that_of_the_arrival(pass_over, day):
    pass_over.write()
    given = pass_over.at(day, 19, 59)
    assert pass_over.sign(at=pass_over.at(8, 8), reading=Reading(1, given)).signature.at == pass_over.at(8, 8)


def test_what_was_changed_after_it_was_read_is_not_signed(session, pass_over):
    pass_over.write()
    pass_over.sign(reading=Reading(1))
    pass_over.write(Note("还有一件。"), hand=pass_over.hands.partner, at=pass_over.at(8, 20))
    assert pass_over.sign(at=pass_over.at(8, 21), reading=Reading(1)).signature is None  # sent twice, said once
    with pytest.raises(Conflict, match="Read it again"):
        pass_over.sign(secretary("m05"), at=pass_over.at(8, 21), reading=Reading(1))
    assert pass_over.sign(at=pass_over.at(8, 22), reading=Reading(2)).signature.note == 2


def test_a_note_that_was_changed_elsewhere_is_put_together(session, pass_over):
    pass_over.write(Note("从一部手机。", after=0, sent_as="one"))
    with pytest.raises(Conflict, match="changed elsewhere"):
        pass_over.write(Note("从另一部手机。", after=0, sent_as="other"), hand=pass_over.hands.partner)
    assert pass_over.write(Note("从一部手机。", after=0, sent_as="one")).number == 1
    assert pass_over.write(Note("放在一起。", after=1, sent_as="other")).number == 2


def test_a_note_that_was_changed_is_signed_again(session, pass_over):
    pass_over.write()
    pass_over.sign()
    pass_over.write(Note("还有一件。"), hand=pass_over.hands.partner, at=pass_over.at(8, 20))
    assert pass_over.seen().is_missing(pass_over.at(8, 21))
    assert pass_over.sign(at=pass_over.at(8, 22)).signature.note == 2
    assert session.scalars(select(HandoverNote.number).order_by(HandoverNote.number)).all() == [1, 2]


def test_without_a_note_it_is_signed_once_the_week_is_over(pass_over):
    with pytest.raises(Conflict, match="not written"):
        pass_over.sign(at=pass_over.at(6, 12))
    assert pass_over.sign().signature.note == handing.NO_NOTE


@pytest.mark.parametrize("who", ["lead", "stranger", "planner", "committee", "villager", "troubleshooter"])
def test_nobody_else_signs(pass_over, who):
    pass_over.write()
    with pytest.raises(NotAllowed, match="comes next"):
        pass_over.sign(HANDS[who])


def test_a_signature_is_due_within_the_week_and_two_days(pass_over):
    pass_over.write()
    with pytest.raises(Conflict, match="over"):
        pass_over.sign(at=pass_over.at(16))


@pytest.mark.parametrize(("at_day", "kind"), [(-1, InvalidInput), (0, None), (8, None), (9, Conflict)])
def test_a_note_is_written_from_the_first_day_until_two_days_after_the_term(pass_over, at_day, kind):
    if kind:
        with pytest.raises(kind):
            pass_over.write(at=pass_over.at(at_day))
    else:
        assert pass_over.write(at=pass_over.at(at_day)).number == 1


def test_only_the_team_of_the_week_writes_it(pass_over):
    with pytest.raises(NotAllowed):
        pass_over.write(hand=pass_over.hands.next)


def test_sent_twice_it_is_stored_once(session, pass_over):
    sent = Note("一遍。", sent_as="k1")
    assert pass_over.write(sent) is pass_over.write(sent)
    with pytest.raises(Conflict, match="out of date"):
        pass_over.write(sent, hand=pass_over.hands.partner)
    assert len(ledger.entries(session)) == 1


def test_promises_are_public_at_once_and_gone_with_the_version_that_drops_them(session, pass_over):
    with writing(session):
        task = acts.open_task(
            session, pass_over.settings, pass_over.v1, pass_over.hands.lead, category="roads", at=pass_over.at(0)
        )
    first = pass_over.write(Note("话。", (Promise("修路灯"), Promise("清沟渠", task.number), Promise("", task.number))))
    made = promises_of(session, first)
    assert made == [Promise("修路灯"), Promise("清沟渠", task.number), Promise("", task.number)]
    [entry] = [one for one in ledger.entries(session) if one.kind == "handed"]
    assert all(row.is_released for row in sealed(session, entry.values["texts"]).values())
    assert not sealed(session, [first.words])[first.words].is_released
    second = pass_over.write(Note("话。", (Promise("清沟渠"),)))
    assert promises_of(session, second) == [Promise("清沟渠")]
    assert [one.words for one in promises_of(session, first)] == [None, "清沟渠", ""]
    assert verify(session).faults == []


@pytest.mark.parametrize("wrong", [Promise("", "260000026"), Promise("  "), Promise("很" * 101)])
def test_a_promise_is_a_short_line_or_a_task_that_goes_on(pass_over, wrong):
    with pytest.raises(InvalidInput):
        pass_over.write(Note("话。", (wrong,)))
    with pytest.raises(InvalidInput, match="at most"):
        pass_over.write(Note("话。", tuple(Promise(f"第{n}件") for n in range(21))))


def test_where_the_village_is_closed_it_waits_for_the_next_team_and_the_office_reads_it(session, pass_over):
    pass_over.republish(CLOSED_BETWEEN)
    pass_over.write()
    here = pass_over.seen()
    assert (here.incoming, here.waits(pass_over.at(8))) == (pass_over.week(2), True)
    assert not here.is_missing(pass_over.at(13))
    assert pass_over.seen(2).is_missing(pass_over.at(14))
    in_office = officer(Role.COMMITTEE, "o-v01")
    handing.require_reader(session, in_office, here, pass_over.at(8))
    for hand, at in ((in_office, 15), (officer(Role.COMMITTEE, "o-v02"), 8), (secretary("m08"), 8)):
        with pytest.raises(NotAllowed):
            handing.require_reader(session, hand, here, pass_over.at(at))
    assert pass_over.sign(at=pass_over.at(14, 9)).signature


def test_a_version_in_mid_week_says_who_signs(pass_over):
    pass_over.write()
    pass_over.republish({0: {"v01": ("m01", "m02", "m03")}, 1: {"v01": ("m06", "m07")}})
    with pytest.raises(NotAllowed):
        pass_over.sign(at=pass_over.at(9))
    assert pass_over.sign(secretary("m07"), at=pass_over.at(9)).signature.member == "m07"
    pass_over.republish(CLOSED_BETWEEN)
    assert (pass_over.seen().incoming, pass_over.seen().signature.member) == (pass_over.week(2), "m07")


def test_at_the_end_of_the_roster_it_waits(session, pass_over):
    here = pass_over.seen(2)
    assert (here.outgoing, here.incoming) == (pass_over.week(1), None)
    assert here.waits(pass_over.at(14))
    assert not here.is_missing(pass_over.at(30))
    assert handing.handing_to(session, pass_over.v1, pass_over.week(0)) is None


def test_the_planner_sees_each_village(session, pass_over):
    hands = pass_over.hands
    seen = handing.handings(session, hands.planner, pass_over.district.id, pass_over.week(1))
    assert [(one.village.code, one.incoming) for one in seen] == [("v01", pass_over.week(1)), ("v02", None)]
    for hand in (hands.lead, hands.other_planner):
        with pytest.raises(NotAllowed):
            handing.handings(session, hand, pass_over.district.id, pass_over.week(1))


def test_what_stands_open_goes_over_by_itself(session, pass_over):
    with writing(session):
        tasks = [
            acts.open_task(session, pass_over.settings, pass_over.v1, pass_over.hands.lead, category="roads", at=at)
            for at in (pass_over.at(0), pass_over.at(1))
        ]
        acts.decline(session, tasks[1], pass_over.hands.lead, "不在本村", at=pass_over.at(2))
    over = handing.going_over(session, pass_over.v1, pass_over.at(7))
    assert (over.tasks, over.undecided.complaints, over.questions, over.verdicts) == (tasks[:1], [], [], [])
