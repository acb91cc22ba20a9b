"""A form that is sent after the login has ended stands there again after the next login, as it was typed."""

import re
from html import unescape

import pytest
from flask import request

from tests.web.conftest import PASSWORD

TYPED = {
    "code": "m7",
    "name": "李 <b>建国</b>",
    "roles": ["team", "troubleshooter"],
    "phone": "",
    "password": "hidden word",
}
NEW = "/planner/new-member"


def kept_in(page: str) -> str:
    return unescape(re.search(r'name="kept" value="([^"]*)"', page)[1])


def fields_of(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<textarea name="([^"]*)" hidden>\n(.*?)</textarea>', page, re.DOTALL):
        found.setdefault(name, []).append(unescape(value))
    found["resumed"] = [unescape(re.search(r'name="resumed" value="([^"]*)"', page)[1])]
    return found


@pytest.fixture
def away(planner):
    """The planner, whose login has ended while a page was open."""
    with planner.session_transaction() as cookie:
        cookie["login"] = ""
    return planner


def log_in(client, kept, password=PASSWORD):
    return client.post("/login", data={"username": "planner", "password": password, "kept": kept})


def test_what_was_typed_stands_there_again_and_nothing_is_saved_by_itself(away):
    ended = away.post(NEW, data=TYPED, headers={"Referer": f"http://localhost{NEW}"})
    assert ended.status_code == 403
    assert "You have been away for too long" in ended.text
    assert "hidden word" not in ended.text
    wrong = log_in(away, kept_in(ended.text), "wrong word")
    back = log_in(away, kept_in(wrong.text))
    fields = fields_of(back.text)
    assert fields["name"] == [TYPED["name"]]
    assert fields["roles"] == TYPED["roles"]
    shown = away.post(NEW, data=fields)
    assert shown.status_code == 200
    assert "Nothing is saved yet" in shown.text
    assert 'value="李 &lt;b&gt;建国&lt;/b&gt;"' in shown.text
    assert len(re.findall(r'name="roles"[^>]* checked', shown.text)) == 2
    assert away.get("/planner/members/m7").status_code == 404
    assert away.post(NEW, data=TYPED).location == "/planner/members/m7"


def test_a_button_is_not_pressed_by_itself_after_the_login(away):
    page = "/planner/members?q=%E6%9D%8E"
    ended = away.post("/planner/members/m7/activate", data={"x": "1"}, headers={"Referer": f"http://localhost{page}"})
    back = log_in(away, kept_in(ended.text))
    assert away.post("/planner/members/m7/activate", data=fields_of(back.text)).location == page


def test_nothing_typed_leads_straight_back_to_the_page(away):
    ended = away.post("/planner/members/m7/activate", headers={"Referer": "http://localhost/planner/members?page=2"})
    assert log_in(away, kept_in(ended.text)).location == "/planner/members?page=2"


def test_a_form_whose_token_has_ended_comes_back_without_another_login(app, planner):
    app.config["WTF_CSRF_ENABLED"] = True
    ended = planner.post(NEW, data=TYPED)
    assert ended.status_code == 400
    token = re.search(r'name="csrf_token" value="([^"]*)"', ended.text)[1]
    shown = planner.post(NEW, data=fields_of(ended.text) | {"csrf_token": token})
    assert 'value="李 &lt;b&gt;建国&lt;/b&gt;"' in shown.text


def test_the_token_after_the_login_is_one_that_counts(app, away):
    app.config["WTF_CSRF_ENABLED"] = True
    ended = away.post(NEW, data=TYPED)
    data = {"username": "planner", "password": PASSWORD, "kept": kept_in(ended.text)}
    again = away.post("/login", data=data)  # without a token, as from a page that was open too long
    token = re.search(r'name="csrf_token" value="([^"]*)"', again.text)[1]
    ended = away.post("/login", data=data | {"kept": kept_in(again.text), "csrf_token": token})
    token = re.search(r'name="csrf_token" value="([^"]*)"', ended.text)[1]
    assert "李" in away.post(NEW, data=fields_of(ended.text) | {"csrf_token": token}).text


@pytest.mark.parametrize(
    "kept",
    ["", "x", "[]", "{}", '{"url": "//evil.example/", "page": "/", "values": []}',
     '{"url": "/", "page": "https://evil.example/", "values": []}', '{"url": "/", "page": "/", "values": [1]}'],
)  # fmt: skip
def test_a_form_that_is_none_or_leads_elsewhere_is_forgotten(away, kept):
    assert log_in(away, kept).location == "/planner/"


def test_a_resumed_form_leads_only_to_pages_of_ours(planner):
    answer = planner.post("/planner/members/m7/activate", data={"resumed": "https://evil.example/"})
    assert answer.location == "/planner/"


def test_a_villager_whose_form_is_too_old_sends_it_once_more_and_needs_no_login(app, client):
    heard = []
    app.add_url_rule("/word", view_func=lambda: heard.append(request.form["word"]) or "heard", methods=["GET", "POST"])
    ended = client.post("/word", data={"word": "村口 <路灯>"}, headers={"Referer": "http://localhost/word"})
    assert ended.status_code == 400
    assert heard == []
    assert 'name="password"' not in ended.text
    typed = re.findall(r'<textarea name="word" hidden>\n(.*?)</textarea>', ended.text, re.DOTALL)
    token = re.search(r'name="csrf_token" value="([^"]*)"', ended.text)[1]
    again = {"word": unescape(typed[0]), "csrf_token": token}
    assert client.post(re.search(r'action="(/word)"', ended.text)[1], data=again).text == "heard"
    assert heard == ["村口 <路灯>"]


def test_a_script_is_told_in_json_that_the_login_has_ended(away):
    assert away.post(NEW, data=TYPED, headers={"Accept": "application/json"}).json["error"]
