from datetime import date, timedelta

import pytest

from rotation.district.leave import Leave
from rotation.district.members import Apart, Recusal, member
from rotation.district.training import Course, Training
from rotation.district.villages import village
from rotation.roster.capacity import capacity
from rotation.roster.planning import lines_of
from rotation.roster.rosters import Line, PastTerm, lines
from rotation.store import writing
from solver import Assignment, Problem
from tests.roster.conftest import NEXT, THIS, TODAY


@pytest.fixture
def change(session, district):
    """Change members and villages by code, in one unit of work."""

    def change(code, **values):
        with writing(session):
            row = (member if code.startswith("m") else village)(session, district.id, code)
            for name, value in values.items():
                setattr(row, name, value)
        return row

    return change


def test_a_problem_holds_the_district_and_survives_its_file(office):
    problem = office.problem()
    assert problem.start == NEXT.monday
    assert [one.id for one in problem.members][:2] == ["m01", "m02"]
    assert problem.seats == 4 * (3 * 2 + 1)
    assert problem.village_of["v01"].zone == "z1"
    assert problem.baseline is None
    assert Problem.from_json(problem.to_json()) == problem


def test_leave_of_a_working_day_makes_a_week_unavailable_and_leave_of_a_weekend_does_not(session, office):
    with writing(session):
        ids = {code: member(session, office.district.id, code).id for code in ("m01", "m02")}
        monday = (NEXT + 1).monday
        session.add(Leave(member_id=ids["m01"], first_day=monday, last_day=monday))
        session.add(Leave(member_id=ids["m02"], first_day=monday + timedelta(5), last_day=monday + timedelta(6)))
    problem = office.problem()
    assert problem.member_of["m01"].unavailable == {1}
    assert problem.member_of["m02"].unavailable == frozenset()


def test_nobody_serves_before_the_week_after_the_basic_training(session, office):
    with writing(session):
        trainee = member(session, office.district.id, "m06")
        other = member(session, office.district.id, "m07")
        for row in session.query(Training).filter(Training.member_id.in_([trainee.id, other.id])):
            session.delete(row)
        session.flush()
        session.add(Training(member_id=trainee.id, course=Course.BASIC, completed=(NEXT + 1).sunday))
    problem = office.problem()
    assert problem.member_of["m06"].unavailable == {0, 1}
    assert problem.member_of["m07"].unavailable == {0, 1, 2, 3}
    assert capacity(problem).unavailable == ("m07",)


def test_a_lead_is_who_qualified_before_week_0(session, office):
    with writing(session):
        early, late = (member(session, office.district.id, code) for code in ("m08", "m09"))
        before = NEXT.monday - timedelta(1)
        session.add(Training(member_id=early.id, course=Course.LEAD, completed=before))
        session.add(Training(member_id=late.id, course=Course.LEAD, completed=NEXT.monday))
    problem = office.problem()
    assert problem.member_of["m08"].lead
    assert not problem.member_of["m09"].lead


def test_what_limits_a_member_reaches_the_problem(session, office, change):
    change("m01", max_terms=2, max_km=9.5, lat=32.1, lon=118.9, disliked_places=["v02"], disliked_weeks=["2026-W04"])
    with writing(session):
        ids = {code: member(session, office.district.id, code).id for code in ("m01", "m02")}
        session.add(Recusal(member_id=ids["m01"], place="v03"))
        session.add(Apart(first_id=ids["m01"], second_id=ids["m02"]))
    problem = office.problem()
    one = problem.member_of["m01"]
    assert (one.max_terms, one.max_km, one.lat) == (2, 9.5, 32.1)
    assert one.dislikes.villages == {"v02"}
    assert one.dislikes.weeks == {1}
    assert one.recused == {"v03"}
    assert problem.apart == (("m01", "m02"),)


def test_a_village_brings_its_closed_weeks_and_its_wants(office, change):
    change("v01", closed_weeks=["2026-W04"], wants={"*": ["law"], "2026-W03": ["roads"]})
    problem = office.problem()
    assert problem.village_of["v01"].closed == {1}
    assert problem.village_of["v01"].wants[0] == {"law", "roads"}
    assert problem.village_of["v01"].wants[1] == {"law"}


def test_what_is_inactive_is_left_out_but_stays_in_the_history(session, office, change):
    office.publish(office.drafted())
    change("m01", active=False)
    change("v03", active=False)
    later = (NEXT + 4).monday
    problem = office.problem(office.plan(later), later)
    assert "m01" not in problem.member_of
    assert "v03" not in problem.place_of
    assert any("m01" in place.last_served for place in problem.villages)
    assert all("m01" not in one.history.partners and "v03" not in one.history.villages for one in problem.members)
    assert Problem.from_json(problem.to_json()) == problem


