"""Planning: what is said before anything is solved."""

import re

from sqlalchemy import select

from rotation import jobs
from rotation.district.leave import Leave
from rotation.district.members import Member
from rotation.jobs import RunnerSign
from rotation.store import now
from tests.web.roster.browsing import ROSTERS, START, publish


def test_a_plan_is_judged_before_it_is_solved_and_pressing_twice_makes_one_job(planner, inside):
    page = planner.get(f"{ROSTERS}/plan").text
    plan = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', page))
    start = re.search(r'<option value="([^"]*)" selected', page)[1]
    plan |= {"start": start, "baseline_until": "", "title": "winter", "weeks": "4"}
    check = planner.get(f"{ROSTERS}/plan/check", query_string=plan)
    assert check.status_code == 200
    assert "By these numbers every seat can be filled." in check.text
    assert (
        planner.get(f"{ROSTERS}/plan/check", query_string=plan | {"endpoint": "x", "_scheme": "x"}).status_code == 200
    )
    urls = {planner.post(f"{ROSTERS}/plan/solve", data=plan).location for _ in range(2)}
    assert len(urls) == 1
    page = urls.pop()
    assert "The solver is not running." in planner.get(page).text
    inside(lambda session: session.add(RunnerSign(id=1, at=now())))
    assert "Your plan is next." in planner.get(page).text
    assert inside(lambda session: [job.title for job in jobs.latest(session, "qixia")]) == ["winter"]


def test_a_plan_that_cannot_be_comes_back_with_what_was_typed(planner):
    asked = {"start": str(START), "weeks": "0", "baseline_until": "", "title": "spring", "seconds": "soon"}
    page = planner.get(f"{ROSTERS}/plan/check", query_string=asked).text
    assert "There is a problem" in page
    assert 'value="soon"' in page
    assert 'value="spring"' in page
    assert planner.post(f"{ROSTERS}/plan/solve", data=asked).status_code == 200


def test_a_baseline_that_ends_before_the_plan_begins_is_refused_and_not_left_out(planner, inside):
    publish(planner, 1)
    fields = re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', planner.get(f"{ROSTERS}/plan").text)
    asked = dict(fields) | {"start": str(START + 3), "weeks": "4", "baseline_until": str(START + 1)}
    page = planner.get(f"{ROSTERS}/plan/check", query_string=asked).text
    assert "This week lies before the first week of the plan" in page
    page = planner.get(f"{ROSTERS}/plan/check", query_string=asked | {"baseline_until": ""}).text
    assert "<h1>Before solving</h1>" in page


def test_a_member_too_few_is_said_week_by_week(planner, inside):
    def send_away(session):
        for member in session.scalars(select(Member).where(Member.code.between("m001", "m010"))):
            session.add(Leave(member_id=member.id, first_day=START.monday, last_day=START.sunday))

    inside(send_away)
    page = planner.get(f"{ROSTERS}/plan").text
    plan = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', page))
    check = planner.get(
        f"{ROSTERS}/plan/check", query_string=plan | {"start": str(START), "baseline_until": "", "weeks": "2"}
    )
    assert "Not every seat can be filled: 1 of 14 stay empty at the least." in check.text
    assert "1 too few" in check.text
