"""What villagers ask and join in, by themselves or by word of mouth."""

from dataclasses import replace
from datetime import date

import pytest

from rotation.errors import Conflict, InvalidInput, NotFound
from rotation.record import follow_ups, task_texts, voices
from rotation.record.sealing import opened
from rotation.record.voices import Speaker


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