def test_history_flows_from_the_published_roster_and_from_past_terms(session, office):
    with writing(session):
        for code in ("m10", "m11"):
            row = PastTerm(district_id=office.district.id, week=THIS + -3, place="v01", member=code)
            session.add(row)
    first = office.problem()
    assert first.member_of["m10"].history.last_week == -4
    assert first.member_of["m10"].history.partners == {"m11": 1}
    assert first.village_of["v01"].last_served == {"m10": -4, "m11": -4}
    roster = office.publish(office.drafted())
    plan = office.plan(start=NEXT + 4, baseline_until=None)
    problem = office.problem(plan)
    served = lines(session, roster)
    for one in problem.members:
        weeks = [line.week - plan.start for line in served if line.member == one.id]
        assert one.history.last_week == max(weeks, default=one.history.last_week)
    assert problem.village_of["v01"].last_served["m10"] >= -4 - 4
    assert problem.member_of["m10"].history.villages["v01"] >= 1


def test_the_kept_weeks_are_never_in_the_problem_and_are_copied_into_the_draft(session, office):
    before = office.publish(office.drafted())
    after = office.drafted()
    kept = [line for line in lines(session, after) if line.week < after.start]
    assert after.start == NEXT + 1
    assert kept == [line for line in lines(session, before) if line.week < after.start]
    assert office.problem().baseline == tuple(
        Assignment(line.week - after.start, line.place, line.member)
        for line in lines(session, before)
        if line.week >= after.start
    )


def test_the_published_roster_binds_up_to_and_with_the_week_that_was_chosen(office):
    office.publish(office.drafted())
    problem = office.problem(office.plan(baseline_until=NEXT + 2))
    assert {one.week for one in problem.baseline} == {0, 1}
    assert office.problem(office.plan(baseline_until=None)).baseline is None


def test_owes_counts_the_weeks_that_have_begun(session, office):
    terms = [Assignment(0, "v01", "m01"), Assignment(0, "v01", "m02"), Assignment(2, "v02", "m01")]
    office.publish(office.drafted(terms=terms))
    with writing(session):
        away = member(session, office.district.id, "m03")
        session.add(Leave(member_id=away.id, first_day=NEXT.monday, last_day=NEXT.sunday))
    in_third_week = (NEXT + 2).monday
    problem = office.problem(office.plan(in_third_week), in_third_week)
    owes = {one.id: one.owes for one in problem.members}
    total = 14 * 2 - 1  # two weeks in which anybody served, and one member away in one of them
    assert owes["m01"] == 100 * 3 * 2 // total - 200
    assert owes["m02"] == 100 * 3 * 2 // total - 100
    assert owes["m03"] == 100 * 3 * 1 // total
    assert owes["m04"] == 100 * 3 * 2 // total


def test_a_term_in_a_kept_week_to_come_is_history_but_not_yet_served(office):
    office.publish(office.drafted(terms=[Assignment(0, "v01", "m01")]))
    problem = office.problem()
    assert problem.member_of["m01"].history.last_week == -1
    assert all(one.owes == 0 for one in problem.members)


def test_what_is_owed_stays_within_its_limit(session, office):
    with writing(session):
        for n in range(12):
            week = THIS + -2 * n
            session.add(PastTerm(district_id=office.district.id, week=week, place="v01", member="m01"))
    owes = {one.id: one.owes for one in office.problem().members}
    assert owes["m01"] == -300
    assert owes["m02"] == 100 * 12 * 12 // (14 * 12)


def test_pins_reach_the_problem_and_the_draft(session, office):
    pin = Line(NEXT, "v01", "m01")
    problem = office.problem(pins=[pin])
    assert problem.pinned == (Assignment(0, "v01", "m01"),)
    assert lines_of(problem.pinned, NEXT) == [pin]


def test_capacity_counts_seats_and_the_members_for_them(office):
    found = capacity(office.problem())
    assert found.seats == 28
    assert found.fillable_at_most == 28 - 2  # in every two weeks five leads for six teams
    assert found.weeks[0].free == 14
    assert found.member_weeks == 14 * 2  # four weeks, one of rest after each term


def test_capacity_says_which_weeks_are_short(session, office):
    with writing(session):
        for n in range(3, 15):
            someone = member(session, office.district.id, f"m{n:02}")
            session.add(Leave(member_id=someone.id, first_day=NEXT.monday, last_day=NEXT.monday))
    found = capacity(office.problem())
    assert not found.can_match
    assert [(week.first, week.fillable) for week in found.short] == [(NEXT, 2)]


def test_a_team_without_a_lead_cannot_be_full(session, office):
    with writing(session):
        for row in session.query(Training).filter(Training.course == Course.LEAD):
            session.delete(row)
    assert capacity(office.problem()).weeks[0].fillable == 3 + 1


def test_today_is_what_is_passed_in(office):
    assert office.plan(date(2026, 3, 4)).start.monday == date(2026, 3, 9)
    assert NEXT.monday > TODAY
