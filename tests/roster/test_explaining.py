"""Why a roster is as it is: jobs that find it out, and what they say in words."""

import json

import pytest
from sqlalchemy import delete, select

from rotation.district.leave import Leave
from rotation.district.members import Member, member
from rotation.district.training import Training
from rotation.errors import NotFound
from rotation.jobs import State, cancel
from rotation.roster.costs import where_they_sit
from rotation.roster.editing import Editor, clear, save
from rotation.roster.empty_seats import Kinds, empty_seats
from rotation.roster.explained import FACTS, REFUSED, WAYS, facts_in_words, way_in_words
from rotation.roster.explaining import (
    KIND,
    about_rules,
    about_seat,
    answer_of,
    asked_before,
    enqueue,
    explain_handler,
)
from rotation.roster.facts import facts as facts_of
from rotation.roster.files import problem_of_roster
from rotation.roster.instead import instead
from rotation.roster.rosters import lines
from rotation.roster.words import Words
from rotation.runner import Runner
from rotation.store import writing
from solver import without_rule
from solver.openings.eligibility import COULD_SERVE, SENTENCES
from solver.reasons.facts import SENTENCES as FACT_SENTENCES
from solver.reasons.ways import SENTENCES as WAY_SENTENCES
from tests.roster.conftest import NEXT, TODAY


@pytest.fixture
def ask(session, engine, office):
    """Ask a question and run what waits; the job."""

    def work(question, *, stopped=False):
        with writing(session):
            job = enqueue(session, office.district, question, by="planner")
            if stopped:
                job.attempt = 1
                cancel(session, job, "planner")
        assert Runner(engine, {KIND: explain_handler}, 30).run_one()
        session.expire_all()
        return job

    return work


@pytest.fixture
def leave(session, people):
    """Both members who can only serve in zones are away in the week after the next."""
    with writing(session):
        for member in session.scalars(select(Member).where(Member.code.in_(people[-2:]))):
            session.add(Leave(member_id=member.id, first_day=(NEXT + 1).monday, last_day=(NEXT + 1).sunday))


@pytest.fixture
def troubleshooters_away(office, leave):
    """A roster in whose second week they are away."""
    return office.drafted()


@pytest.fixture
def week_of_leave(office, leave):
    """A roster of that week alone: so small that its best is proven long before its seconds are over."""
    return office.drafted(office.plan(start=NEXT + 1, weeks=1, seconds=30))


def test_every_kind_has_its_words():
    assert FACTS.keys() == FACT_SENTENCES.keys()
    assert WAYS.keys() == WAY_SENTENCES.keys()
    assert REFUSED.keys() == SENTENCES.keys() - {COULD_SERVE}


def test_an_empty_seat_is_explained_with_names_and_days(session, office, troubleshooters_away, ask):
    question = about_seat(session, troubleshooters_away, NEXT + 1, "z1")
    job = ask(question)
    assert job.state is State.DONE, job.error
    answer = answer_of(job)
    assert not answer["avoidable"]
    assert answer["minimal"]
    words = Words.of(session, office.district.id, troubleshooters_away.start)
    problem = problem_of_roster(troubleshooters_away)
    facts = [str(point.sentence) for point in facts_in_words(answer["facts"], problem, words)]
    assert "away in the week of Mon 19 January: 队员13, 队员14" in facts
    assert "members who are not meant to be troubleshooters: 12" in facts
    known = facts_of(session, office.district.id)
    ways = [str(way_in_words(way, words, known)) for way in answer["ways"]]
    assert any("came back from leave" in way or "went on leave" in way or "in the middle" in way for way in ways)
    assert asked_before(session, office.district, question) == job


def test_many_people_are_counted_and_named_apart(session, office, troubleshooters_away):
    words = Words.of(session, office.district.id, NEXT)
    facts = [{"kind": "away", "member": f"m{n:02}", "week": 0, "place": "", "other": ""} for n in range(1, 15)]
    (point,) = facts_in_words(facts, problem_of_roster(troubleshooters_away), words)
    assert str(point.sentence) == "away in the week of Mon 12 January: 14 members"
    assert len(point.names) == 14


def test_an_edit_makes_it_another_question(session, office, troubleshooters_away):
    before = about_seat(session, troubleshooters_away, NEXT + 1, "z1")
    line = next(line for line in lines(session, troubleshooters_away) if line.place == "v01")
    with writing(session):
        editor = Editor("planner", TODAY, troubleshooters_away.edits)
        change = clear(line.week, line.place, line.member)
        save(session, office.district, troubleshooters_away.number, change, office.settings, editor)
    assert about_seat(session, troubleshooters_away, NEXT + 1, "z1").key != before.key


@pytest.mark.parametrize(("week", "place"), [(NEXT + 1, "nowhere"), (NEXT + 99, "v01"), (NEXT, "z2")])
def test_no_seat_is_explained_that_is_not_there(session, troubleshooters_away, week, place):
    with pytest.raises(NotFound):
        about_seat(session, troubleshooters_away, week, place)


