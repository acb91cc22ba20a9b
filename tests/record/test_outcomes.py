"""What becomes of what was said and found: a task, an answer, or something set aside."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rotation.errors import Conflict, InvalidInput, NotAllowed
from rotation.record import ledger, outcomes
from rotation.record.items import Outcome, words_of
from rotation.record.tasks import State, Urgency
from rotation.store import writing
from tests.record.day_made import SAID


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
