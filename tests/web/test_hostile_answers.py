"""What a mean request leaves in no answer: another host, a header, a script, somebody else's login."""

import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from werkzeug.datastructures import Headers

from rotation.district.members import Member
from rotation.district.villages import Village, district
from rotation.store import writing
from tests.web.conftest import PASSWORD, come_in
from tests.web.logging_in import LIMITS, log_in
from web import create_app
from web.accounts.kept import is_ours
from web.accounts.models import LoginRecord, OpenLogin
from web.extensions import db

MEAN = "<script>alert(1)</script>"
RIGHT = {"username": "planner", "password": PASSWORD}


@pytest.fixture
def without_tokens(app):
    app.config["WTF_CSRF_ENABLED"] = False


def test_the_host_that_a_request_names_stands_in_no_answer(app, planner):
    for address in ("/", "/login?next=/me", "/planner", "/planner/cards", "/me/passkeys/new", "/robots.txt"):
        answer = planner.get(address, headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"})
        assert "evil.example" not in answer.text + str(answer.headers)


@pytest.mark.parametrize(
    "url",
    ["//evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example", "\r/evil", "https:evil.example",
     "javascript:alert(1)", " //evil.example", "\0//evil.example", "///evil.example", "data:text/html,x", ""],
)  # fmt: skip
def test_no_address_leads_away(client, without_tokens, url):
    assert not is_ours(url)
    if "\0" not in url:
        assert log_in(client, onward=f"?next={quote(url)}").location == "/planner/"
        assert client.get(f"/login?next={quote(url)}").location == "/planner/"


def test_two_slashes_do_not_lead_away_with_a_choice(client):
    for address in ("//evil.example/?lang=en", "/\\evil.example?lang=en", "/?lang=en&_scheme=javascript&_external=1"):
        there = client.get(address).headers.get("Location", "/")
        assert re.match(r"(http://localhost)?/(?![/\\])", there), there


@pytest.mark.parametrize("said", ["%0d%0aSet-Cookie:%20a=b", "%0aX-Mean:%201", "%0d%0a%0d%0a<html>"])
def test_headers_take_no_line_breaks(client, without_tokens, said):
    addresses = [f"/login?next=/me{said}", f"/?lang=en{said}", f"/districts/qixia{said}/tasks.csv?lang=en{said}"]
    for answer in (
        *map(client.get, addresses),
        client.post(addresses[0], data={"username": "planner", "password": PASSWORD}),
    ):
        assert answer.status_code < 500
        assert "X-Mean" not in answer.headers
        assert not any(cookie.startswith("a=") for cookie in answer.headers.getlist("Set-Cookie"))


def guess(client, who="nobody", **headers):
    data = {"username": who, "password": "wrong word"}
    return client.post("/login", data=data, headers=headers).text


def test_a_forged_address_does_not_begin_the_count_anew(app, client, without_tokens):
    app.extensions["settings"] = replace(app.extensions["settings"], login=LIMITS)
    for number in range(LIMITS.tries):
        guess(client, X_Forwarded_For=f"203.0.113.{number}")
    assert "Wait 15" in guess(client, X_Forwarded_For="203.0.113.99")
    with app.app_context():
        assert {row.origin for row in db.session.query(LoginRecord)} == {"127.0.0.*"}


def test_behind_a_proxy_only_what_the_proxy_says_counts(settings, sqlite_url):
    site = replace(settings.site, trusted_proxies=1)
    app = create_app(replace(settings, site=site, store=replace(settings.store, url=sqlite_url)))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    for said in ("198.51.100.7, 203.0.113.8", "<b>, 203.0.113.9", "203.0.113.10"):
        guess(client, **{"X-Forwarded-For": said})
    with app.app_context():
        assert {row.origin for row in db.session.query(LoginRecord)} == {"203.0.113.*"}
        db.engine.dispose()


def test_a_cookie_that_was_planted_is_not_the_login(app, client, without_tokens):
    client.get("/login")
    client.set_cookie("session", "planted")
    log_in(client)
    assert client.get_cookie("session").value != "planted"
    thief = app.test_client()
    for name, value in (("session", "planted"), ("remember_token", "1|0"), ("session", "eyJfdXNlcl9pZCI6IjEifQ.x.y")):
        thief.set_cookie(name, value)
        assert thief.get("/planner/").status_code == 302
        assert thief.get("/planner/?auth_token=1", headers={"Authentication-Token": "1"}).status_code == 302


def test_a_login_belongs_to_one_browsers_token(app, planner):
    """Whoever knows the key of the cookies alone still needs an open login."""
    thief = app.test_client()
    with planner.session_transaction() as cookie:
        known = {name: value for name, value in cookie.items() if name != "login"}
    with app.app_context():
        stored = db.session.query(OpenLogin).one().token
    for token in (stored, stored[:16], "", None, 1, ["x"], {"a": 1}):
        with thief.session_transaction() as cookie:
            cookie.update(known | {"login": token})
        assert thief.get("/planner/").status_code == 302


def test_names_are_text_wherever_they_stand(app, planner):
    with app.app_context(), writing(db.session()) as session:
        home = district(session, "qixia")
        home.name = home.name_en = f"{MEAN}\r\nX: 1"
        session.add(Village(district_id=home.id, code="v1", name=MEAN, name_en=MEAN, hearing_place=MEAN))
        session.add(Member(district_id=home.id, code="m1", name=MEAN, phone='"><svg onload=x>', home=MEAN))
    addresses = ("/planner/", "/planner/members", "/planner/members/m1", "/planner/villages", "/planner/cards",
                 "/planner/cards/m1", "/", "/districts/qixia", "/districts/qixia/statistics", "/villages/v1/calendar",
                 "/districts/qixia/tasks.atom", "/districts/qixia/data",
                 "/districts/qixia/search?q=" + quote(MEAN))  # fmt: skip
    shown = 0
    for address in addresses:
        answer = planner.get(address)
        assert answer.status_code == 200, address
        assert MEAN not in answer.text, address
        assert "<svg onload" not in answer.text, address
        shown += "&lt;script&gt;alert(1)" in answer.text
    assert shown > len(addresses) / 2


def test_a_calendar_takes_no_lines_from_a_name(app, planner, without_tokens):
    """Line breaks do not come in by a form; what breaks lines elsewhere breaks none in a calendar."""
    evil = "x;,:\\n\u2028BEGIN:VEVENT\u2029UID:mean\x85\\N"
    with app.app_context(), writing(db.session()) as session:
        home = district(session, "qixia").id
        session.add(Village(district_id=home, code="v1", name=evil, name_en=evil, hearing_place=evil))
    body = planner.get("/villages/v1.ics").data
    assert not re.search(rb"^(UID:mean|BEGIN:VEVENT\\)", body, re.MULTILINE)
    assert body.count(b"\n") == body.count(b"\r\n") == body.count(b"\r")
    for name in ("x\r\nBEGIN:VEVENT", "x\nUID:mean", "x\ry"):
        assert "There is a problem" in planner.post("/planner/new-village", data={"code": "v2", "name": name}).text
    with app.app_context():
        assert db.session.query(Village.code).all() == [("v1",)]


def test_pages_that_need_a_login_are_nobody_elses(planner):
    for address in ("/planner/", "/planner/members", "/me", "/planner/cards", "/planner/login-record"):
        answer = planner.get(address)
        assert re.match("private|no-store", answer.headers["Cache-Control"]), address
        assert "Cookie" in answer.headers["Vary"] or "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_a_header_of_any_kind_breaks_nothing(client):
    odd = ("", "x" * 5000, "\xff", "*", ";;;===,,,", "W/", '"', "-1", "9" * 400, "Mon, 99 Foo 2026 99:99:99 GMT")
    names = ("Accept", "Accept-Language", "Cookie", "If-None-Match", "If-Modified-Since", "Referer", "User-Agent",
             "Content-Type", "Authorization", "Origin", "Range", "If-Range")  # fmt: skip
    for name in names:
        for value in odd:
            assert client.get("/", headers=Headers([(name, value)])).status_code in {200, 206, 304, 416}, (name, value)


def test_one_district_knows_nothing_of_anothers_logins(app, planner):
    from rotation.district.villages import District
    from web.accounts.users import add_user

    with app.app_context(), writing(db.session()) as session:
        session.add(other := District(code="other", name="别处"))
        session.flush()
        add_user(session, "theirs", None, district=other)
    for address in ("/planner/logins/theirs", "/planner/logins/nobody"):
        assert planner.get(address).status_code == 404
        for deed in ("off", "on", "password"):
            assert planner.post(f"{address}/{deed}").status_code == 404
    assert come_in(app, app.test_client(), "theirs").get("/planner/").status_code == 200
