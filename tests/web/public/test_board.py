"""A village's page: the board as it was issued, less what was withdrawn; past weeks; who serves now."""

import re

import pytest
from markupsafe import Markup
from sqlalchemy import event

from rotation.board import bulletin
from rotation.record import acts, task_texts
from rotation.record.task_texts import Why
from rotation.record.tasks import Task
from rotation.store import writing
from tests.board import boards_made as made
from tests.board.boards_made import SECOND, issued, name_in_public
from tests.record.life_made import COMMITTEE, NEXT
from tests.web.public.board_site import going_on, lived, lived_template, said
from web.extensions import db

__all__ = ["lived", "lived_template"]


@pytest.fixture
def client(lived):
    """Somebody from the public, reading English."""
    reader = lived.test_client()
    reader.set_cookie("lang", "en")
    return reader


def test_before_the_first_board_the_page_says_so(client):
    page = client.get("/villages/v02").text
    assert "No board has been issued here yet." in page
    assert "Boards of other weeks" not in page
    assert client.get("/villages/v02/bulletin.pdf").status_code == 404


def test_everything_of_the_week_can_be_read(client):
    page = client.get("/villages/v01").text
    for one in (made.TITLE, made.REPORT, made.QUESTION, made.ANSWER, made.PARAGRAPH, made.PROMISED, made.CALL):
        assert one in page
    for one in (made.HELPER, "队员4", "secretary 2", "队员10", "村口大树下"):
        assert one in page
    for one in ("Mon 12 January to Fri 16 January", "Issue 1, Mon 12 January 09:00; roster version 1"):
        assert one in Markup(page).striptags()
    assert "2 helpers" in page  # of whom one is named
    assert page.count("(overdue)") == 1  # the urgent one; the other is due this very day
    assert made.SILENT not in page
    assert 'href="/tasks/260000019"' in page


def test_a_question_that_nobody_answered_in_time_says_so(lived, client):
    with going_on(lived) as life:
        issued(life, 14)
    assert "Answer: by Wed 14 January (overdue)" in Markup(client.get("/villages/v01").text).striptags()


def test_past_boards_are_listed_and_shown_as_they_were(client):
    page = client.get("/villages/v01").text
    assert page.index("week=2026-W03") < page.index("week=2026-W02")
    past = client.get("/villages/v01?week=2026-W02").text
    assert "There are no tasks." in past
    assert "队员9" in past
    assert "Next week" not in past
    assert said(client.get("/villages/v01?week=2026-W03").text) == said(page)


@pytest.mark.parametrize(
    ("asked", "status"),
    [("week=2026-W04", 404), ("week=soon", 400), ("week=2026-W03&issue=2", 404), ("issue=%EF%BC%91", 400)],
)
def test_a_board_that_is_not_there_is_said(client, asked, status):
    assert client.get(f"/villages/v01?{asked}").status_code == status
    assert client.get(f"/villages/v01/bulletin.pdf?{asked}").status_code == status


def test_the_same_stands_in_a_file_for_programs(client):
    page, found = client.get("/villages/v01").text, client.get("/villages/v01/bulletin.json").json
    assert (found["code"], found["week"], found["issue"], found["roster"]) == ("v01", "2026-W03", 1, 1)
    texts = [one for one in strings(found) if re.search(r"[\u4e00-\u9fff]", one)]
    assert {made.TITLE, made.REPORT, made.QUESTION, made.ANSWER, made.PARAGRAPH, made.PROMISED, made.CALL} <= set(texts)
    assert [one for one in texts if one not in page] == ["栖霞区", "钱家村"]  # the page is in English
    assert [one["name"] for one in found["team"]["people"]] == ["队员4", None]
    assert not {"m04", "m06"} & set(strings(found))
    assert client.get("/villages/v01/bulletin.json?week=2026-W02").json["matters"] == []
    assert client.get("/villages/v01/bulletin.json?week=2026-W09").status_code == 404
    assert client.get("/villages/v02/bulletin.json").status_code == 404


