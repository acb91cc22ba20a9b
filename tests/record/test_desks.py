"""What lies on the desks of the committee and of the offices above: texts to release, money to grant."""

from dataclasses import replace

import pytest

from rotation.district.offices import Office
from rotation.record import acts, money, task_texts
from rotation.record.funding import answered_by_level, asked_of
from rotation.record.releasing import waiting_for_release
from rotation.record.task_texts import Use, Why
from tests.record.life_made import COMMITTEE, DISTRICT, LEAD, TOWNSHIP


@pytest.fixture
def offices(life):
    """The township's and the district's office."""
    found = {office.code: office for office in life.session.query(Office)}
    return found["o-town"], found["o-dist"]


def test_texts_wait_until_they_are_released_withdrawn_or_replaced(life):
    task = life.task()
    life.do(task_texts.write, task, LEAD, title="路灯", summary="不亮")
    life.do(task_texts.write, task, LEAD, title="村口的路灯")
    waiting = waiting_for_release(life.session, life.village)
    assert [(one.task.number, one.use, one.content) for one in waiting] == [
        (task.number, Use.SUMMARY, "不亮"),
        (task.number, Use.TITLE, "村口的路灯"),
    ]
    assert waiting_for_release(life.session, life.other) == []
    life.do(task_texts.release, task, COMMITTEE, [task.title])
    life.do(task_texts.withdraw, task, COMMITTEE, [task.summary], why=Why.MISTAKE)
    assert waiting_for_release(life.session, life.village) == []


def test_money_waits_at_every_level_above_the_one_that_asks(life, offices):
    town, district = offices
    low, high, ended = (life.task() for _ in range(3))
    for task in (low, ended):
        life.do(money.ask, task, LEAD, 500, "水泥")
    life.do(acts.decline, ended, LEAD, "不办")
    life.do(acts.escalate, life.settings, high, LEAD, reason="没有权限")
    life.do(money.ask, high, replace(TOWNSHIP, office=high.holder_code), 700, "街道没钱")
    assert [task.number for task in asked_of(life.session, town)] == [low.number]
    assert {task.number for task in asked_of(life.session, district)} == {low.number, high.number}


def test_what_was_answered_is_told_newest_first_with_its_reason(life, offices):
    task = life.task()
    life.do(money.ask, task, LEAD, 500, "水泥")
    life.do(money.grant, task, TOWNSHIP, 200, "先买一半")
    granted = life.do(money.refuse, task, DISTRICT, "年底再说").values["reason"]
    [town], [district] = (answered_by_level(life.session, office) for office in offices)
    assert (town.kind, town.fen, town.reason) == ("granted", 200, "先买一半")
    assert (district.kind, district.fen, district.reason) == ("refused", 300, "年底再说")
    life.do(task_texts.withdraw, task, COMMITTEE, [granted], why=Why.ASKED)
    assert answered_by_level(life.session, offices[1])[0].reason is None
