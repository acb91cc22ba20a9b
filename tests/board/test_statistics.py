"""What is counted by week, village and category, on both engines; each rate beside what it was made of."""

from datetime import date

import pytest

from rotation.board.counts import Counts, Share, whole
from rotation.board.statistics import By, Scope, counted, escaped
from rotation.district.weeks import Week
from rotation.record import acts, correspondence, follow_ups, slips, task_texts, verdicts
from rotation.record.correspondence import FirstPass
from rotation.record.hearings import Heard, Meeting, close_hearing, hear, open_hearing
from rotation.record.inspections import Found, close_inspection, find, open_inspection
from rotation.record.verdicts import Judgement, Solved
from rotation.record.voices import Speaker
from rotation.store import writing

LATER = date(2026, 3, 2)
WEEKS = (Week.parse("2026-W02"), Week.parse("2026-W03"))
KEY = b"k" * 32


@pytest.fixture
def told(session, field):
    """Short ways to do something in v01, and to count."""
    hands, settings = field.hands, field.settings

    def do(what, *arguments, day=0, **more):
        with writing(session):
            return what(session, *arguments, at=field.at(day, 9), **more)

    def task(day=0, category="roads", hand=hands.committee, village=None):
        return do(acts.open_task, settings, village or field.v1, hand, category=category, day=day)

    def finished(day=0, hand=hands.lead, **more):
        made = task(day, **more)
        do(acts.begin, made, hand, day=day)
        do(acts.finish, made, hand, "修好了", day=day)
        return made

    def count(by=By.WEEK, today=LATER, **more):
        return counted(session, Scope(field.district.id, *WEEKS, **more), by, today)

    field.do, field.task, field.finished, field.count = do, task, finished, count
    return field


def lists(session, told, day, complaints, findings):
    """Both lists of a day in v01, closed."""
    hands, at = told.hands, told.at(day)
    when = at.date()
    with writing(session):
        hearing = open_hearing(session, hands.lead, told.v1, when, Meeting(came=5), at)
        round_ = open_inspection(session, hands.official, told.v1, when, at)
        heard = [hear(session, told.settings, hands.lead, hearing, Heard(f"{c}坏了", c), at) for c in complaints]
        found = [find(session, told.settings, hands.official, round_, Found(f"{c}坏了", c), at) for c in findings]
        close_hearing(session, hands.lead, hearing, at)
        close_inspection(session, hands.official, round_, at)
    return heard, found


def test_where_nothing_was_nothing_is_counted(told):
    assert told.count() == {}
    assert whole([]) == Counts()
    assert Counts().solved.percent is None


def test_problems_that_had_escaped_attention(session, told):
    heard, found = lists(session, told, 0, ["roads", "roads", "waste"], ["roads", "lighting"])
    lists(session, told, 1, ["roads"], [])
    with writing(session):
        session.add(FirstPass(village_id=told.v1.id, day=told.monday, at=told.at(0), by="login-m02"))
    told.do(correspondence.link, told.settings, told.hands.lead, heard[0], found[0])
    found_out = escaped(session, Scope(told.district.id, *WEEKS), LATER)
    assert found_out["roads"].escaped_officials == Share(1, 2, left_out=1)
    assert found_out["roads"].escaped_villagers == Share(0, 1)
    assert found_out["waste"].escaped_officials == Share(1, 1)
    assert found_out["lighting"].escaped_villagers == Share(1, 1)
    assert told.count()["2026-W02"].heard == 4
    assert told.count(category="waste")["2026-W02"].heard == 1


def test_todays_lists_are_counted_from_tomorrow_on(session, told):
    lists(session, told, 1, ["roads"], ["roads"])
    assert told.count(today=date(2026, 1, 6)) == {}
    assert told.count(today=date(2026, 1, 7))["2026-W02"].found == 1


