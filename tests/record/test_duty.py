"""Who is responsible: computed from the roster in force, and passed on when it says so."""

from datetime import UTC, date, datetime, timedelta

import pytest

from rotation.district.offices import office
from rotation.district.weeks import DayKind
from rotation.errors import InvalidInput
from rotation.record import acts, escalation, passing, receiving
from rotation.record.deadlines import in_working_days
from rotation.record.duty import duty, duty_at, week_of
from rotation.record.ledger import of_task
from rotation.record.rights import decides
from rotation.record.tasks import Holding, State, Urgency, holders_of
from rotation.store import writing
from tests.record.life_made import FIRST, LEAD, NEXT, SECRETARY, TEAMS, TROUBLESHOOTER


def on(life, week=FIRST):
    return duty(life.session, life.district.id, week)


def pass_on(life, days):
    with writing(life.session):
        return passing.pass_on(life.session, at=life.at(days))


def test_a_week_begins_at_midnight_in_nanjing():
    sunday = datetime(2026, 1, 11, 15, 59, 59, tzinfo=UTC)
    assert week_of(sunday) == FIRST
    assert week_of(sunday + timedelta(seconds=1)) == FIRST + 1


def test_the_lead_is_responsible_else_the_lowest_number(life):
    assert on(life).holder(life.village.id).code == "m02"
    assert on(life, FIRST + 1).holder(life.village.id).code == "m04"


@pytest.mark.parametrize("why", ["closed", "inactive", "empty", "after the horizon", "members gone"])
def test_where_no_team_comes_the_villages_office_is_responsible(life, why):
    week = FIRST + 5 if why == "after the horizon" else FIRST
    with writing(life.session):
        if why == "closed":
            life.village.closed_weeks = [str(FIRST)]
        if why == "inactive":
            life.village.active = False
        if why == "members gone":
            for code in TEAMS[0, "v01"]:
                member_of(life, code).active = False
    if why == "empty":
        life.publish({key: team for key, team in TEAMS.items() if key != (0, "v01")})
    holder = on(life, week).holder(life.village.id)
    assert (holder.kind, holder.code, holder.until_team) == (Holding.OFFICE, "o-v01", True)


def member_of(life, code):
    from rotation.district.members import member

    return member(life.session, life.district.id, code)


def test_on_monday_at_midnight_the_incoming_lead_is_responsible(life):
    task = life.task()
    assert task.holder.code == "m02"
    assert pass_on(life, 6.6) == []  # Sunday 23:24
    [entry] = pass_on(life, 6.625)  # Monday 00:00
    assert (entry.kind, entry.role, task.holder.code, task.holder.week) == ("passed", "system", "m04", FIRST + 1)
    assert pass_on(life, 7) == []
    assert [held.code for held in holders_of(life.session, task.number)] == ["m02", "m04"]


def test_it_passes_even_if_nobody_says_so(life):
    """The first who does anything after midnight finds it passed."""
    task = life.task()
    life.do(acts.begin, task, NEXT, days=7)
    assert [entry.kind for entry in of_task(life.session, task.number)] == ["opened", "passed", "begun"]


def test_whoever_serves_there_again_stays_responsible(life):
    life.publish(TEAMS | {(1, "v01"): ("m01", "m02"), (1, "v02"): ("m05",)})
    task = life.task()
    life.do(acts.assign, task, SECRETARY, member="m01")
    assert pass_on(life, 7) == []
    assert task.holder.code == "m01"


def test_without_a_team_the_office_answers_until_one_comes(life):
    life.publish({key: team for key, team in TEAMS.items() if key != (1, "v01")} | {(2, "v01"): ("m03",)}, weeks=3)
    task = life.task()
    pass_on(life, 7)
    assert (task.holder.code, task.until_team) == ("o-v01", True)
    assert pass_on(life, 8) == []
    [entry] = pass_on(life, 14)
    assert (task.holder.code, entry.values["why"]) == ("m03", "duty")


def test_a_task_of_an_office_stays_there(life):
    task = life.task()
    life.do(acts.assign, task, LEAD, office="o-v01")
    assert pass_on(life, 7) == []
    assert task.holder.code == "o-v01"


def test_what_has_ended_stays_where_it_is_and_what_is_done_passes(life):
    done, declined = life.task(), life.task()
    life.do(acts.begin, done, LEAD)
    life.do(acts.finish, done, LEAD, "补好了")
    life.do(acts.decline, declined, LEAD, "不属于本村")
    assert [entry.task for entry in pass_on(life, 7)] == [done.number]


