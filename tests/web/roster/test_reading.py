"""Looking at rosters: every page opens, says what is there, and shows nothing of a neighbour."""

import io
import re

from openpyxl import load_workbook
from sqlalchemy import event, select

from rotation.district.members import Member
from rotation.district.villages import district
from tests.conftest import ROOT
from tests.web.roster.browsing import ROSTERS, START, publish
from tests.web.roster.drafting import make_draft
from web.extensions import db

PAGES = [
    "",
    "/grid",
    "/grid?past=1",
    f"/weeks/{START}",
    "/vacancies",
    "/fairness",
    "/costs",
    "/costs?kind=travel",
    "/rules",
    "/where",
    "/where?by=place",
    "/where?by=week",
    "/history",
    "/members/m001",
    "/places/v01",
    "/places/z1",
    f"/seats/{START}/v01",
]
DRAFT_PAGES = ["/publish", "/delete", "/update"]


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
        f"{ROSTERS}/1/weeks/{START + 4}": 404,
        f"{ROSTERS}/1/seats/{START + 4}/v01": 404,
        f"{ROSTERS}/1/grid?zone=nowhere": 404,
        f"{ROSTERS}/1/seats/{START}/nowhere": 404,
        f"{ROSTERS}/1/change": 400,
        f"{ROSTERS}/1/change?do=fly&week={START}&place=v01&member=m001": 400,
        f"{ROSTERS}/compare?n=1&n=x": 400,
        f"{ROSTERS}/compare?n=1&n=99": 404,
        f"{ROSTERS}/jobs/99": 404,
    }
    assert {url: planner.get(url).status_code for url in wrong} == wrong


def test_on_paper_the_grid_lies_across_with_its_heads_on_every_page(planner):
    assert 'href="/static/roster.css' in planner.get(f"{ROSTERS}/1/grid").text
    style = (ROOT / "web/static/roster.css").read_text(encoding="utf-8").split("@page across", 1)[1]
    assert "size: landscape" in style
    assert re.search(r"\.roster-grid thead \{ display: table-header-group; \}", style)
    assert re.search(r"\.roster-grid \.frame[^{]*\{[^}]*overflow: visible", style)


def test_a_draft_is_named_once(planner):
    text = re.sub(r"<[^>]+>|\s+", " ", planner.get(f"{ROSTERS}/1").text.split("<main")[1])
    assert not re.search(r"Draft\s+Draft", text)


def test_the_list_says_what_to_do_next(planner):
    assert "There is a draft and nothing published yet" in planner.get(ROSTERS).text
    publish(planner, 1, note="the first")
    page = planner.get(ROSTERS).text
    assert "Published until" in page
    assert "the first" in page


def test_rosters_stand_side_by_side(planner):
    page = planner.get(f"{ROSTERS}/compare?n=1&n=2").text
    assert "turn 0" in page
    assert "turn 5" in page
    assert "Who serves differently, week by week" in page
    member = re.search(r'<option value="(m\d+)"', page)[1]
    assert planner.get(f"{ROSTERS}/compare?n=1&n=2&member={member}").status_code == 200
    assert "Tick two or more" in planner.get(f"{ROSTERS}/compare?n=1").text
    assert "Nobody: in the weeks" not in page


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
