"""A member falls ill: what is published is replanned with the fewest notices, seen first, and then a draft."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import event

from rotation.district.leave import take_leave
from rotation.district.members import member
from rotation.errors import Conflict, NotFound
from rotation.jobs import Job, State
from rotation.roster import repairing
from rotation.roster.planning import lines_of
from rotation.roster.repairing import KIND, make_draft, repair, repair_handler
from rotation.roster.rosters import lines, published, roster, rosters
from rotation.roster.solving import enqueue_plan
from rotation.roster.standing import what_stands
from rotation.runner import Runner
from rotation.store import writing
from solver import Assignment, Costs, Problem, Solution, audit
from tests.roster.conftest import NEXT, TODAY


@pytest.fixture
def sick(session, district, office):
    """A published roster; whoever has the first term in v01 falls ill for two weeks."""
    in_force = office.publish(office.drafted())
    term = next(line for line in lines(session, in_force) if line.place == "v01")
    with writing(session):
        row = member(session, district.id, term.member)
        take_leave(session, row, term.week.monday, (term.week + 1).sunday, "")
    return term


@pytest.fixture
def ask(session, district, office):
    """Ask for a repair from a week on."""

    def do(first=NEXT):
        plan = repairing.repair_plan(session, district, first)
        with writing(session):
            return repairing.enqueue_repair(session, district, plan, office.settings, by="planner", today=TODAY)

    return do


@pytest.fixture
def mend(session, district, sick, ask):
    """A repair that has been worked out, without the solver: the first who may takes the seat."""

    def do(first=NEXT):
        job = ask(first)
        problem = Problem.from_json(json.loads(job.question)["problem"])
        standing = what_stands(problem, problem.baseline)[0]
        seat = Assignment(sick.week - first, sick.place, "")
        ways = ([*standing, replace(seat, member=one.id)] for one in problem.members if seat.week >= 0)
        terms = next((way for way in ways if not audit(problem, way).broken), standing)
        found = audit(problem, terms)
        bounds = Costs(changes=found.costs.changes)
        with writing(session):
            job = session.get_one(Job, job.id)
            job.answer = Solution(tuple(terms), found.costs, bounds, found.wishes).to_json()
            job.state, job.result = State.DONE, {"changes": found.costs.changes}
        return repair(session, district, job.id, today=TODAY)

    return do


def test_a_repair_is_worked_out_by_the_solver_and_no_draft_is_made(session, engine, district, sick, ask, monkeypatch):
    monkeypatch.setattr(repairing, "LEAST_SECONDS", 1)
    job = ask()
    assert Runner(engine, {KIND: repair_handler}, 30).run_one()
    session.refresh(job)
    assert job.state is State.DONE, job.error
    found = repair(session, district, job.id, today=TODAY)
    assert sick not in lines_of(found.found.solution.assignments, NEXT)
    assert len(found.notices) == found.found.solution.costs.changes >= found.found.solution.bounds.changes
    assert [one.number for one in rosters(session, district.id)] == [1]


def test_what_would_change_is_told_by_person_by_village_and_by_week(sick, mend):
    found = mend()
    assert found.is_proven
    assert found.is_current
    assert found.people == len(found.notices) == 2
    assert {one.member: one.after for one in found.notices}[sick.member] is None
    change = found.team_changes[0]
    assert (change.week, change.place, change.gone) == (sick.week, sick.place, (sick.member,))
    assert len(change.come) == 1
    assert list(found.by_place) == [sick.place]
    assert list(found.by_week) == [sick.week]


def test_a_draft_is_made_of_it_once_and_is_what_was_shown(session, district, office, sick, mend):
    found = mend()
    with writing(session):
        numbers = {make_draft(session, district, found.job.id, today=TODAY) for _ in range(2)}
    made = roster(session, district.id, *numbers)
    before, after = (set(lines(session, one)) for one in (published(session, district.id), made))
    assert before - after == {sick}
    assert after - before == {replace(sick, member=found.team_changes[0].come[0])}
    assert office.publish(made).version == 2
    with pytest.raises(Conflict, match="anew"), writing(session):
        make_draft(session, district, mend_stale(session, found), today=TODAY)


def mend_stale(session, found):
    """The same repair, as if no draft had been made of it."""
    found.job.result = {"changes": 2}
    session.flush()
    return found.job.id


def test_the_same_repair_is_one_job_whoever_asks_and_in_whatever_language(session, district, office, sick):
    jobs = set()
    for by, title in (("zhou", "修补第1版"), ("li", "Repair of version 1")):
        plan = repairing.repair_plan(session, district, NEXT, title=title)
        with writing(session):
            jobs.add(repairing.enqueue_repair(session, district, plan, office.settings, by=by, today=TODAY).id)
    assert len(jobs) == 1


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_what_is_in_force_is_read_when_nobody_can_publish_any_more(session, district, engine, office, sick):
    """Else the baseline could be of one version, and the draft be made of another."""
    said = []
    repaired, planned = repairing.repair_plan(session, district, NEXT), office.plan(start=NEXT)

    @event.listens_for(engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, *_rest):
        said.append(statement)

    for asked in (
        lambda: repairing.enqueue_repair(session, district, repaired, office.settings, by="p", today=TODAY),
        lambda: enqueue_plan(session, district, planned, office.settings, by="p", today=TODAY),
    ):
        said.clear()
        with writing(session):
            asked()
        held = next(n for n, one in enumerate(said) if one.endswith("FOR UPDATE") and "FROM district" in one)
        assert not any("FROM roster" in one for one in said[:held])
    event.remove(engine, "before_cursor_execute", note)


def test_weeks_that_are_held_stay_as_they_are(sick, mend):
    assert mend(sick.week + 1).notices == ()


def test_why_terms_fall_is_said_by_name(session, district, office, sick):
    plan = repairing.repair_plan(session, district, NEXT)
    problem = office.problem(plan)
    assert [one.values["member"] for one in repairing.what_falls(session, district, problem)] == ["队员1"]


def test_nothing_can_be_repaired_where_nothing_is_published(session, district, office):
    with pytest.raises(Conflict):
        repairing.repair_plan(session, district, NEXT)
    office.publish(office.drafted())
    with pytest.raises(Conflict):
        repairing.repair_plan(session, district, NEXT + 4)
    with pytest.raises(NotFound):
        repair(session, district, 1, today=TODAY)
