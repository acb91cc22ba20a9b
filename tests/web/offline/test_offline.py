"""What the site gives a phone for the time without network: marks, a plan, forms of days to come, and a worker."""

import re

import pytest

from tests.record.field_made import MONDAY
from tests.web.conftest import come_in

AHEAD = {"Offline-Ahead": "1"}
HANDOVER = "/field/villages/v01/weeks/2026-W02/handover"
WRITE = f"/field/villages/v01/diary/{MONDAY}/write"


def test_a_page_says_by_a_mark_whose_it_is(field, team):
    mine, theirs = team.client.get("/mine/"), field.come("m01").client.get("/mine/")
    assert mine.headers["Offline-Login"] in mine.text
    assert mine.headers["Offline-Login"] != theirs.headers["Offline-Login"]
    assert field.app.test_client().get("/login").headers["Offline-Login"] == "none"
    assert come_in(field.app, field.app.test_client(), "planner").get("/me").headers["Offline-Login"] == "none"


def test_the_plan_names_pages_that_are_there(field, team):
    plan = team.client.get("/offline/plan", headers={"Accept": "application/json"})
    assert plan.headers["Cache-Control"] == "no-store"
    assert sum(url.endswith("/write") for url in plan.json["pages"]) == 7
    assert sum(url.endswith("/complaint") for url in plan.json["pages"]) == 7
    for url in plan.json["pages"]:
        answer = team.client.get(url, headers=AHEAD)
        assert answer.headers["Offline-Login"] == plan.json["login"], url
        assert answer.status_code in {200, 404}, url  # the first team of all has no handover to read


def test_the_note_of_the_own_team_and_the_handover_to_it_are_kept(field, team):
    assert f"{HANDOVER}/note" in team.client.get("/offline/plan").json["pages"]
    comes = field.come("m05")
    assert HANDOVER in comes.client.get("/offline/plan").json["pages"], "the team of the coming week reads it before"
    assert not any("/diary/" in url for url in comes.client.get("/offline/plan").json["pages"])
    assert f'href="{HANDOVER}"' in comes.get("/offline/")


def test_what_the_worker_sends_is_answered_in_a_word_and_leaves_no_message(team):
    said = {"words": "写好的一天", "sent_as": "worker", "after": "0"}
    answer = team.client.post(WRITE, data=said, headers={"Offline-Entry": "1", "Accept": "application/json"})
    assert (answer.status_code, answer.data) == (204, b"")
    assert "The day is saved." not in team.get("/mine/")
    refused = team.client.post(WRITE, data={"words": ""}, headers={"Offline-Entry": "1"})
    assert refused.status_code == 200
    assert "Write it down in a sentence." in refused.text


def test_a_refusal_says_its_reason_to_the_worker(field):
    someone = field.come("m08")
    headers = {"Offline-Entry": "1", "Accept": "application/json"}
    answer = someone.client.post(WRITE, data={"words": "不是我的周"}, headers=headers)
    assert answer.status_code == 403
    assert answer.json["advice"]
    team = field.app.test_client().post(WRITE, data={"words": "谁"}, headers=headers)
    assert (team.status_code, "advice" in team.json) == (403, False)


@pytest.mark.parametrize("page", ["no-network", "not-kept"])
def test_the_pages_for_when_nothing_else_is_there_are_nobodys_in_both_languages(client, page):
    english, chinese = client.get(f"/{page}/en"), client.get(f"/{page}/zh_Hans")
    assert 'lang="en"' in english.text
    assert 'lang="zh-Hans"' in chinese.text
    assert "no network" in english.text.lower()
    assert client.get(f"/{page}/fr").status_code == 404


def test_an_official_has_the_form_of_a_finding(field):
    official = field.come("inspector")
    pages = [url for url in official.client.get("/offline/plan").json["pages"] if url.endswith("/finding")]
    assert len(pages) == 4
    assert [official.client.get(url, headers=AHEAD).status_code for url in pages] == [200] * 4


def test_a_day_to_come_has_its_form_ahead_and_takes_nothing(field, team):
    tomorrow = "/field/villages/v01/diary/2026-01-06/write"
    assert team.client.get(tomorrow).status_code == 404
    assert team.client.get(tomorrow, headers=AHEAD).status_code == 200
    assert team.client.post(tomorrow, headers=AHEAD, data={"words": "明天"}).status_code == 404


def test_a_token_comes_with_the_login_that_it_is_for(field, team):
    said = team.client.get("/offline/token").json
    assert said["login"] == team.client.get("/mine/").headers["Offline-Login"]
    assert said["csrf_token"]
    assert field.app.test_client().get("/offline/token", headers={"Accept": "application/json"}).status_code == 403


def test_the_worker_may_see_the_whole_site_and_names_files_that_are_there(client):
    answer = client.get("/service-worker.js")
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.mimetype == "text/javascript"
    files = re.findall(r'"(/static/[^"]+)"', answer.text)
    assert any("offline/worker.js?v=" in file for file in files)
    for file in files:
        with client.get(file) as found:
            assert found.status_code == 200, file


def test_a_day_that_was_changed_elsewhere_is_shown_beside_what_was_written(team):
    team.post(WRITE, words="从另一部手机写的", sent_as="elsewhere", after="0")
    page = team.post(WRITE, words="在这部手机写的", sent_as="here", after="0")
    assert "changed elsewhere" in page
    assert "从另一部手机写的" in page
    assert "在这部手机写的" in page
    after = re.search(r'name="after"[^>]*value="(\d+)"', page)[1]
    assert "The day is saved." in team.post(WRITE, words="两个放在一起", sent_as="both", after=after)


def test_a_day_whose_answer_was_lost_is_sent_again_and_stored_once(team):
    for _time in range(2):
        assert "The day is saved." in team.post(WRITE, words="写一次", sent_as="once", after="0")
    assert "Version 1" not in team.get(f"/field/villages/v01/diary/{MONDAY}")
