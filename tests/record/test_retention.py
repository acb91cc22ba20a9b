"""A teller's contact is kept as long as the answer may need it, and not a day longer."""

from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, select

from rotation.record import acts, hearings, outcomes, retention
from rotation.record.lists import Teller
from rotation.store import writing
from tests.record.life_made import COMMITTEE, LEAD, VILLAGER

DAY = date(2026, 1, 5)


def heard(life):
    """A complaint whose teller wants an answer."""
    meeting = hearings.Meeting(came=3)
    with writing(life.session) as session:
        hearing = hearings.open_hearing(session, LEAD, life.village, DAY, meeting, life.at())
        said = hearings.Heard(words="路灯坏了", category="lighting", contact=hearings.Contact("13800000000"))
        return hearings.hear(session, life.settings, LEAD, hearing, said, life.at())


def kept(life, day):
    with writing(life.session) as session:
        erased = retention.keep(session, at=life.at((day - DAY).days))
    assert len(erased) == len(erased.tellers)
    there = life.session.scalar(select(func.count()).select_from(Teller))
    assert bool(erased) is (there == 0)
    return there == 1


def last_day(life, since, days):
    assert kept(life, since + timedelta(days=days))
    assert not kept(life, since + timedelta(days=days + 1))


def task_of(life, complaint):
    with writing(life.session) as session:
        return outcomes.make_task(session, life.settings, LEAD, complaint, life.at(0.2))


def test_ninety_days_after_a_hearing_that_led_to_no_task(life_on_sqlite):
    heard(life_on_sqlite)
    last_day(life_on_sqlite, DAY, 90)


@pytest.mark.parametrize("end", ["confirmed", "declined"])
def test_thirty_days_after_the_task_ended(life_on_sqlite, end):
    life = life_on_sqlite
    task = task_of(life, heard(life))
    assert kept(life, DAY + timedelta(days=400))
    life.do(acts.begin, task, LEAD, days=1)
    if end == "declined":
        life.do(acts.decline, task, LEAD, "不属于本村", days=2)
    else:
        life.do(acts.finish, task, LEAD, "修好了", days=1)
        life.do(acts.confirm_as_villager, task, VILLAGER, days=2)
    last_day(life, DAY + timedelta(days=2), 30)


def test_sixty_days_after_it_was_done_without_a_verdict(life_on_sqlite):
    life = life_on_sqlite
    task = task_of(life, heard(life))
    life.do(acts.begin, task, LEAD, days=1)
    life.do(acts.finish, task, LEAD, "修好了", days=3)
    last_day(life, DAY + timedelta(days=3), 60)


def test_of_a_task_that_is_the_same_as_another_the_other_counts(life_on_sqlite):
    life = life_on_sqlite
    task, other = task_of(life, heard(life)), life.task()
    life.do(acts.join, task, LEAD, other)
    assert kept(life, DAY + timedelta(days=400))
    life.do(acts.begin, other, LEAD, days=1)
    life.do(acts.finish, other, LEAD, "修好了", days=1)
    life.do(acts.confirm, other, COMMITTEE, days=4)
    last_day(life, DAY + timedelta(days=4), 30)


def test_a_contact_that_cannot_be_erased_hinders_no_other(life_on_sqlite):
    """That it cannot is said once all others are gone."""
    life = life_on_sqlite
    poisoned = heard(life).id
    heard(life)

    def refuse(_mapper, _connection, teller):
        assert teller.complaint_id != poisoned, "not this one"

    event.listen(Teller, "before_delete", refuse)
    try:
        with writing(life.session) as session:
            assert len(retention.keep(session, at=life.at(100))) == 1
        with pytest.raises(ExceptionGroup), writing(life.session) as session:
            retention.keep(session, at=life.at(100))
    finally:
        event.remove(Teller, "before_delete", refuse)
    assert life.session.scalars(select(Teller.complaint_id)).all() == [poisoned]


def test_many_contacts_cost_no_more_questions_than_one(life_on_sqlite):
    life, asked = life_on_sqlite, []
    event.listen(life.session.get_bind(), "before_cursor_execute", lambda *said: asked.append(said[2]))

    def questions():
        asked.clear()
        with writing(life.session) as session:
            assert len(retention.keep(session, at=life.at())) == 0
        return len(asked)

    task_of(life, heard(life))
    of_one = questions()
    for _ in range(3):
        task_of(life, heard(life))
    assert questions() == of_one