def test_a_next_version_in_mid_week_passes_what_its_stand_in_takes_over(life):
    task = life.task()
    life.publish(TEAMS | {(0, "v01"): ("m01", "m07", "m03")})
    [entry] = pass_on(life, 2)
    assert (task.holder.code, entry.number) == ("m01", task.last_entry)


def test_a_next_version_that_leaves_the_holder_passes_nothing(life):
    task = life.task()
    life.do(acts.assign, task, SECRETARY, member="m01")
    life.publish(TEAMS | {(0, "v01"): ("m01", "m08", "m03")})
    assert pass_on(life, 2) == []
    assert task.holder.code == "m01"


def test_a_pressing_task_goes_from_troubleshooter_to_troubleshooter(life):
    task = life.task(pressing=True)
    life.do(acts.take, task, TROUBLESHOOTER, "路面塌了")
    assert (task.state, task.holder.place) == (State.UNDER_WAY, "z01")
    pass_on(life, 7)
    assert (task.holder.code, task.holder.place) == ("m10", "z01")


def test_where_the_zone_has_no_troubleshooter_it_goes_to_the_village(life):
    life.publish({key: team for key, team in TEAMS.items() if key != (1, "z01")})
    task = life.task(pressing=True)
    life.do(acts.take, task, TROUBLESHOOTER, "路面塌了")
    pass_on(life, 7)
    assert (task.holder.code, task.holder.place) == ("m04", "v01")


def test_after_the_last_week_of_the_roster_everything_is_the_offices(life):
    tasks = [life.task() for _ in range(3)]
    assert len(pass_on(life, 15)) == 3
    assert {task.holder.code for task in tasks} == {"o-v01"}


def test_without_any_office_it_stays_and_is_listed(life):
    from rotation.district.offices import offices

    task = life.task()
    with writing(life.session):
        for office in offices(life.session, life.district.id):
            office.active = False
    assert pass_on(life, 15) == []
    assert task.holder.code == "m02"
    assert passing.left_behind(life.session, life.district.id, at=life.at(15)) == [task]
    assert passing.left_behind(life.session, life.district.id, at=life.at(1)) == []


def test_without_an_own_office_the_next_level_answers(life):
    with writing(life.session):
        office(life.session, life.district.id, "o-v01").active = False
    task = life.task()
    pass_on(life, 15)
    assert task.holder.code == "o-insp"


def test_working_days_leave_out_holidays_and_count_make_up_days():
    known = {date(2026, 1, 8): DayKind.HOLIDAY, date(2026, 1, 10): DayKind.WORKDAY}
    friday = date(2026, 1, 9)
    assert in_working_days(date(2026, 1, 7), 1, known) == friday
    assert in_working_days(date(2026, 1, 7), 2, known) == date(2026, 1, 10)
    assert in_working_days(date(2026, 1, 7), 3, known) == date(2026, 1, 12)
    assert in_working_days(friday, 1, {}) == date(2026, 1, 12)
    assert in_working_days(friday, 0, {}) == friday


def test_a_deadline_is_set_by_level_and_urgency(life):
    assert life.task().deadline == date(2026, 1, 19)
    assert life.task(urgency=Urgency.URGENT).deadline == date(2026, 1, 6)


def test_what_is_overdue_goes_up_once_a_level(life):
    task = life.task(urgency=Urgency.URGENT)  # until Tuesday
    assert escalate(life, 1) == []
    [entry] = escalate(life, 2)
    assert (task.state, task.level, task.holder.code) == (State.ESCALATED, "township", "o-insp")
    assert (entry.values["why"], task.deadline) == ("deadline", date(2026, 1, 9))
    assert escalate(life, 2) == escalate(life, 4) == []
    assert len(escalate(life, 7)) == 1
    assert (task.level, task.holder.code) == ("district", "o-dist")
    assert escalate(life, 90) == []  # nobody is above; it stays overdue
    assert passing.overdue(life.session, life.district.id, at=life.at(90)) == [task]


def test_what_passes_to_the_highest_office_there_is_keeps_nothing_else_from_going_up(life):
    with writing(life.session):
        for code in ("o-v01", "o-insp", "o-dist"):
            office(life.session, life.district.id, code).active = False
    task = life.task(urgency=Urgency.URGENT)
    assert escalate(life, 16) == []  # the only office above answers for it now, since no team comes
    assert (task.holder.code, task.level) == ("o-town", "township")
    life.publish({(3, "v01"): ("m01", "m02")}, weeks=4)
    pass_on(life, 21)
    assert (task.holder.code, task.level) == ("m02", "village")


def escalate(life, days):
    with writing(life.session):
        return escalation.escalate(life.session, life.settings, at=life.at(days))


