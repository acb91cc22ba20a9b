"""A week played from the first complaint to the last verdict: whatever was done, the ledger verifies."""

from datetime import timedelta

import pytest

from rotation.district.weeks import Week
from rotation.record import (
    acts,
    correspondence,
    diaries,
    follow_ups,
    handing,
    handovers,
    offers,
    outcomes,
    slips,
    suggesting,
    task_texts,
    verdicts,
    voices,
)
from rotation.record.hearings import Heard, Meeting, close_hearing, hear, open_hearing
from rotation.record.inspections import Found, close_inspection, find, open_inspection
from rotation.record.offers import Offered, Reach
from rotation.record.tasks import State
from rotation.record.verdicts import Judgement, Solved
from rotation.record.verifying import verify
from rotation.record.voices import Speaker
from rotation.store import writing
from tests.record.texts_made import matters

KEY = b"k" * 32


@pytest.fixture
def week(session, field):
    """Four complaints and four findings of Monday, both lists closed, and a slip for each teller."""
    hands = field.hands
    made = matters(4, seed=7)
    with writing(session):
        field.slips = [slips.receipt(session, KEY, field.v1.id, field.at(0)).slip for _one in made]
        hearing = open_hearing(session, hands.lead, field.v1, field.monday, Meeting(came=4), field.at(0))
        inspection = open_inspection(session, hands.official, field.v1, field.monday, field.at(0))
        field.complaints = [
            hear(session, field.settings, hands.lead, hearing, Heard(one.said, "other", one.place), field.at(0, 9))
            for one in made
        ]
        field.findings = [
            find(session, field.settings, hands.official, inspection, Found(one.found, "other"), field.at(0, 9))
            for one in made
        ]
        close_hearing(session, hands.lead, hearing, field.at(0, 10))
        close_inspection(session, hands.official, inspection, field.at(0, 10))
    return field


def test_a_whole_week_leaves_a_ledger_that_verifies(session, week):
    hands, settings, villager = week.hands, week.settings, Speaker(week.hands.villager)
    with writing(session):
        suggesting.end_first_pass(session, settings, hands.lead, week.v1, week.monday, week.at(0, 11))
    proposals = suggesting.propose(session, settings, hands.lead, week.v1, week.monday, week.at(0, 11))
    with writing(session):
        suggesting.show(session, week.v1, hands.lead, proposals, week.at(0, 11))
        complaint, finding = week.complaints[0], week.findings[0]
        correspondence.link(session, settings, hands.lead, complaint, finding, week.at(0, 11))
        task = outcomes.make_task(session, settings, hands.lead, complaint, week.at(0, 11))
        outcomes.join_task(session, settings, hands.lead, finding, task, week.at(0, 11))
        outcomes.set_aside(session, hands.lead, week.complaints[1], "不属于本村", week.at(0, 11))
        outcomes.answer_on_the_spot(session, hands.lead, week.findings[1], "已处理", week.at(0, 11))
    with writing(session):
        entry = task_texts.write(session, task, hands.lead, title="修路灯", summary="村口两盏", at=week.at(1))
        task_texts.release(session, task, hands.lead, [entry.values["title"]], at=week.at(1))
        voices.me_too(session, villager, task, week.at(1))
        asked = follow_ups.ask(session, settings, villager, task, "哪天修？", week.at(1))
        follow_ups.answer(session, hands.committee, asked, "周五", week.at(2))
        task_texts.release(session, task, hands.committee, [asked.words, asked.answer], at=week.at(2))
        call = offers.call_for_helpers(session, hands.committee, task, 2, "周五上午", week.at(2))
        offer = offers.offer_help(
            session, villager, task, Offered("我来", Reach("甲", "139", named_in_public=True), call), week.at(2)
        )
        offers.accept_offer(session, hands.committee, offer, week.at(2))
        offers.thank(session, hands.committee, offer, week.at(5))
        said = diaries.Writing("今天修好了路灯。", board="今天修好了路灯。", tasks=(task.number,))
        diaries.write(session, hands.lead, week.v1, week.monday + timedelta(4), said, week.at(4, 18))
        diaries.write(session, hands.lead, week.v1, week.monday + timedelta(4), diaries.Writing("改"), week.at(4, 19))
    with writing(session):
        acts.begin(session, task, hands.lead, at=week.at(4))
        acts.finish(session, task, hands.lead, "换了灯泡", at=week.at(4))
        verdicts.judge(session, settings, villager, task, Judgement(Solved.NO), week.at(5))
        verdicts.judge(session, settings, Speaker(hands.partner), task, Judgement(Solved.YES, 5), week.at(5))
    assert task.state is State.CONFIRMED
    assert verify(session).faults == []
    with writing(session):
        task_texts.withdraw(session, task, hands.committee, [asked.words], why=task_texts.Why.PRIVATE, at=week.at(6))
        task_texts.erase_account(session, hands.planner, hands.lead.account, at=week.at(6))
        task_texts.erase(session, hands.planner, [offer.name], why=task_texts.Why.ASKED, at=week.at(6))
    with writing(session):
        note = handovers.Note("路灯修好了。", (handovers.Promise("下周清沟渠"),))
        handovers.write(session, hands.lead, week.v1, Week.of(week.monday), note, week.at(6))
        handovers.write(session, hands.lead, week.v1, Week.of(week.monday), handovers.Note("完。"), week.at(6, 9))
        handing.sign(session, hands.next, week.v1, Week.of(week.monday), week.at(7))
    assert verify(session).faults == []
    assert len(outcomes.undecided(session, week.v1, week.monday).complaints) == 2
