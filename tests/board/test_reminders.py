"""Reminders: of what is due and of nothing else, once, and not of what has been done."""

from dataclasses import replace
from datetime import timedelta

import pytest

from rotation.board import reminders
from rotation.district.weeks import Week
from rotation.notices import of_person
from rotation.record import acts, diaries, follow_ups
from rotation.record.diaries import Writing
from rotation.record.roles import Hand, Role
from rotation.record.voices import Speaker
from rotation.roster.rosters import Line
from rotation.store import writing
from tests.web.feeds.published import publish


@pytest.fixture
def reminded(session, settings, field):
    """Remind at a moment; returns what somebody has been told by then."""

    def at(day, hour=12, minute=0):
        reminders.remind(session, settings, field.at(day, hour, minute))

        def to(person):
            return sorted(
                one.key.split(":", 1)[1].rsplit(":", 1)[0] for one in of_person(session, field.district.id, person)
            )

        return to

    return at


def test_a_term_is_announced_a_week_and_a_day_before_once_each(reminded):
    told = reminded(0)
    assert told("m04") == ["term:2026-W03:v01:m04"]
    assert reminded(1)("m04") == told("m04")
    assert len(reminded(6)("m04")) == 2
    assert len(reminded(6)("m04")) == 2


def test_run_late_only_the_nearer_reminder_is_given(reminded):
    assert len(reminded(6)("m04")) == 1


def test_a_stand_in_is_reminded_of_their_own_first_day_in_a_week_that_runs_too(session, field, reminded):
    week = Week.of(field.monday)
    _monday, tuesday, wednesday, *_ = week.days()
    with writing(session):
        parts = (Line(week, "v01", "m01", (week.monday, tuesday)), Line(week, "v01", "m09", (wednesday, week.sunday)))
        publish(session, field.district, parts, field.at(0))
    assert reminded(0)("m09") == ["term:2026-W02:v01:m09"]
    assert len(reminded(1)("m09")) == 2
    assert len(reminded(2)("m09")) == 2
    assert not any("term" in one for one in reminded(2)("m01"))
    assert all("1月7日" in one.body for one in of_person(session, field.district.id, "m09"))


def test_in_the_evening_whoever_has_not_written_the_diary_is_reminded(session, field, reminded):
    with writing(session):
        diaries.write(session, field.hands.lead, field.v1, field.monday, Writing("记下了"), field.at(0, 18))
    assert not any("diary" in one for one in reminded(0, 19, 59)("m01"))
    told = reminded(0, 20)
    assert any("diary" in one for one in told("m01"))
    assert not any("diary" in one for one in told("m02"))


@pytest.mark.parametrize(
    ("quiet_from", "hour", "reminded"), [("00:30", 20, True), ("00:30", 23, True), ("20:00", 20, False)]
)
def test_the_diary_is_asked_for_in_the_evening_until_the_quiet_hours(
    session, settings, field, quiet_from, hour, reminded
):
    quiet = replace(settings, notices=replace(settings.notices, quiet_from=quiet_from))
    reminders.remind(session, quiet, field.at(0, hour))
    assert any("diary" in one.key for one in of_person(session, field.district.id, "m01")) is reminded


def test_an_unsigned_handover_is_told_to_the_team_that_has_come(reminded):
    assert not any("handover" in one for one in reminded(6)("m04"))
    assert any("handover" in one for one in reminded(7)("m04"))


def test_a_deadline_is_told_to_whoever_is_responsible(session, field, reminded):
    with writing(session):
        task = acts.open_task(
            session, field.settings, field.v1, field.hands.lead, category="roads", urgency="urgent", at=field.at(0)
        )
    holder = task.holder_code
    assert any("deadline" in one for one in reminded(0)(holder))


def test_a_question_is_told_to_the_committee_before_its_answer_is_due(session, field, reminded):
    with writing(session):
        task = acts.open_task(session, field.settings, field.v1, field.hands.lead, category="roads", at=field.at(0))
        villager = Speaker(Hand(Role.VILLAGER))
        follow_ups.ask(session, field.settings, villager, task, "什么时候修好？", field.at(0, 9))
    assert not any("question" in one for one in reminded(0)("o-v01"))
    assert any("question" in one for one in reminded(2)("o-v01"))


def test_a_confirmed_task_is_told_once_to_whoever_was_responsible(session, field, reminded):
    with writing(session):
        task = acts.open_task(session, field.settings, field.v1, field.hands.lead, category="roads", at=field.at(0))
        acts.begin(session, task, field.hands.lead, at=field.at(0, 9))
        acts.finish(session, task, field.hands.lead, "修好了", at=field.at(0, 10))
        acts.confirm_as_villager(session, task, Hand(Role.VILLAGER), at=field.at(0, 11))
    told = reminded(0)
    assert sum("confirmed" in one for one in told("m02")) == 1
    assert sum("confirmed" in one for one in reminded(1)("m02")) == 1
    assert not any("confirmed" in one for one in told("m01"))


def test_nothing_is_sent_at_night(session, settings, field):
    reminders.remind(session, settings, field.at(0, 23))
    for one in of_person(session, field.district.id, "m04"):
        assert one.not_before >= field.at(1, 7, 30) - timedelta(seconds=1)
