"""What waits for a committee: the most urgent first, each line a way to its task, and of its own village only."""

from datetime import timedelta

import pytest

from rotation.record import acts, follow_ups, offers, task_texts, tasks, verdicts
from rotation.record.offers import Offered, Reach
from rotation.record.verdicts import Judgement, Solved
from rotation.store import now
from tests.web.committee.conftest import COMMITTEE, LEAD, NEIGHBOURS, VILLAGER

HELPER = Reach("热心人", "13900139000", named_in_public=True)


def finished(session, number, hand=LEAD):
    task = tasks.task(session, number)
    acts.begin(session, task, hand)
    acts.finish(session, task, hand, "修好了")
    return task


def ask(session, here, number, words, at=None):
    follow_ups.ask(session, here.settings, VILLAGER, tasks.task(session, number), words, at=at)


def test_nothing_waits_at_first(here):
    said = here.come("committee").get("/committee/").get_data(as_text=True)
    for line in ("No question waits.", "No offer waits.", "Nothing waits to be looked at.", "1 text or photo waits"):
        assert line in said


def test_overdue_questions_come_first(here):
    here.do(ask, here, here.task, "几时修好?")
    here.do(ask, here, here.task, "早就问过了", at=now() - timedelta(days=30))
    said = here.come("committee").get("/committee/").get_data(as_text=True)
    assert said.index("早就问过了") < said.index("Overdue since") < said.index("几时修好?")
    assert f"/work/tasks/{here.task}" in said


def test_other_villages_do_not_wait_here(here):
    here.do(ask, here, here.other, "隔壁的问题")
    assert "隔壁的问题" not in here.come("committee").get("/committee/").get_data(as_text=True)
    assert "隔壁的问题" in here.come("neighbours").get("/committee/").get_data(as_text=True)


def test_a_no_without_a_code_waits_and_what_is_done_waits_to_be_confirmed(here):
    def say_no(session):
        task = finished(session, here.task)
        verdicts.judge(session, here.settings, VILLAGER, task, Judgement(Solved.NO))

    here.do(say_no)
    said = here.come("committee").get("/committee/").get_data(as_text=True)
    assert "Nothing waits to be looked at." not in said
    assert "No task waits to be confirmed by you." not in said


def test_what_the_committee_held_itself_others_confirm(here):
    here.do(finished, here.other, NEIGHBOURS)
    said = here.come("neighbours").get("/committee/").get_data(as_text=True)
    assert "No task waits to be confirmed by you." in said
    assert "so a villager or the team confirms them" in said


def test_what_waits_to_be_released(here):
    def rewrite(session):
        task_texts.write(session, tasks.task(session, here.task), COMMITTEE, title="村口两盏路灯不亮", summary="说明")

    here.do(rewrite)
    client = here.come("committee")
    said = client.get("/committee/releases").get_data(as_text=True)
    assert "村口两盏路灯不亮" in said
    assert "说明" in said
    assert "老桥护栏" not in said
    assert said.count("<dt>") == 2  # the title that was there before has been taken the place of
    here.do(release_all, here.task)
    assert "Everything is released." in client.get("/committee/releases").get_data(as_text=True)


def release_all(session, number):
    task = tasks.task(session, number)
    task_texts.release(session, task, COMMITTEE, [task.title, task.summary])


@pytest.fixture
def called(here):
    """A call for helpers on the task, and an offer that answers it."""

    def make(session):
        task = tasks.task(session, here.task)
        call = offers.call_for_helpers(session, COMMITTEE, task, 3, "三个人,星期六上午")
        offers.offer_help(session, VILLAGER, task, Offered("我有拖拉机", HELPER, call))

    here.do(make)


def test_helpers_and_how_they_are_reached(here, called):
    client = here.come("committee")
    assert "我有拖拉机" in client.get("/committee/").get_data(as_text=True)
    said = client.get("/committee/helpers").get_data(as_text=True)
    for words in ("3 people asked for:", "三个人,星期六上午", "我有拖拉机", "热心人", "13900139000", "may be named"):
        assert words in said
    assert "热心人" not in here.come("neighbours").get("/committee/helpers").get_data(as_text=True)


def test_an_offer_on_a_task_that_has_ended_waits_for_nobody(here, called):
    client = here.come("committee")
    assert "waits for your answer" in client.get("/committee/helpers").get_data(as_text=True)
    here.do(lambda session: acts.decline(session, tasks.task(session, here.task), LEAD, "不办了"))
    said = client.get("/committee/helpers").get_data(as_text=True)
    assert "not taken up: the task has ended" in said
    assert "waits for your answer" not in said


def test_the_committees_room_is_for_committees(here):
    for username in ("m01", "township", "department", "inspector", "planner"):
        client = here.come(username)
        for path in ("/committee/", "/committee/releases", "/committee/helpers"):
            assert client.get(path).status_code == 403


def test_the_committee_begins_here(here):
    assert here.come("committee").get("/login").headers["Location"] == "/committee/"