def test_what_each_rule_costs_is_found_rule_by_rule(session, week_of_leave, ask):
    job = ask(about_rules(session, week_of_leave))
    assert job.state is State.DONE, job.error
    answer = answer_of(job)
    problem = problem_of_roster(week_of_leave)
    assert len(answer["rules"]) == answer["of"]
    assert {one["rule"] for one in answer["rules"]} == {
        rule
        for rule in ("rest_between_terms", "only_their_role", "a_lead_in_every_team")
        if without_rule(problem, rule) != problem
    }
    assert {one["rule"]: one["saved"]["vacancies"] for one in answer["rules"] if one["saved"]["vacancies"]} == {
        "only_their_role": 1
    }
    assert all("vacancies" in one["proven"] for one in answer["rules"])


def test_a_question_that_was_stopped_before_it_was_begun_keeps_nothing(session, troubleshooters_away, ask):
    job = ask(about_rules(session, troubleshooters_away), stopped=True)
    assert job.state is State.CANCELLED
    assert answer_of(job) == {}


def test_a_question_that_is_taken_up_again_keeps_what_is_known(session, engine, office, troubleshooters_away):
    with writing(session):
        job = enqueue(session, office.district, about_rules(session, troubleshooters_away), by="planner")
        job.attempt, job.answer = 1, json.dumps({"rules": [], "of": 3})
        cancel(session, job, "planner")
    assert Runner(engine, {KIND: explain_handler}, 30).run_one()
    session.expire_all()
    assert job.state is State.DONE
    assert answer_of(job) == {"rules": [], "of": 3}


def test_a_term_is_held_against_all_who_could_have_had_it(session, office, troubleshooters_away):
    roster = troubleshooters_away
    team = [line for line in lines(session, roster) if (line.week, line.place) == (NEXT, "v01")]
    found = instead(session, office.district, roster, NEXT, team[0].member)
    everybody = [*(one.member for one in found.choices), *(one.member for one in found.trades)]
    everybody += [member for _, members in found.refusals for member in members]
    assert sorted(everybody) == sorted({f"m{n:02}" for n in range(1, 15)} - {team[0].member})
    assert found.choices == tuple(sorted(found.choices, key=lambda one: one.costs))
    assert all(one.place not in (None, "v01") for one in found.trades)
    assert found.verdict in {"best", "as_good", "beaten"}
    said = [str(reason) for reason, _ in found.refusals]
    assert "does not have the role that this seat needs" in said


def test_a_term_that_is_not_there_has_no_reason(session, office, troubleshooters_away):
    with pytest.raises(NotFound):
        instead(session, office.district, troubleshooters_away, NEXT + -1, "m01")
    with pytest.raises(NotFound):
        instead(session, office.district, troubleshooters_away, NEXT, "nobody")


def test_empty_seats_are_told_by_week_and_kind(session, office, troubleshooters_away):
    weeks = empty_seats(session, office.district, troubleshooters_away)
    assert sum(week.kinds.seats for week in weeks) == troubleshooters_away.costs["vacancies"]
    second = next(week for week in weeks if week.week == NEXT + 1)
    zone = next(one for one in second.places if one.place == "z1")
    assert zone.kinds == Kinds(troubleshooters=1)
    assert any("队员13, 队员14" in str(sentence) for sentence in second.reasons)
    assert not any("away" in str(sentence) for one in second.places for sentence in one.reasons)


def test_who_has_not_been_trained_is_not_said_to_be_on_leave(session, office):
    whose = select(Member.id).where(Member.code == "m13").scalar_subquery()
    with writing(session):
        session.execute(delete(Training).where(Training.member_id == whose))
    made = office.drafted()
    reasons = [str(one) for one in empty_seats(session, office.district, made)[0].reasons]
    assert "basic training not completed before: 1 (队员13)" in reasons
    assert not any("on leave" in one for one in reasons)
    words, known = Words.of(session, office.district.id, made.start), facts_of(session, office.district.id)
    for kind in ("interrupt_leave", "back_earlier"):
        way = {"kind": kind, "values": {"member": "m13", "week": 0}}
        assert "had completed the basic training" in str(way_in_words(way, words, known))
        way["values"]["member"] = "m14"
        assert "leave" in str(way_in_words(way, words, known))


def test_a_team_without_a_lead_lacks_the_lead(session, office):
    made = office.drafted(terms=[])
    kinds = Kinds.sum(week.kinds for week in empty_seats(session, office.district, made))
    assert kinds == Kinds(secretaries=12, leads=12, troubleshooters=4)


def test_a_seat_of_somebody_who_has_left_is_empty(session, office):
    made = office.drafted()
    gone = next(line for line in lines(session, made) if line.place.startswith("v"))
    other = next(line for line in lines(session, made) if line.week > gone.week)
    with writing(session):
        member(session, office.district.id, gone.member).active = False
    change, editor = clear(other.week, other.place, other.member), Editor("planner", TODAY, made.edits)
    with writing(session):
        save(session, office.district, made.number, change, office.settings, editor)
    found = next(one for one in empty_seats(session, office.district, made) if one.week == gone.week)
    assert gone.place in {one.place for one in found.places}


def test_the_costs_of_a_member_are_found_by_name(session, troubleshooters_away):
    where = where_they_sit(session, troubleshooters_away)
    unfair = sum(costs["unfairness"] for costs in where.members.values())
    assert unfair == troubleshooters_away.costs["unfairness"]
