"""The second factor, passwords that are good for once, and what each login can do about itself."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from rotation.store import writing
from tests.web.conftest import PASSWORD
from web.accounts import second_factor
from web.accounts.models import LoginRecord
from web.accounts.users import set_password, user
from web.extensions import db


@pytest.fixture(autouse=True)
def no_tokens(app, clock):
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def code(app, clock):
    """The code that the app of `planner` shows now."""

    def shown():
        with app.app_context():
            with writing(db.session()) as session:
                factor = second_factor.started(session, user(session, "planner"))
                found = second_factor.code_at(factor, int(clock.at.timestamp()) // 30)
            db.session.remove()
        return found

    return shown


@pytest.fixture
def protected(planner, clock, code):
    """The planner, who has set up a second factor and logged out; the recovery codes."""
    page = planner.post("/me/second-factor", data={"code": code()}).text
    planner.post("/logout")
    clock.go_on(seconds=30)
    return re.findall(r"<li>(\w{5}-\w{5})</li>", page)


def log_in(client, password=PASSWORD, onward=""):
    return client.post("/login" + onward, data={"username": "planner", "password": password})


def test_the_code_of_rfc_6238_comes_out():
    class Factor:
        user_id, nonce = 1, "x"

    real, second_factor._secret = second_factor._secret, lambda _factor: b"12345678901234567890"
    try:
        assert [second_factor.code_at(Factor, t // 30) for t in (59, 1111111109, 20000000000)] == [
            "287082",
            "081804",
            "353130",
        ]
    finally:
        second_factor._secret = real


def test_with_a_second_factor_the_password_alone_opens_nothing(client, protected, code):
    there = log_in(client, onward="?next=/planner/members")
    assert there.location == "/login/code?next=/planner/members"
    assert client.get("/planner/").status_code == 302
    assert client.post(there.location, data={"code": code()}).location == "/planner/members"
    assert client.get("/planner/members").status_code == 200


def test_a_code_counts_once(app, client, protected, code):
    log_in(client)
    shown = code()
    assert client.post("/login/code", data={"code": shown}).status_code == 302
    other = app.test_client()
    log_in(other)
    assert other.post("/login/code", data={"code": shown}).status_code == 200


def test_a_recovery_code_counts_once(app, client, protected):
    assert len(protected) == 10
    log_in(client)
    assert client.post("/login/code", data={"code": protected[0].upper().replace("-", " ")}).status_code == 302
    other = app.test_client()
    log_in(other)
    assert other.post("/login/code", data={"code": protected[0]}).status_code == 200


def test_new_recovery_codes_want_a_code(client, protected, code, clock):
    log_in(client)
    client.post("/login/code", data={"code": code()})
    clock.go_on(seconds=30)
    for wrong in ("000000", ""):
        page = client.post("/me/recovery-codes", data={"code": wrong}).text
        assert not re.findall(r"<li>(\w{5}-\w{5})</li>", page)
    page = client.post("/me/recovery-codes", data={"code": code()}).text
    assert len(set(re.findall(r"<li>(\w{5}-\w{5})</li>", page)) - set(protected)) == 10


def test_guessing_codes_must_wait(client, protected, code):
    log_in(client)
    wrong = f"{(int(code()) + 1) % 10**6:06d}"
    for _ in range(10):
        client.post("/login/code", data={"code": wrong})
    assert "Wait 15" in client.post("/login/code", data={"code": code()}).text


def test_who_knows_the_password_alone_keeps_no_known_browser_out(app, client, protected, code, clock):
    log_in(client)
    client.post("/login/code", data={"code": code()})
    client.post("/logout")
    clock.go_on(seconds=30)
    stranger = app.test_client()
    stranger.set_cookie("lang", "en")
    log_in(stranger)
    for _ in range(10):
        stranger.post("/login/code", data={"code": "000000"})
    assert "Wait 15" in stranger.post("/login/code", data={"code": "000000"}).text
    log_in(client)
    assert client.post("/login/code", data={"code": code()}).status_code == 302


def test_browsers_known_before_there_was_a_second_factor_have_no_codes_to_guess_of_their_own(app, planner, code):
    thief = [app.test_client() for _ in range(2)]
    for browser in thief:
        browser.set_cookie("lang", "en")
        log_in(browser)
        browser.post("/logout")
    planner.post("/me/second-factor", data={"code": code()})
    for browser in thief:
        log_in(browser)
    for _ in range(10):
        thief[0].post("/login/code", data={"code": "000000"})
    assert "Wait 15" in thief[1].post("/login/code", data={"code": "000000"}).text


def test_the_browser_in_which_a_second_factor_was_set_up_is_kept_out_by_nobody(app, client, protected, code):
    stranger = app.test_client()
    log_in(stranger)
    for _ in range(11):
        stranger.post("/login/code", data={"code": "000000"})
    log_in(client)
    assert client.post("/login/code", data={"code": code()}).status_code == 302


def test_the_way_in_ends_after_fifteen_minutes(client, clock, protected, code):
    log_in(client)
    clock.go_on(minutes=16)
    assert client.post("/login/code", data={"code": code()}).location == "/login"


def test_a_half_way_in_ends_with_the_password(app, client, protected, code):
    log_in(client)
    with app.app_context(), writing(db.session()) as session:
        set_password(session, "planner", "another horse battery")
    assert client.post("/login/code", data={"code": code()}).location == "/login"


def test_no_browser_keeps_a_page_that_shows_a_secret(planner, code):
    assert planner.get("/me/second-factor").headers["Cache-Control"] == "no-store"
    assert planner.post("/me/second-factor", data={"code": code()}).headers["Cache-Control"] == "no-store"


def test_the_password_alone_does_not_change_itself(client, protected, code):
    log_in(client)
    new = {"password": "my own long words", "again": "my own long words"}
    assert client.post("/login/own-password", data=new).location == "/login/code"
    assert client.post("/login/code", data={"code": code()}).location == "/planner/"
    client.post("/logout")
    assert log_in(client).location == "/login/code"


def test_what_was_typed_comes_through_the_second_factor(client, planner, protected, code):
    ended = client.post("/planner/new-member", data={"name": "李建国"})
    kept = re.search(r'name="kept" value="([^"]*)"', ended.text)[1].replace("&#34;", '"').replace("&quot;", '"')
    page = client.post("/login", data={"username": "planner", "password": PASSWORD, "kept": kept})
    assert 'name="kept"' in page.text
    assert "李建国" in client.post("/login/code", data={"code": code(), "kept": kept}).text


def test_where_it_is_required_nobody_comes_in_without_setting_it_up(app, client, code):
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, login=replace(settings.login, second_factor="required"))
    there = log_in(client)
    assert there.location == "/login/second-factor"
    assert "<svg" in client.get(there.location).text
    assert client.get("/planner/").status_code == 302
    assert "recovery codes" in client.post(there.location, data={"code": code()}).text
    assert client.get("/planner/members").status_code == 200


def test_doing_without_asks_for_the_code(client, protected, clock, code):
    log_in(client)
    client.post("/login/code", data={"code": code()})
    assert client.post("/me/second-factor/remove", data={"code": "000000"}).status_code == 200
    clock.go_on(seconds=30)
    assert client.post("/me/second-factor/remove", data={"code": code()}).location == "/me"
    client.post("/logout")
    assert log_in(client).location == "/planner/"


def test_a_password_for_once_asks_for_one_of_ones_own(app, client, clock):
    with app.app_context(), writing(db.session()) as session:
        set_password(session, "planner", "abc-def-ghj-kmn", until=clock.at + timedelta(days=14))
    assert log_in(client, "abc-def-ghj-kmn").location == "/login/own-password"
    assert client.get("/planner/").status_code == 302
    short = client.post("/login/own-password", data={"password": "short", "again": "short"})
    assert "at least 10 characters" in short.text
    new = {"password": "my own long words", "again": "my own long words"}
    assert client.post("/login/own-password", data=new).location == "/planner/"
    client.post("/logout")
    assert log_in(client, "abc-def-ghj-kmn").status_code == 200
    assert log_in(client, "my own long words").location == "/planner/"


def test_a_password_for_once_is_good_for_its_days_only(app, client, clock):
    with app.app_context(), writing(db.session()) as session:
        set_password(session, "planner", "abc-def-ghj-kmn", until=clock.at + timedelta(days=14))
    clock.go_on(days=15)
    assert "too old" in log_in(client, "abc-def-ghj-kmn").text


def test_changing_the_password_logs_out_everywhere_else(app, client, planner):
    other = app.test_client()
    log_in(other)
    new = {"old": PASSWORD, "password": "my own long words", "again": "my own long words"}
    assert planner.post("/me/password", data=new | {"old": "wrong"}).status_code == 200
    assert planner.post("/me/password", data=new).location == "/me"
    assert planner.get("/me").status_code == 200
    assert other.get("/me").status_code == 302


def test_every_login_and_refusal_is_recorded_without_secrets(app, client, protected, code):
    log_in(client, "wrong word here")
    log_in(client)
    client.post("/login/code", data={"code": "000000"})
    client.post("/login/code", data={"code": code()})
    app.test_client().post("/login", data={"username": "my secret word", "password": "x"})
    with app.app_context():
        rows = db.session.scalars(select(LoginRecord).order_by(LoginRecord.id)).all()
        said = [(row.login, row.means.value, row.outcome.value) for row in rows]
    assert said == [
        ("planner", "second-factor", "set-up"),
        ("planner", "password", "wrong"),
        ("planner", "second-factor", "wrong"),
        ("planner", "second-factor", "accepted"),
        ("planner", "second-factor", "in"),
        ("", "password", "wrong"),
    ]
    assert {row.origin for row in rows} == {"127.0.0.*"}


def test_the_record_is_kept_for_its_days(app, client, clock):
    log_in(client)
    clock.go_on(days=366)
    log_in(app.test_client())
    with app.app_context():
        assert len(db.session.scalars(select(LoginRecord)).all()) == 1