def test_a_task_is_counted_in_the_week_in_which_it_began_there(told):
    told.task(day=6 + 14.5 / 24)  # Sunday, 23:30
    told.task(day=6 + 15.5 / 24, category="waste")  # Monday, 00:30, still Sunday in UTC
    found = told.count()
    assert {week: counts.begun for week, counts in found.items()} == {"2026-W02": 1, "2026-W03": 1}
    assert found["2026-W02"].overdue == found["2026-W02"].to_do == 1
    assert told.count(today=date(2026, 1, 8))["2026-W02"].overdue == 0
    assert {key: counts.begun for key, counts in told.count(By.CATEGORY).items()} == {"roads": 1, "waste": 1}


def test_another_districts_tasks_are_not_counted(session, told):
    told.task()
    assert counted(session, Scope(told.district.id + 1, *WEEKS), By.WEEK, LATER) == {}


def test_villages_stand_beside_each_other(told):
    told.task()
    told.task(village=told.v2, hand=told.hands.other_committee)
    told.task(village=told.v2, hand=told.hands.other_committee)
    assert {key: counts.begun for key, counts in told.count(By.VILLAGE).items()} == {"v01": 1, "v02": 2}
    assert {key: counts.begun for key, counts in told.count(By.VILLAGE, village_id=told.v2.id).items()} == {"v02": 2}


def test_solved_is_counted_by_whose_word(told):
    hands = told.hands
    told.finished()
    told.do(acts.confirm, told.finished(), hands.committee)
    by_villager = told.finished()
    told.do(acts.confirm_as_villager, by_villager, hands.committee, content=5)
    text = told.do(task_texts.write, by_villager, hands.committee, title="路灯").values["title"]
    told.do(task_texts.release, by_villager, hands.committee, [text])  # the word is not the last entry any more
    told.do(acts.decline, told.task(), hands.lead, "不归村里管")
    told.do(acts.join, told.task(), hands.lead, told.task())
    counts = told.count()["2026-W02"]
    assert (counts.said_done, counts.by_committee, counts.by_team, counts.by_villager) == (1, 1, 0, 1)
    assert counts.begun == 6
    assert counts.solved == Share(3, 4, left_out=2)
    assert counts.solved.percent == 75


def test_answered_in_time_leaves_out_what_is_not_due(told):
    asked = [
        told.do(follow_ups.ask, told.settings, Speaker(told.hands.villager), told.task(), "何时修?") for _ in range(4)
    ]
    told.do(follow_ups.answer, told.hands.committee, asked[0], "周五", day=3 + 14.9 / 24)  # the last day, 23:54
    told.do(follow_ups.answer, told.hands.committee, asked[1], "周五", day=3 + 15.1 / 24)  # six minutes after it
    assert asked[0].answer_by == date(2026, 1, 8)
    assert told.count(today=date(2026, 1, 8))["2026-W02"].answered_in_time == Share(1, 2, left_out=2)
    assert told.count(today=date(2026, 1, 9))["2026-W02"].answered_in_time == Share(1, 4)
    assert told.count(today=date(2026, 1, 9))["2026-W02"].asked == 4


def test_verdicts_without_a_code_are_counted_apart(session, told):
    made = told.finished()
    villager = told.hands.villager
    with writing(session):
        slip = slips.receipt(session, KEY, told.v1.id, told.at(0)).slip
    told.do(follow_ups.ask, told.settings, Speaker(villager, slip), made, "修好了吗?")
    told.do(verdicts.judge, told.settings, Speaker(villager), made, Judgement(Solved.NO, 1))
    told.do(verdicts.judge, told.settings, Speaker(villager, slip), made, Judgement(Solved.PARTLY, 4))
    told.do(verdicts.judge, told.settings, Speaker(told.hands.committee), made, Judgement(Solved.YES, 3))
    counts = told.count()["2026-W02"]
    assert (counts.yes, counts.partly, counts.no, counts.without_code) == (1, 1, 0, 1)
    assert counts.content == Share(1, 2, left_out=1)
    assert counts.content_by_number == {1: 0, 2: 0, 3: 1, 4: 1, 5: 0}
