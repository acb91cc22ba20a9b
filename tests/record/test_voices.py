"""What villagers say about a task: by themselves or by word of mouth, with a code or without."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text

from rotation.errors import Conflict, InvalidInput, NotAllowed, NotFound
from rotation.record import acts, follow_ups, ledger, offers, outcomes, retention, slips, task_texts, verdicts, voices
from rotation.record.hearings import Heard, Meeting, hear, open_hearing
from rotation.record.offers import Offered, Reach
from rotation.record.sealing import opened
from rotation.record.tasks import State, Urgency
from rotation.record.verdicts import Judgement, Solved
from rotation.record.voices import Speaker
from rotation.store import writing

KEY = b"k" * 32
REACH = Reach("热心人", "13900139000")


@pytest.fixture
def told(session, field):
    """A task made of one complaint, with the slip of its teller; and short ways to do something to it."""
    hands = field.hands
    with writing(session):
        slip = slips.receipt(session, KEY, field.v1.id, field.at(0)).slip
        hearing = open_hearing(session, hands.lead, field.v1, field.monday, Meeting(), field.at(0))
        said = Heard("路灯坏了", "lighting", urgency=Urgency.URGENT, slip=slip)
        complaint = hear(session, field.settings, hands.lead, hearing, said, field.at(0, 9))
        task = outcomes.make_task(session, field.settings, hands.lead, complaint, field.at(0, 9))

    def do(what, *arguments, at=None, **more):
        with writing(session):
            return what(session, *arguments, at=at or field.at(1), **more)

    def receipt():
        with writing(session):
            return slips.receipt(session, KEY, field.v1.id).slip

    def finish():
        do(acts.begin, task, hands.lead)
        do(acts.finish, task, hands.lead, "已修好")

    def judge(solved, hand=hands.villager, slip=None, content=None, at=None):
        return do(verdicts.judge, field.settings, Speaker(hand, slip), task, Judgement(solved, content), at=at)

    def kinds():
        return [entry.kind for entry in ledger.of_task(session, task.number)]

    field.task, field.slip, field.villager = task, slip, Speaker(hands.villager)
    field.do, field.receipt, field.finish, field.judge, field.kinds = do, receipt, finish, judge, kinds
    return field


def test_me_too_is_counted_whoever_says_it_and_however(session, told):
    told.do(voices.me_too, told.villager, told.task)
    spoken = told.do(voices.me_too, Speaker(told.hands.committee, told.receipt()), told.task)
    assert voices.me_too_count(session, told.task.number) == 2
    assert (spoken.spoken, spoken.slip is not None) == (True, True)
    assert told.kinds()[-2:] == ["echoed", "echoed"]


@pytest.mark.parametrize("who", ["stranger", "next", "other_committee", "planner", "troubleshooter", "official"])
def test_only_the_team_and_the_committee_write_down_what_is_said_aloud(told, who):
    with pytest.raises(Conflict):
        told.do(voices.me_too, Speaker(getattr(told.hands, who)), told.task)


def test_a_question_is_answered_by_the_committee_within_three_working_days(session, told):
    slip = told.receipt()
    asked = told.do(follow_ups.ask, told.settings, replace(told.villager, slip=slip), told.task, "什么时候修？")
    assert asked.answer_by == date(2026, 1, 9)
    assert follow_ups.unanswered(session, told.v1) == [asked]
    assert voices.of_slip(session, follow_ups.FollowUp, slip) == [asked]
    with pytest.raises(Conflict):
        told.do(follow_ups.answer, told.hands.lead, asked, "明天")
    told.do(follow_ups.answer, told.hands.committee, asked, "明天")
    assert follow_ups.unanswered(session, told.v1) == []
    with pytest.raises(Conflict, match="has been answered"):
        told.do(follow_ups.answer, told.hands.committee, asked, "后天")
    assert [opened(session, one) for one in (asked.words, asked.answer)] == ["什么时候修？", "明天"]
    assert follow_ups.follow_up(session, told.task.number, asked.entry) is asked
    with pytest.raises(NotFound):
        follow_ups.follow_up(session, "000000000", asked.entry)


def test_question_and_answer_are_public_only_once_released(session, told):
    asked = told.do(follow_ups.ask, told.settings, told.villager, told.task, "什么时候修？")
    assert task_texts.public_texts_of(session, told.task.number) == []
    assert task_texts.unreleased(session, [told.task.number]) == {told.task.number: 1}
    told.do(task_texts.release, told.task, told.hands.committee, [asked.words])
    assert [text.content for text in task_texts.public_texts_of(session, told.task.number)] == ["什么时候修？"]


def test_a_question_by_word_of_mouth_has_the_same_deadline(told):
    asked = told.do(follow_ups.ask, told.settings, Speaker(told.hands.committee), told.task, "修好了吗？")
    assert (asked.spoken, asked.answer_by) == (True, date(2026, 1, 9))


@pytest.mark.parametrize("words", ["", " ", "问" * 501, "\x00"])
def test_what_is_no_question_is_refused(told, words):
    with pytest.raises(InvalidInput):
        told.do(follow_ups.ask, told.settings, told.villager, told.task, words)


def test_a_slip_leads_to_one_voice_only(told):
    speaker = replace(told.villager, slip=told.receipt())
    told.do(follow_ups.ask, told.settings, speaker, told.task, "什么时候修？")
    with pytest.raises(Conflict, match="given to somebody before"):
        told.do(follow_ups.ask, told.settings, speaker, told.task, "什么时候修？")
    with pytest.raises(Conflict, match="given to somebody before"):
        told.do(voices.me_too, replace(told.villager, slip=told.slip), told.task)


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
    told.do(offers.close_call, told.hands.committee, call)
    assert offers.open_calls(session, told.v1) == []
    with pytest.raises(Conflict):
        told.do(offers.accept_offer, told.hands.committee, shy)


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
