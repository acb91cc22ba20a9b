"""Whether it is solved, in villagers' words: with a code or without."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from rotation.errors import Conflict, InvalidInput
from rotation.record import acts, follow_ups, ledger, verdicts, voices
from rotation.record.tasks import State
from rotation.record.verdicts import Judgement, Solved
from rotation.store import writing


def test_a_yes_with_the_code_of_the_slip_confirms(session, told):
    told.finish()
    verdict = told.judge(Solved.YES, slip=told.slip, content=5)
    assert told.task.state is State.CONFIRMED
    assert (verdict.with_code, verdict.look_by) == (True, None)
    last = ledger.of_task(session, told.task.number)[-1]
    assert (last.kind, last.values) == (
        "confirmed",
        {"content": 5, "spoken": False, "state": "confirmed", "whose": "villager"},
    )


def test_a_no_with_the_code_reopens_and_can_be_said_again_when_it_is_done_again(told):
    told.finish()
    told.judge(Solved.NO, slip=told.slip)
    assert told.task.state is State.REOPENED
    with pytest.raises(Conflict):
        told.judge(Solved.NO, slip=told.slip)
    told.finish()
    told.judge(Solved.YES, slip=told.slip)
    assert told.task.state is State.CONFIRMED


def test_the_code_of_a_receipt_counts_as_that_of_a_slip(told):
    slip = told.receipt()
    told.do(follow_ups.ask, told.settings, replace(told.villager, slip=slip), told.task, "修好了吗？")
    told.finish()
    told.judge(Solved.NO, slip=slip)
    assert told.task.state is State.REOPENED


def test_without_a_code_a_no_changes_nothing_and_is_looked_at_by_the_team(session, told):
    told.finish()
    no, partly, yes = told.judge(Solved.NO), told.judge(Solved.PARTLY), told.judge(Solved.YES, content=4)
    assert told.task.state is State.DONE
    assert (no.look_by, partly.look_by, yes.look_by) == (date(2026, 1, 9), date(2026, 1, 9), None)
    assert verdicts.to_look_at(session, told.v1) == [no, partly]
    told.do(verdicts.looked, told.hands.partner, no)
    told.do(verdicts.looked, told.hands.partner, no)
    assert verdicts.to_look_at(session, told.v1) == [partly]
    assert told.kinds().count("looked") == 1
    counted = verdicts.judged(voices.of_task(session, verdicts.Verdict, told.task.number))
    assert (counted.heard, counted.content) == (Counter(), Counter())
    assert counted.without_code == Counter({Solved.NO: 1, Solved.PARTLY: 1, Solved.YES: 1})


def test_said_in_person_to_somebody_who_does_not_hold_it_counts(told):
    told.finish()
    with pytest.raises(Conflict):
        told.judge(Solved.YES, hand=told.hands.lead)
    told.judge(Solved.YES, hand=told.hands.partner, content=3)
    assert told.task.state is State.CONFIRMED


def test_a_code_of_something_else_is_refused(told):
    told.finish()
    with pytest.raises(InvalidInput, match="something else"):
        told.judge(Solved.YES, slip=told.receipt())
    assert told.task.state is State.DONE


def test_partly_with_a_code_counts_once_and_changes_nothing(told):
    told.finish()
    assert told.judge(Solved.PARTLY, slip=told.slip).look_by == date(2026, 1, 9)
    assert told.task.state is State.DONE
    with pytest.raises(Conflict, match="already"):
        told.judge(Solved.YES, slip=told.slip)


def test_after_it_is_confirmed_a_no_is_counted_and_looked_at(session, told):
    told.finish()
    told.do(acts.confirm, told.task, told.hands.committee)
    late = told.judge(Solved.NO, slip=told.slip)
    assert told.task.state is State.CONFIRMED
    assert verdicts.to_look_at(session, told.v1) == [late]


@pytest.mark.parametrize("content", [0, 6, -1])
def test_content_is_from_one_to_five(told, content):
    told.finish()
    with pytest.raises(InvalidInput):
        told.judge(Solved.YES, content=content)


def test_there_is_no_verdict_on_what_is_not_done(told):
    for slip in (None, told.slip):
        with pytest.raises(Conflict):
            told.judge(Solved.YES, slip=slip)


def test_the_teller_of_a_joined_task_judges_the_one_that_goes_on(session, told):
    with writing(session):
        between, other = (
            acts.open_task(session, told.settings, told.v1, told.hands.lead, category="lighting", at=told.at(1))
            for _ in range(2)
        )
        acts.join(session, told.task, told.hands.lead, between, at=told.at(1))
        acts.join(session, between, told.hands.lead, other, at=told.at(1))
        acts.begin(session, other, told.hands.lead, at=told.at(1))
        acts.finish(session, other, told.hands.lead, "已修好", at=told.at(1))
    told.do(verdicts.judge, told.settings, replace(told.villager, slip=told.slip), other, Judgement(Solved.YES))
    assert other.state is State.CONFIRMED
