"""The pages of a repair: what cannot stand, what would change, and the draft that comes of it."""

from dataclasses import replace

import pytest

from rotation.district.leave import take_leave
from rotation.district.members import member
from rotation.district.villages import district
from rotation.jobs import Job, State, find
from rotation.roster.planning import lines_of
from rotation.roster.rosters import lines
from rotation.roster.solving import Question
from rotation.roster.standing import what_stands
from solver import Problem, Solution, audit
from tests.web.roster.browsing import ROSTERS, START, home_roster, publish

REPAIR = f"{ROSTERS}/repair"


@pytest.fixture
def ill(planner, inside):
    """The name of a member who has fallen ill for a published week."""
    publish(planner, 1)

    def falls_ill(session):
        code = next(line.member for line in lines(session, home_roster(session, 1)) if line.week == START)
        row = member(session, district(session, "qixia").id, code)
        take_leave(session, row, START.monday, START.sunday, "")
        return row.name

    return inside(falls_ill)


def work_out(inside, number):
    """Answer a job: whatever can stand stays, and the rest is left empty."""

    def answer(session):
        job = session.get_one(Job, number)
        problem = Problem.from_json(Question.read(job.question).problem)
        terms = what_stands(problem, problem.baseline)[0]
        found = audit(problem, terms)
        solution = Solution(tuple(terms), found.costs, replace(found.costs, unfairness=0, wishes=0), found.wishes)
        job.answer, job.state, job.result = solution.to_json(), State.DONE, {"changes": found.costs.changes}
        return lines_of(terms, START)

    return inside(answer)


def asked(planner, **form):
    answer = planner.post(REPAIR, data={"start": str(START), **form})
    assert answer.status_code == 302, answer.text
    return int(answer.location.rsplit("/", 1)[1])


def test_a_repair_is_seen_by_person_village_and_week_before_it_is_a_draft(planner, inside, ill):
    name = ill
    page = planner.get(REPAIR).text
    assert f"{name} is away in the week of" in page
    number = asked(planner)
    assert "Repair of version 1" in planner.get(f"{ROSTERS}/jobs/{number}").text
    assert str(number) in planner.get(ROSTERS).text
    kept = work_out(inside, number)
    assert planner.get(f"{ROSTERS}/jobs/{number}").location == f"{REPAIR}/{number}"
    assert f'href="{ROSTERS}/jobs/{number}"' in planner.get(ROSTERS).text
    page = planner.get(f"{REPAIR}/{number}").text
    assert "1 person must be told." in page
    assert "Proven: no roster that fills as many seats changes less." in page
    assert page.count(f">{name}<") == 3
    assert inside(lambda session: find(session, "qixia", number).result) == {"changes": 1}
    made = planner.post(f"{REPAIR}/{number}")
    draft = int(made.location.rsplit("/", 1)[1])
    assert inside(lambda session: lines(session, home_roster(session, draft))) == kept
    assert planner.post(f"{REPAIR}/{number}").location == made.location
    assert "The draft that was made of it" in planner.get(f"{REPAIR}/{number}").text
    assert f'href="{ROSTERS}/jobs/{number}"' not in planner.get(ROSTERS).text


def test_further_weeks_are_held_and_the_changes_are_worked_out_anew(planner, inside, ill):
    number = asked(planner, start=str(START + 1))
    work_out(inside, number)
    page = planner.get(f"{REPAIR}/{number}").text
    assert "Nothing: every published term can stand." in page
    assert f'<option value="{START + 1}" selected' in page


def test_a_repair_that_another_version_has_overtaken_makes_no_draft(planner, inside, ill):
    number = asked(planner)
    work_out(inside, number)
    planner.post(f"{ROSTERS}/2/update")
    publish(planner, 3, acknowledged="y")
    assert "repair anew" in planner.get(f"{REPAIR}/{number}").text
    assert planner.post(f"{REPAIR}/{number}").status_code == 409


def test_what_cannot_be_repaired_is_said(planner):
    assert planner.get(REPAIR).status_code == 409
    publish(planner, 1)
    page = planner.get(REPAIR).text
    assert "Every term of the coming weeks can stand." in page
    assert planner.post(REPAIR, data={"start": "2001-W01"}).status_code == 200
    assert planner.get(f"{REPAIR}/77").status_code == 404
