"""Why a plan has too few members: which groups are kept away by what, before anything is solved."""

from datetime import date

import pytest

from rotation.district.leave import Leave
from rotation.district.members import Recusal, member
from rotation.district.training import Course, Training
from rotation.roster.capacity import capacity
from rotation.roster.shortfalls import shortfalls
from rotation.store import writing
from tests.roster.conftest import NEXT


@pytest.fixture(autouse=True)
def sixth_lead(session, office):
    """A lead more: enough for three teams in every week, with a week of rest after each term."""
    with writing(session):
        who = member(session, office.district.id, "m06").id
        session.add(Training(member_id=who, course=Course.LEAD, completed=date(2025, 1, 10)))


@pytest.fixture
def said(session, office):
    """What the plan's page says of its short weeks: first and last week, seats too few, and every sentence."""

    def ask(plan=None):
        plan = plan or office.plan()
        found = shortfalls(session, office.district, plan, capacity(office.problem(plan)))
        return [
            (
                one.first - plan.start,
                one.last - plan.start,
                one.too_few,
                [str(line) for reason in one.reasons for line in (reason.lack, *reason.kept_away)],
            )
            for one in found
        ]

    return ask


def away(session, office, codes, weeks):
    with writing(session):
        for code in codes:
            who = member(session, office.district.id, code).id
            session.add_all(Leave(member_id=who, first_day=week.monday, last_day=week.monday) for week in weeks)


def test_enough_members_leave_nothing_to_say(said):
    assert said() == []


def test_leave_and_missing_training_are_told_apart(session, office, said):
    away(session, office, [f"m{n:02}" for n in range(1, 8)], [NEXT])
    with writing(session):
        untrained = member(session, office.district.id, "m08").id
        for row in session.query(Training).filter(Training.member_id == untrained):
            session.delete(row)
    first, last, too_few, lines = said()[0]
    assert (first, last, too_few) == (0, 0, 3)  # no lead is free, so that each of three teams leaves one seat empty
    assert "Members needed in teams: 6; free of those who serve in teams: 4." in lines
    assert "Basic training not completed before: 1 (队员8)" in lines
    assert "Leads needed, one in each team: 3; free: 0. A team without a lead has an empty seat." in lines
    assert "On leave: 6 (队员1, 队员2, 队员3, 队员4, 队员5, 队员6)" in lines


def test_weeks_that_follow_one_another_for_the_same_reasons_are_said_once(session, office, said):
    away(session, office, ["m13", "m14"], [NEXT, NEXT + 1])
    assert said() == [(0, 1, 2, ["Troubleshooters needed: 1; free: 0.", "On leave: 2 (队员13, 队员14)"])]


def test_rest_makes_two_weeks_short_that_have_enough_each(session, office, said):
    away(session, office, ["m04", "m05"], [NEXT, NEXT + 1])
    [(first, last, too_few, lines)] = said()
    assert (first, last, too_few) == (0, 1, 2)
    assert lines[0] == "In these 2 weeks together everybody can serve once at the most (weeks of rest: 1)."
    assert "Leads needed, one in each team: 6; free: 4. A team without a lead has an empty seat." in lines
    assert capacity(office.problem()).fillable_at_most == 28 - 2


def test_a_village_that_few_may_serve_is_named(session, office, said):
    with writing(session):
        for n in range(1, 12):
            who = member(session, office.district.id, f"m{n:02}").id
            session.add(Recusal(member_id=who, place="v01"))
    first = said()[0]
    assert "Leads needed in V1: 1; free who may serve there: 0." in first[3]
    assert any(line.startswith("Recused from V1: 11 (队员1, ") for line in first[3])


def test_the_numbers_of_member_weeks_add_up(session, office):
    away(session, office, ["m01"], [NEXT])
    with writing(session):
        member(session, office.district.id, "m02").max_terms = 1
        member(session, office.district.id, "m03").roles = []
    found = capacity(office.problem())
    assert found.all_member_weeks == 14 * 4
    assert found.taken_off == {"no_role": 4, "away": 1, "rest": 12 * 2 + 1, "most_terms": 1}
