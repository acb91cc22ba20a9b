"""Villagers who offer to take part, and how they are reached."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from rotation.errors import Conflict, InvalidInput, NotAllowed
from rotation.record import ledger, offers, retention, task_texts
from rotation.record.offers import Offered, Reach
from rotation.record.sealing import opened
from rotation.record.verdicts import Solved
from tests.record.task_told import REACH


def test_helpers_are_asked_for_offer_are_accepted_and_thanked_by_name_only_with_consent(session, told):
    call = told.do(offers.call_for_helpers, told.hands.committee, told.task, 3, "周六上午，三个人")
    assert offers.open_calls(session, told.v1) == [call]
    assert [text.content for text in task_texts.public_texts_of(session, told.task.number)] == ["周六上午，三个人"]
    shy = told.do(offers.offer_help, told.villager, told.task, Offered("我来", REACH, call))
    named = told.do(
        offers.offer_help, told.villager, told.task, Offered("也来", replace(REACH, named_in_public=True), call)
    )
    assert offers.waiting(session, told.v1) == [shy, named]
    for offer in (shy, named):
        with pytest.raises(Conflict, match="accepted"):
            told.do(offers.thank, told.hands.committee, offer)
        told.do(offers.accept_offer, told.hands.committee, offer)
        told.do(offers.thank, told.hands.committee, offer)
    assert (shy.name, opened(session, named.name)) == (None, "热心人")
    with pytest.raises(Conflict):
        told.do(offers.accept_offer, told.hands.committee, shy)


def test_who_closes_a_call_stands_in_the_ledger_and_once(session, told):
    call = told.do(offers.call_for_helpers, told.hands.committee, told.task, 3, "周六上午，三个人")
    with pytest.raises(Conflict):
        told.do(offers.close_call, told.hands.other_committee, call)
    for _ in range(2):
        told.do(offers.close_call, told.hands.committee, call)
    closed = [entry for entry in ledger.of_task(session, told.task.number) if entry.kind == "call_closed"]
    assert [entry.values["call"] for entry in closed] == [call.entry]
    assert offers.open_calls(session, told.v1) == []


def test_nobody_is_asked_to_help_with_what_is_done(session, told):
    call = told.do(offers.call_for_helpers, told.hands.committee, told.task, 3, "周六上午，三个人")
    told.finish()
    assert offers.open_calls(session, told.v1) == []
    told.judge(Solved.NO, slip=told.slip)
    assert offers.open_calls(session, told.v1) == [call]


def test_how_a_helper_is_reached_is_for_the_committee_and_the_team(session, told):
    offer = told.do(offers.offer_help, told.villager, told.task, Offered("我来", REACH))
    for hand in (told.hands.committee, told.hands.lead):
        assert offers.reach_of(session, hand, offer, told.at(1)) == REACH
    for hand in (told.hands.villager, told.hands.planner, told.hands.stranger, told.hands.other_committee):
        with pytest.raises(NotAllowed):
            offers.reach_of(session, hand, offer, told.at(1))
    assert REACH.name not in str(session.execute(text("SELECT * FROM ledger_entry")).all())


@pytest.mark.parametrize(("days", "kept"), [(31, True), (32, False)])
def test_how_a_helper_is_reached_is_erased_thirty_days_after_the_end(session, told, days, kept):
    offer = told.do(offers.offer_help, told.villager, told.task, Offered("我来", REACH))
    told.finish()
    told.judge(Solved.YES, slip=told.slip)
    told.do(retention.keep, at=told.at(days))
    session.expire_all()
    assert (offers.reach_of(session, told.hands.committee, offer, told.at(1)) == REACH) is kept


@pytest.mark.parametrize(
    "reach", [Reach("", "13900139000"), Reach("甲", ""), Reach("甲", "abc"), Reach("x" * 81, "139")]
)
def test_an_offer_says_who_can_be_called(told, reach):
    with pytest.raises(InvalidInput):
        told.do(offers.offer_help, told.villager, told.task, Offered("我来", reach))