def test_the_office_named_for_the_place_and_the_category_receives(life):
    with writing(life.session):
        receiving.let_receive(life.session, life.district.id, "o-town", place="z01")
    task = life.task(urgency=Urgency.URGENT)
    escalate(life, 2)
    assert task.holder.code == "o-town"
    with writing(life.session):
        receiving.let_receive(life.session, life.district.id, "o-insp", place="v01", category="water")
    other = life.task(urgency=Urgency.URGENT, category="water")
    escalate(life, 2)
    assert other.holder.code == "o-insp"
    assert [len(said) for said in receiving.receivers(life.session, life.district.id).values()] == [1, 1]


def test_an_office_named_for_something_else_receives_only_where_there_is_no_other(life):
    with writing(life.session):
        receiving.let_receive(life.session, life.district.id, "o-insp", place="v02")
    assert receiver(life) == "o-town"
    with writing(life.session):
        receiving.let_receive(life.session, life.district.id, "o-town", category="water")
    assert receiver(life) == "o-dist"
    with writing(life.session):
        receiving.let_receive(life.session, life.district.id, "o-dist", place="v02", category="roads")
    assert receiver(life) == "o-insp"


def receiver(life):
    """The office that a task of v01 about roads would go up to."""
    return receiving.receiving_office(life.session, life.task()).code


def test_what_an_office_receives_is_said_once_and_taken_back(life):
    here = life.district.id
    with writing(life.session):
        said = {receiving.let_receive(life.session, here, "o-town", place="v01").id for _ in range(2)}
        receiving.stop_receiving(life.session, here, "o-insp", *said)
    assert len(said) == 1
    assert len(receiving.receivers(life.session, here)) == 1
    with writing(life.session):
        receiving.stop_receiving(life.session, here, "o-town", *said)
    assert receiving.receivers(life.session, here) == {}
    with pytest.raises(InvalidInput):
        receiving.let_receive(life.session, here, "o-v01")


def test_what_is_much_is_passed_on_in_pieces(life, monkeypatch):
    monkeypatch.setattr(passing, "AT_ONCE", 2)
    for _ in range(3):
        life.task()
    assert [len(pass_on(life, 7)) for _ in range(3)] == [2, 1, 0]


def refusing(task, do):
    """What does the same for every other task."""

    def done(session, *given, **said):
        do_not = task in given
        made = do(session, *given, **said)
        assert not do_not, "not this one"  # and what has been made of it is undone
        return made

    return done


def test_a_task_that_cannot_be_passed_on_hinders_no_other(life, monkeypatch):
    """That it cannot is said once all others have passed; nothing of it is kept."""
    poisoned, other = life.task(), life.task()
    monkeypatch.setattr(passing, "AT_ONCE", 1)
    monkeypatch.setattr(passing, "settle", refusing(poisoned, passing.settle))
    assert [entry.task for entry in pass_on(life, 7)] == [other.number]
    with pytest.raises(ExceptionGroup) as failed:
        pass_on(life, 7)
    assert len(failed.value.exceptions) == 1
    assert (poisoned.holder.code, other.holder.code) == ("m02", "m04")
    assert len(of_task(life.session, poisoned.number)) == 1


def test_a_task_that_cannot_go_up_hinders_no_other(life, monkeypatch):
    poisoned, other = life.task(urgency=Urgency.URGENT), life.task(urgency=Urgency.URGENT)
    monkeypatch.setattr(acts, "escalate", refusing(poisoned, acts.escalate))
    assert [entry.task for entry in escalate(life, 2)] == [other.number]
    with pytest.raises(ExceptionGroup):
        escalate(life, 2)
    assert (poisoned.level, other.level) == ("village", "township")
    assert escalation.due(life.session, at=life.at(2)) == [poisoned]


def test_responsibility_passes_to_a_stand_in_on_the_first_of_their_days(life):
    task = life.task()
    monday, tuesday, wednesday = (FIRST.monday + timedelta(days=n) for n in range(3))
    teams = {key: team for key, team in TEAMS.items() if key[0] == 0}
    days = {"m02": (monday, tuesday), "m07": (wednesday, FIRST.sunday)}
    place = life.village.code
    teams[0, place] = (*teams[0, place], "m07")
    life.publish(teams, days=days)
    assert pass_on(life, 1.5) == []
    [entry] = pass_on(life, 2.5)
    assert entry.kind == "passed"
    assert task.holder_code == "m01"
    assert duty_at(life.session, life.district.id, life.at(2.5)).team(life.village.id) == ("m01", "m03", "m07")
    said = [
        [decides(life.session, hand, life.village, life.at(days)) for days in (1.5, 2.5)] for hand in (LEAD, SECRETARY)
    ]
    assert said == [[True, False], [True, True]]
