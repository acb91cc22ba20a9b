"""What is said in the morning and found on the round: written down once, blind to each other, then decided."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from rotation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from rotation.record import hearings, inspections, ledger, outcomes, slips
from rotation.record.blindness import day_seen, sight
from rotation.record.hearings import Contact, Heard, Meeting, hear, open_hearing
from rotation.record.inspections import Found, find, open_inspection
from rotation.record.items import Outcome, Side, words_of
from rotation.record.lists import Complaint, Obstacle, Teller
from rotation.record.tasks import State, Urgency
from rotation.store import writing

KEY = b"k" * 32
SAID = Heard("村口的路灯坏了", "lighting", place="村口")
FOUND = Found("路灯损坏", "lighting", place="村口", obstacles=(Obstacle.MONEY,), obstacle="缺经费")


@pytest.fixture
def day(session, field):
    """A hearing and an inspection opened on Monday morning, and short ways to write in them."""
    with writing(session):
        hearing = open_hearing(session, field.hands.lead, field.v1, field.monday, Meeting(came=3), field.at(0))
        inspection = open_inspection(session, field.hands.official, field.v1, field.monday, field.at(0))
    field.hearing, field.inspection = hearing, inspection

    def heard(said=SAID, at=None):
        with writing(session):
            return hear(session, field.settings, field.hands.lead, hearing, said, at or field.at(0, 9))

    def found(said=FOUND, at=None):
        with writing(session):
            return find(session, field.settings, field.hands.official, inspection, said, at or field.at(0, 9))

    def close(*sides, at=None):
        with writing(session):
            if "hearing" in sides:
                hearings.close_hearing(session, field.hands.lead, hearing, at or field.at(0, 10))
            if "inspection" in sides:
                inspections.close_inspection(session, field.hands.official, inspection, at or field.at(0, 10))

    def seen(hand, at=None):
        return day_seen(session, field.settings, hand, field.v1, field.monday, at or field.at(0, 10, 30))

    field.hear, field.find, field.close, field.seen = heard, found, close, seen
    return field


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


def test_neither_side_sees_the_others_list_before_both_are_closed(day):
    day.hear()
    day.find()
    team, official = day.seen(day.hands.lead), day.seen(day.hands.official)
    assert (len(team.complaints), team.findings) == (1, None)
    assert (official.complaints, len(official.findings)) == (None, 1)
    day.close("hearing")
    assert day.seen(day.hands.lead).findings is None
    day.close("inspection")
    seen = day.seen(day.hands.lead)
    assert (len(seen.findings), seen.sight.unclosed) == (1, ())
    assert len(day.seen(day.hands.official).complaints) == 1


def test_at_noon_both_open_by_themselves_and_who_had_not_closed_is_marked(session, day):
    day.close("hearing")
    assert not sight(session, day.settings, day.v1, day.monday, day.at(0, 11, 59)).is_open
    assert sight(session, day.settings, day.v1, day.monday, day.at(0, 12)).unclosed == (Side.OFFICIALS,)
    day.close("inspection", at=day.at(0, 13))
    assert sight(session, day.settings, day.v1, day.monday, day.at(0, 14)).unclosed == (Side.OFFICIALS,)


def test_where_nobody_opened_a_list_the_other_opens_at_noon(session, field):
    seen = sight(session, field.settings, field.v1, field.monday, field.at(0, 12))
    assert (seen.is_open, set(seen.unclosed)) == (True, set(Side))


def test_what_is_added_after_the_lists_are_open_is_not_blind(day):
    day.close("hearing", "inspection")
    assert not day.hear(at=day.at(0, 11)).blind
    assert not day.find(at=day.at(0, 11)).blind


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


@pytest.mark.parametrize("who", ["villager", "stranger", "other_committee", "troubleshooter"])
def test_nobody_else_sees_what_was_said(day, who):
    with pytest.raises(NotAllowed):
        day.seen(getattr(day.hands, who))


def test_the_planner_and_the_committee_see_both_lists_once_they_are_open(day):
    day.hear()
    for hand in (day.hands.planner, day.hands.committee):
        before, after = day.seen(hand), day.seen(hand, at=day.at(0, 12))
        assert (before.complaints, before.findings) == (None, None)
        assert (len(after.complaints), after.findings) == (1, [])


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


def test_only_what_is_urgent_becomes_a_task_before_the_lists_are_open(session, day):
    calm, urgent = day.hear(), day.hear(replace(SAID, urgency=Urgency.URGENT))
    with writing(session), pytest.raises(Conflict, match="urgent"):
        outcomes.make_task(session, day.settings, day.hands.lead, calm, day.at(0, 9))
    with writing(session):
        task = outcomes.make_task(session, day.settings, day.hands.lead, urgent, day.at(0, 9))
    assert (task.state, task.pressing, task.category) == (State.OPEN, True, "lighting")
    assert (urgent.outcome, urgent.task, urgent.blind) == (Outcome.TASK, task.number, False)
    assert calm.blind


def test_a_complaint_and_a_finding_belong_to_one_task_and_the_ledger_says_so(session, day):
    complaint, finding = day.hear(), day.find()
    day.close("hearing", "inspection")
    with writing(session):
        task = outcomes.make_task(session, day.settings, day.hands.lead, complaint, day.at(0, 11))
        outcomes.join_task(session, day.settings, day.hands.partner, finding, task, day.at(0, 11))
    linked = [entry for entry in ledger.of_task(session, task.number) if entry.kind == "linked"]
    assert [entry.values["item"] for entry in linked] == [complaint.code, finding.code]
    assert (finding.outcome, finding.task) == (Outcome.JOINED, task.number)
    assert task.last_entry == linked[-1].number
    with writing(session), pytest.raises(Conflict, match="belongs to task"):
        outcomes.make_task(session, day.settings, day.hands.lead, finding, day.at(0, 11))


def test_what_was_set_aside_can_still_become_a_task_and_says_why_it_was(session, day):
    complaint = day.hear()
    with writing(session):
        outcomes.set_aside(session, day.hands.lead, complaint, "不属于本村", day.at(0, 11))
    assert words_of(session, [complaint])[complaint.code].reason == "不属于本村"
    with writing(session), pytest.raises(Conflict, match="already"):
        outcomes.answer_on_the_spot(session, day.hands.lead, complaint, "已答复", day.at(0, 11))
    with writing(session):
        outcomes.make_task(session, day.settings, day.hands.lead, complaint, day.at(0, 13))
    assert complaint.outcome is Outcome.TASK
    with writing(session), pytest.raises(InvalidInput):
        outcomes.set_aside(session, day.hands.lead, day.hear(), " ", day.at(0, 11))


def test_what_is_undecided_is_listed_until_somebody_decides(session, day):
    first, second, finding = day.hear(), day.hear(), day.find()
    with writing(session):
        outcomes.answer_on_the_spot(session, day.hands.lead, first, "已答复", day.at(0, 11))
    left = outcomes.undecided(session, day.v1, day.monday + timedelta(6))
    assert (left.complaints, left.findings) == ([second], [finding])
    assert outcomes.undecided(session, day.v1, day.monday - timedelta(1)).complaints == []
    with writing(session), pytest.raises(NotAllowed):
        outcomes.set_aside(session, day.hands.lead, second, "晚了", day.at(7))
    with writing(session):
        outcomes.set_aside(session, day.hands.next, second, "重复", day.at(7))
    assert outcomes.undecided(session, day.v1, day.monday).complaints == []


def test_where_no_team_comes_the_villages_office_decides(session, day):
    complaint = day.hear()
    with writing(session), pytest.raises(NotAllowed):
        outcomes.set_aside(session, day.hands.committee, complaint, "重复", day.at(7))
    with writing(session):
        outcomes.set_aside(session, day.hands.committee, complaint, "重复", day.at(14))
    assert complaint.outcome is Outcome.SET_ASIDE


def test_there_is_no_hearing_where_none_was_opened(session, field):
    with pytest.raises(NotFound):
        hearings.hearing_of(session, field.v1, field.monday)
    with pytest.raises(NotFound):
        inspections.inspection_of(session, field.v1, field.monday)