def strings(found):
    """Every text in what was read from JSON."""
    if isinstance(found, str):
        return [found]
    inside = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return [text for one in inside for text in strings(one)]


def test_nothing_that_happens_later_changes_a_board(lived, client):
    before = said(client.get("/villages/v01").text)
    with going_on(lived) as life:
        lamp = life.session.get(Task, "260000019")
        with writing(life.session) as session:
            acts.finish(session, lamp, NEXT, "修好了", at=life.at(8))
            entry = task_texts.write(session, lamp, NEXT, title="另一个标题", at=life.at(8))
            task_texts.release(session, lamp, NEXT, [entry.values["title"]], at=life.at(8))
            life.village.name_en, life.village.committee_room = "Elsewhere", "三楼"
        name_in_public(life, "m06")
    page = client.get("/villages/v01").text
    assert said(page) == before
    assert "三楼" in page  # how the committee is reached now stands below the board


def test_what_was_withdrawn_is_said_to_be(lived, client):
    with going_on(lived) as life:
        lamp = life.session.get(Task, "260000019")
        texts = [one.commitment for one in task_texts.public_texts_of(life.session, lamp.number)]
        with writing(life.session) as session:
            task_texts.withdraw(session, lamp, COMMITTEE, texts, why=Why.PRIVATE, at=life.at(8))
        name_in_public(life, "m04", agreed=False)
    page = client.get("/villages/v01").text
    for gone in (made.TITLE, made.REPORT, made.QUESTION, made.ANSWER, made.CALL, "队员4"):
        assert gone not in page
    assert "secretary 1 (withdrawn)" in page
    assert "260000019(withdrawn)" in said(page)
    data = client.get("/villages/v01/bulletin.json")
    assert not {made.TITLE, made.REPORT, made.CALL, "队员4"} & set(strings(data.json))


def test_a_correction_takes_the_place_of_the_first_issue(lived, client):
    with going_on(lived) as life, writing(life.session) as session:
        bulletin.correct(session, life.village, SECOND, COMMITTEE, "组员印错了", life.at(8))
    page = client.get("/villages/v01").text
    assert "Issue 2, Tue 13 January 09:00" in Markup(page).striptags()
    assert "组员印错了" in page
    assert "issue 2" in page
    assert "Issue 1," in client.get("/villages/v01?week=2026-W03&issue=1").text


def test_a_page_is_sent_anew_once_a_board_is_issued(lived, client):
    mark = client.get("/villages/v01").headers["ETag"]
    assert client.get("/villages/v01", headers={"If-None-Match": mark}).status_code == 304
    with going_on(lived) as life:
        issued(life, 14)
    page = client.get("/villages/v01", headers={"If-None-Match": mark})
    assert page.status_code == 200
    assert "Board of Mon 19 January to Sun 25 January" in Markup(page.text).striptags()


def test_a_village_without_a_team_says_who_answers(lived, client):
    with going_on(lived) as life:
        issued(life, 14)
    assert "Nobody serves in this week. o-v01 answers meanwhile." in client.get("/villages/v01").text


def test_a_board_costs_the_same_few_queries_for_many_tasks(lived, client):
    with going_on(lived) as life:
        made.many(life, (f"第{n}件" for n in range(20)), 7, NEXT)
        with writing(life.session) as session:
            bulletin.correct(session, life.village, SECOND, COMMITTEE, "多了", life.at(8))
    asked = []
    with lived.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert "Tasks (22)" in client.get("/villages/v01").text
    assert len([one for one in asked if one.startswith("SELECT")]) <= 16


def test_the_page_speaks_chinese(client):
    client.set_cookie("lang", "zh_Hans")
    page = client.get("/villages/v01").text
    assert "1月12日(周一)" in page
    assert "一周书记2" in page
