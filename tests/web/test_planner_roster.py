"""The planner's roster pages, from the plan to the published version."""

import io
import json
import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import event, select

from rotation import jobs
from rotation.district.leave import Leave
from rotation.district.members import Member
from rotation.district.villages import District, district
from rotation.district.weeks import Week, today
from rotation.jobs import Job, JobProgress, RunnerSign, State
from rotation.roster.rosters import Roster, Status, Term, lines, roster
from rotation.store import now, writing
from tests.web.conftest import PASSWORD, site_in
from tests.web.drafting import furnish, make_draft
from web import create_app
from web.accounts.users import add_user
from web.extensions import db

ROSTERS = "/planner/rosters"
START = Week.of(today()) + 1
PAGES = [
    "",
    "/grid",
    "/grid?past=1",
    f"/weeks/{START}",
    "/vacancies",
    "/fairness",
    "/costs",
    "/costs?kind=travel",
    "/history",
    "/members/m001",
    "/places/v01",
    "/places/z1",
    f"/seats/{START}/v01",
]
DRAFT_PAGES = ["/publish", "/delete", "/update"]


@pytest.fixture(scope="session")
def instance_template(instance_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The instance of all web tests, with a furnished district, two drafts of one plan, and a neighbour's draft."""
    folder = tmp_path_factory.mktemp("drafted") / "instance"
    shutil.copytree(instance_template, folder)
    made = create_app(site_in(folder))
    settings = made.extensions["settings"]
    with made.app_context():
        with writing(db.session()) as session:
            home = district(session, "qixia")
            furnish(session, home)
            for turn in (0, 5):
                make_draft(session, home, settings, turn=turn, title=f"turn {turn}")
            there = District(code="xuanwu", name="玄武区", name_en="Xuanwu")
            session.add(there)
            session.flush()
            furnish(session, there, prefix="x")
            for _ in range(3):
                make_draft(session, there, settings)
            add_user(session, "neighbour", PASSWORD, district=there, name="Planner Wu")
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture
def inside(app):
    """A way to look at or change what the site has stored: a unit of work at each call."""

    def work(do):
        with app.app_context():
            with writing(db.session()) as session:
                found = do(session)
            db.session.remove()
        return found

    return work


@pytest.fixture
def team(inside):
    """The codes of the members who serve in v01 in the first planned week of draft 1."""
    return inside(
        lambda session: [
            line.member for line in lines(session, home_roster(session, 1)) if (line.week, line.place) == (START, "v01")
        ]
    )


def home_roster(session, number) -> Roster:
    return roster(session, district(session, "qixia").id, number)


def edits_on(page: str) -> str:
    return re.search(r'name="edits" value="(\d+)"', page)[1]


def publish(planner, number, **more):
    page = planner.get(f"{ROSTERS}/{number}/publish").text
    seen = re.search(r'name="seen"[^>]*value="(\w*)"', page)[1]
    return planner.post(f"{ROSTERS}/{number}/publish", data={"edits": edits_on(page), "seen": seen, "note": "", **more})


def test_every_page_of_a_draft_opens_without_style_or_script_in_it(planner):
    for page in [*PAGES, *DRAFT_PAGES]:
        answer = planner.get(f"{ROSTERS}/1{page}")
        assert answer.status_code == 200, page
        assert not re.search(r" style=|<style|<script(?! type=\"module\" src=)| on\w+=", answer.text), page


def test_every_page_of_a_published_roster_opens(planner):
    assert publish(planner, 1).status_code == 303
    for page in PAGES:
        assert planner.get(f"{ROSTERS}/1{page}").status_code == 200, page


def test_the_pages_speak_chinese_too(planner):
    planner.set_cookie("lang", "zh_Hans")
    assert all(planner.get(f"{ROSTERS}/1{page}").status_code == 200 for page in [*PAGES, *DRAFT_PAGES])


def test_a_neighbouring_districts_rosters_are_not_there(planner):
    assert all(planner.get(f"{ROSTERS}/3{page}").status_code == 404 for page in [*PAGES, *DRAFT_PAGES])
    for deed in ("publish", "delete", "update", "again"):
        assert planner.post(f"{ROSTERS}/3/{deed}", data={"edits": "0", "seen": ""}).status_code == 404
    assert planner.get(f"{ROSTERS}/1/members/xm001").status_code == 404
    assert planner.get(f"{ROSTERS}/1/places/xv01").status_code == 404


def test_nobody_sees_a_draft_without_a_login(client):
    answer = client.get(f"{ROSTERS}/1")
    assert answer.status_code == 302
    assert "/login" in answer.location


def test_numbers_and_weeks_that_cannot_be_are_answered_in_words(planner):
    wrong = {
        f"{ROSTERS}/99999": 404,
        f"{ROSTERS}/{10**30}": 404,
        f"{ROSTERS}/1/weeks/2026-W99": 400,
        f"{ROSTERS}/1/weeks/1999-W01": 404,
        f"{ROSTERS}/1/grid?zone=nowhere": 404,
        f"{ROSTERS}/1/seats/{START}/nowhere": 404,
        f"{ROSTERS}/1/change": 400,
        f"{ROSTERS}/1/change?do=fly&week={START}&place=v01&member=m001": 400,
        f"{ROSTERS}/compare?n=1&n=x": 400,
        f"{ROSTERS}/compare?n=1&n=99": 404,
        f"{ROSTERS}/jobs/99": 404,
    }
    assert {url: planner.get(url).status_code for url in wrong} == wrong


def test_the_list_says_what_to_do_next(planner):
    assert "There is a draft and nothing published yet" in planner.get(ROSTERS).text
    publish(planner, 1, note="the first")
    page = planner.get(ROSTERS).text
    assert "Published until" in page
    assert "the first" in page


def test_a_plan_is_judged_before_it_is_solved_and_pressing_twice_makes_one_job(planner, inside):
    page = planner.get(f"{ROSTERS}/plan").text
    plan = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', page))
    start = re.search(r'<option value="([^"]*)" selected', page)[1]
    plan |= {"start": start, "baseline_until": "", "title": "winter", "weeks": "4"}
    check = planner.get(f"{ROSTERS}/plan/check", query_string=plan)
    assert check.status_code == 200
    assert "By these numbers every seat can be filled." in check.text
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


def make_job(session, state, **more) -> int:
    job = Job(kind="solve", scope="qixia", key="k", by="planner", seconds=60, question="{}", state=state, **more)
    session.add(job)
    session.flush()
    zero = dict.fromkeys(("vacancies", "changes", "unfairness", "wishes"), 0)
    for seconds, wishes in ((0.5, None), (1.0, 900), (7.0, 400)):
        costs = None if wishes is None else zero | {"wishes": wishes}
        session.add(JobProgress(job_id=job.id, seconds=seconds, costs=costs, bounds=zero | {"wishes": 300}))
    return job.id


def test_a_running_job_shows_its_costs_its_gap_and_its_curve(planner, inside):
    number = inside(lambda session: make_job(session, State.RUNNING, started_at=now()))
    page = planner.get(f"{ROSTERS}/jobs/{number}").text
    assert "The solver is at work." in page
    assert "at most 25.0 % could still be gained" in page
    assert page.count("<svg") == 1
    part = planner.get(f"{ROSTERS}/jobs/{number}/progress", headers={"Accept": "application/json"}).json
    assert part["stage"] == "running"
    assert "900 / 300" in part["html"]


def test_a_job_is_stopped_and_keeps_its_best(planner, inside):
    number = inside(lambda session: make_job(session, State.RUNNING, started_at=now(), answer="{}"))
    assert planner.post(f"{ROSTERS}/jobs/{number}/stop").status_code == 303
    page = planner.get(f"{ROSTERS}/jobs/{number}").text
    assert "the best roster so far is being kept" in page
    assert "Stop and keep" not in page


def test_jobs_wait_in_order_and_say_how_they_ended(planner, inside):
    inside(lambda session: session.add(RunnerSign(id=1, at=now())))
    first = inside(lambda session: make_job(session, State.RUNNING))
    second = inside(lambda session: add_job(session, "k2", State.QUEUED))
    assert "1 job is before yours." in planner.get(f"{ROSTERS}/jobs/{second}").text
    failed = inside(
        lambda session: add_job(
            session, "k3", State.FAILED, error={"template": "Out of %(what)s.", "values": {"what": "paper"}}
        )
    )
    assert "Out of paper." in planner.get(f"{ROSTERS}/jobs/{failed}").text
    done = inside(lambda session: add_job(session, "k4", State.DONE, result={"roster": 1}))
    assert f'href="{ROSTERS}/1"' in planner.get(f"{ROSTERS}/jobs/{done}").text
    assert f"{ROSTERS}/jobs/{first}" in planner.get(ROSTERS).text


def add_job(session, key, state, **more) -> int:
    job = Job(kind="solve", scope="qixia", key=key, by="planner", seconds=60, question="{}", state=state, **more)
    session.add(job)
    session.flush()
    return job.id


def test_a_neighbours_job_is_not_there(planner, inside):
    number = inside(lambda session: make_job(session, State.QUEUED))
    planner.post("/logout")
    planner.post("/login", data={"username": "neighbour", "password": PASSWORD})
    assert planner.get(f"{ROSTERS}/jobs/{number}").status_code == 404
    assert planner.post(f"{ROSTERS}/jobs/{number}/stop").status_code == 404


def choices(planner, team) -> tuple[list[str], list[str]]:
    page = planner.get(f"{ROSTERS}/1/seats/{START}/v01/choose?out={team[0]}").text
    return re.findall(r"do=put[^\"]*member=(m\d+)", page), re.findall(r"do=exchange[^\"]*member=(m\d+)", page)


def test_who_can_take_a_seat_is_listed_and_who_cannot_with_the_reason(planner, team):
    able, exchangeable = choices(planner, team)
    page = planner.get(f"{ROSTERS}/1/seats/{START}/v01/choose?out={team[0]}").text
    assert able
    assert exchangeable
    assert "serves elsewhere in this week" in page


def test_no_seat_is_offered_where_none_is_empty(planner):
    assert planner.get(f"{ROSTERS}/1/seats/{START}/v01/choose").status_code == 409


def test_a_change_is_shown_with_every_cost_and_then_saved(planner, inside, team):
    able, _ = choices(planner, team)
    asked = {"do": "put", "week": str(START), "place": "v01", "member": able[0], "out": team[0]}
    page = planner.get(f"{ROSTERS}/1/change", query_string=asked).text
    assert "Save this change" in page
    assert "Notices when published" in page
    answer = planner.post(f"{ROSTERS}/1/change", data=asked | {"edits": edits_on(page)})
    assert answer.status_code == 302
    serving = inside(
        lambda session: {line.member for line in lines(session, home_roster(session, 1)) if line.week == START}
    )
    assert able[0] in serving
    assert team[0] not in serving
    assert "Edited by hand" in planner.get(f"{ROSTERS}/1/history").text


def test_a_change_that_breaks_a_rule_is_named_and_cannot_be_saved(planner, team):
    _, busy = choices(planner, team)
    asked = {"do": "put", "week": str(START), "place": "v01", "member": busy[0], "out": team[0]}
    page = planner.get(f"{ROSTERS}/1/change", query_string=asked).text
    assert "It breaks a rule and cannot be saved" in page
    assert "has two places in the week of" in page
    assert "Save this change" not in page
    answer = planner.post(f"{ROSTERS}/1/change", data=asked | {"edits": "0"})
    assert answer.status_code == 409
    assert "has two places in the week of" in answer.text


def test_two_members_exchange_places(planner, inside, team):
    page = planner.get(f"{ROSTERS}/1/seats/{START}/v01/choose?out={team[0]}").text
    asked = dict(
        re.findall(r"(\w+)=([\w-]+)", re.search(r'change\?(do=exchange[^"]*)"', page)[1].replace("&amp;", "&"))
    )
    shown = planner.get(f"{ROSTERS}/1/change", query_string=asked)
    assert "exchange places" in shown.text
    assert planner.post(f"{ROSTERS}/1/change", data=asked | {"edits": "0"}).status_code == 302
    places = inside(
        lambda session: {
            line.member: line.place for line in lines(session, home_roster(session, 1)) if line.week == START
        }
    )
    assert places[team[0]] == asked["there"]
    assert places[asked["member"]] == "v01"


def test_a_seat_left_empty_says_why_and_can_be_filled_again(planner, team):
    asked = {"do": "clear", "week": str(START), "place": "v01", "member": team[0]}
    assert "becomes empty" in planner.get(f"{ROSTERS}/1/change", query_string=asked).text
    planner.post(f"{ROSTERS}/1/change", data=asked | {"edits": "0"})
    page = planner.get(f"{ROSTERS}/1/seats/{START}/v01").text
    assert "1 seat empty" in page
    assert "could serve if you put them here by hand" in page
    assert "1 seat empty" in planner.get(f"{ROSTERS}/1/weeks/{START}").text
    assert "Village 1" in planner.get(f"{ROSTERS}/1/vacancies").text
    assert "takes an empty seat" in planner.get(f"{ROSTERS}/1/change", query_string=asked | {"do": "put"}).text


def test_the_second_of_two_tabs_is_told_that_the_draft_has_changed(planner, team):
    asked = {"do": "clear", "week": str(START), "place": "v01", "edits": "0"}
    assert planner.post(f"{ROSTERS}/1/change", data=asked | {"member": team[0]}).status_code == 302
    answer = planner.post(f"{ROSTERS}/1/change", data=asked | {"member": team[1]})
    assert answer.status_code == 409
    assert "Somebody has changed roster 1 meanwhile" in answer.text


@pytest.mark.parametrize("edits", ["", "-1", "x", "9" * 40])
def test_a_form_without_its_count_of_edits_is_refused(planner, edits):
    data = {"do": "clear", "week": str(START), "place": "v01", "member": "m001", "edits": edits}
    assert planner.post(f"{ROSTERS}/1/change", data=data).status_code == 400


def pinned(session) -> set[str]:
    found = session.scalars(select(Term).where(Term.roster_id == home_roster(session, 1).id, Term.pinned))
    return {term.member for term in found if term.week == START}


def test_seats_and_weeks_are_pinned_and_unpinned(planner, inside, team):
    one = {"week": str(START), "place": "v01", "member": team[0]}
    assert planner.post(f"{ROSTERS}/1/pins", data=one | {"pinned": "1", "edits": "0"}).status_code == 302
    assert inside(pinned) == {team[0]}
    assert "Unpin" in planner.get(f"{ROSTERS}/1/seats/{START}/v01").text
    planner.post(f"{ROSTERS}/1/pins", data=one | {"pinned": "0", "edits": "1"})
    assert inside(pinned) == set()
    planner.post(f"{ROSTERS}/1/pins", data={"week": str(START), "pinned": "1", "edits": "2"})
    assert len(inside(pinned)) == 7
    assert "★" in planner.get(f"{ROSTERS}/1/grid").text


def test_solving_again_round_the_pins_is_a_job_of_its_own(planner, inside, team):
    planner.post(f"{ROSTERS}/1/pins", data={"week": str(START), "pinned": "1", "edits": "0"})
    answer = planner.post(f"{ROSTERS}/1/again")
    assert answer.status_code == 303
    question = inside(lambda session: json.loads(jobs.latest(session, "qixia")[0].question))
    assert len(json.loads(question["problem"])["pinned"]) == 7


def test_publishing_says_how_many_notices_and_freezes_the_roster(planner, inside, team):
    assert re.search(r"\d+ notices to members", planner.get(f"{ROSTERS}/1/publish").text)
    assert publish(planner, 1, note="agreed").status_code == 303
    assert inside(lambda session: home_roster(session, 1).status) is Status.PUBLISHED
    data = {"do": "clear", "week": str(START), "place": "v01", "member": team[0], "edits": "0"}
    assert planner.post(f"{ROSTERS}/1/change", data=data).status_code == 409
    assert planner.get(f"{ROSTERS}/1/change", query_string=data).status_code == 409
    assert planner.post(f"{ROSTERS}/1/pins", data=data | {"pinned": "1"}).status_code == 409
    assert planner.get(f"{ROSTERS}/1/publish").status_code == 409
    assert planner.get(f"{ROSTERS}/1/delete").status_code == 409
    assert planner.post(f"{ROSTERS}/1/delete").status_code == 409
    assert planner.post(f"{ROSTERS}/1/again").status_code == 409
    assert "never edited" in planner.get(f"{ROSTERS}/1/seats/{START}/v01").text


def test_warnings_must_be_ticked_and_nothing_typed_is_lost(planner, inside, team):
    def take_leave(session):
        member = session.scalar(select(Member).where(Member.code == team[0]))
        session.add(Leave(member_id=member.id, first_day=START.monday, last_day=START.sunday))

    inside(take_leave)
    answer = publish(planner, 1, note="in a hurry")
    assert answer.status_code == 200
    assert "Read the warnings and tick the box" in answer.text
    assert "in a hurry" in answer.text
    assert "is away in the week of" in answer.text
    assert publish(planner, 1, acknowledged="y").status_code == 303


def test_a_warning_that_came_after_the_page_is_shown_before_anything_is_published(planner, inside, team):
    page = planner.get(f"{ROSTERS}/1/publish").text

    def leave_for_good(session):
        member = session.scalar(select(Member).where(Member.code == team[0]))
        member.active = False

    inside(leave_for_good)
    data = {"edits": edits_on(page), "seen": "", "note": "agreed", "acknowledged": "y"}
    answer = planner.post(f"{ROSTERS}/1/publish", data=data)
    assert answer.status_code == 200
    assert "There are warnings about roster 1" in answer.text
    assert "checked" not in answer.text
    assert "agreed" in answer.text
    assert inside(lambda session: home_roster(session, 1).status) is Status.DRAFT


def test_a_draft_that_was_overtaken_is_brought_up_to_date(planner, inside):
    publish(planner, 1, note="meanwhile")
    assert "Another version has been published" in planner.get(f"{ROSTERS}/2").text
    assert "Bring up to date" in planner.get(f"{ROSTERS}/2/publish").text
    assert planner.post(f"{ROSTERS}/2/publish", data={"edits": "0", "seen": ""}).status_code in {200, 409}
    assert inside(lambda session: home_roster(session, 2).status) is Status.DRAFT
    assert "meanwhile" in planner.get(f"{ROSTERS}/2/update").text
    answer = planner.post(f"{ROSTERS}/2/update")
    assert answer.status_code == 303
    assert answer.location == f"{ROSTERS}/3/history"
    assert "Brought up to date" in planner.get(answer.location).text
    assert publish(planner, 3).status_code == 303
    assert inside(lambda session: home_roster(session, 1).status) is Status.SUPERSEDED


def test_rosters_stand_side_by_side(planner):
    page = planner.get(f"{ROSTERS}/compare?n=1&n=2").text
    assert "turn 0" in page
    assert "turn 5" in page
    assert "Who serves differently, week by week" in page
    member = re.search(r'<option value="(m\d+)"', page)[1]
    assert planner.get(f"{ROSTERS}/compare?n=1&n=2&member={member}").status_code == 200
    assert "Tick two or more" in planner.get(f"{ROSTERS}/compare?n=1").text
    assert "Nobody: in the weeks" not in page


def test_a_draft_is_deleted_after_one_question(planner):
    assert "cannot be brought back" in planner.get(f"{ROSTERS}/2/delete").text
    assert planner.post(f"{ROSTERS}/2/delete").status_code == 302
    assert planner.get(f"{ROSTERS}/2").status_code == 404


def test_both_files_of_the_solver_are_downloaded(planner):
    problem = planner.get(f"{ROSTERS}/1/problem.json")
    answer = planner.get(f"{ROSTERS}/1/roster.json")
    assert problem.json["format"] == "one-week-secretary/problem@1"
    assert answer.json["format"] == "one-week-secretary/roster@1"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_a_roster_is_downloaded_as_a_spreadsheet(planner, team):
    answer = planner.get(f"{ROSTERS}/1/roster.xlsx")
    grid, listed = load_workbook(io.BytesIO(answer.data)).worksheets
    assert grid["A2"].value == str(START)
    assert team[0] in {row[4].value for row in listed}


def test_names_cannot_bring_markup_into_a_page(planner, inside, team):
    def rename(session):
        session.scalar(select(Member).where(Member.code == team[0])).name = "<b>王</b>"

    inside(rename)
    for page in ("/grid", f"/seats/{START}/v01", f"/members/{team[0]}", "/fairness", "/costs"):
        assert "<b>王" not in planner.get(f"{ROSTERS}/1{page}").text


def test_the_grid_asks_the_database_as_often_for_many_weeks_as_for_few(app, planner, inside):
    inside(lambda session: make_draft(session, district(session, "qixia"), app.extensions["settings"], weeks=40))
    counts = [queries(app, planner, f"{ROSTERS}/{number}/grid") for number in (1, 3)]
    assert counts[0] == counts[1]


def queries(app, planner, url) -> int:
    asked = []
    with app.app_context():
        engine = db.engine
    listen = lambda *_: asked.append(1)  # noqa: E731 - one name to add and remove
    event.listen(engine, "before_cursor_execute", listen)
    planner.get(url)
    event.remove(engine, "before_cursor_execute", listen)
    return len(asked)
