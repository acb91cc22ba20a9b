"""Guessing passwords: strangers lock themselves out, from however many addresses; who is known still comes in."""

from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from rotation import store
from rotation.store import writing
from tests.web.conftest import PASSWORD
from tests.web.logging_in import LIMITS, log_in
from web.accounts import counted, me_views, views
from web.accounts.models import LoginTries, OpenLogin
from web.accounts.users import add_user, end_logins, set_password, user
from web.extensions import db

NEW = "another horse battery"


@pytest.fixture(autouse=True)
def few_tries_and_no_tokens(app):
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions["settings"] = replace(app.extensions["settings"], login=LIMITS)


@pytest.fixture
def browser(app):
    """A browser that is somewhere on the net."""

    def made(address="203.0.113.1"):
        one = app.test_client()
        one.set_cookie("lang", "en")
        one.environ_base["REMOTE_ADDR"] = address
        return one

    return made


@pytest.fixture
def owner(browser):
    """The planner's browser, which was logged in before."""
    mine = browser("198.51.100.7")
    assert log_in(mine).status_code == 302
    mine.post("/logout")
    return mine


def guess(browser, times, **said):
    """The answer to the last of so many wrong passwords."""
    return [log_in(browser, password="wrong word", **said).text for _ in range(times)][-1]


def known(browser):
    """The cookies by which a browser is known."""
    return [one for (_domain, _path, name), one in browser._cookies.items() if name.startswith("known-")]


def strangers_everywhere(app, count):
    """How many wrong passwords are looked at that come from so many addresses, each once."""
    looked_at = 0
    for number in range(count):
        address = {"REMOTE_ADDR": f"192.0.2.{number}"} if number < 250 else {"REMOTE_ADDR": f"198.18.0.{number - 250}"}
        with app.test_request_context(environ_base=address), writing(db.session()) as session:
            looked_at += not counted.of_password(user(session, "planner"), "planner").charge(session)
    return looked_at


def test_a_stranger_who_guesses_waits_and_nobody_else_does(browser, owner):
    stranger = browser()
    assert "Wait 15 minutes" in guess(stranger, LIMITS.tries + 1)
    assert "Wait 15 minutes" in log_in(stranger).text
    assert log_in(browser("203.0.113.2")).status_code == 302
    assert log_in(owner).status_code == 302


def test_two_hundred_addresses_guess_no_more_than_one_hundred_times_within_an_hour(app, browser, owner, clock):
    assert strangers_everywhere(app, 200) == LIMITS.tries_in_all == 100
    assert "Wait 60 minutes" in log_in(browser()).text
    assert log_in(owner).status_code == 302
    clock.go_on(minutes=59)
    assert strangers_everywhere(app, 1) == 0
    clock.go_on(minutes=2)
    assert log_in(browser()).status_code == 302


def test_tries_that_are_too_old_are_found_without_reading_all_of_them(app):
    with app.app_context():
        forgotten = delete(LoginTries).where(LoginTries.last_at < store.now())
        said = str(forgotten.compile(db.engine))
        plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", ("2026-01-05",)).all()
    assert "INDEX ix_login_tries_last_at" in str(plan)


def test_a_right_password_from_an_unknown_browser_forgives_no_stranger(app, browser):
    assert strangers_everywhere(app, 99) == 99
    assert log_in(browser()).status_code == 302
    assert strangers_everywhere(app, 5) == 1


def test_a_known_browser_has_tries_of_its_own_and_no_more(app, browser, owner):
    assert "Wait 15 minutes" in guess(owner, LIMITS.tries + 1)
    assert "Wait 15 minutes" in log_in(owner).text
    assert log_in(browser()).status_code == 302
    assert strangers_everywhere(app, 101) == 100


def test_the_cookie_is_for_the_server_alone_and_for_a_year(owner):
    [one] = known(owner)
    assert (one.http_only, one.path) == (True, "/")
    said = log_in(owner).headers.getlist("Set-Cookie")
    [mine] = [line for line in said if line.startswith("known-")]
    assert {"HttpOnly", "SameSite=Lax", "Max-Age=31536000"} <= set(mine.split("; "))


def test_another_login_is_not_known_by_it(app, browser, owner):
    with app.app_context(), writing(db.session()) as session:
        add_user(session, "root", PASSWORD, roles=["administrator"])
    stranger = browser()
    [mine] = known(owner)
    assert log_in(stranger, "root").status_code == 302
    stranger.post("/logout")
    [theirs] = known(stranger)
    assert mine.key != theirs.key
    stranger.set_cookie(mine.key, theirs.value)
    guess(stranger, LIMITS.tries)
    stranger.delete_cookie(mine.key)
    assert "Wait 15 minutes" in log_in(stranger).text  # it was counted as a stranger


@pytest.mark.parametrize("change", [lambda session, one: set_password(session, one.username, NEW), end_logins])
def test_another_password_makes_every_browser_unknown(app, browser, owner, change):
    with app.app_context(), writing(db.session()) as session:
        change(session, user(session, "planner"))
    assert strangers_everywhere(app, 100) == 100
    assert "Wait 60 minutes" in guess(owner, 1)


@pytest.mark.parametrize(
    "forged", ["", ".", "x", "x.", "x.{seal}", "{number}.", "{number}.x", "{number}.é", "{number}"]
)
def test_a_forged_cookie_is_unknown(app, owner, forged):
    [mine] = known(owner)
    number, _, seal = mine.value.partition(".")
    owner.set_cookie(mine.key, forged.format(number=number, seal=seal))
    assert strangers_everywhere(app, 100) == 100
    assert "Wait 60 minutes" in guess(owner, 1)


def test_who_changes_their_password_stays_known(app, owner):
    log_in(owner)
    said = {"old": PASSWORD, "password": NEW, "again": NEW}
    assert owner.post("/me/password", data=said).status_code == 302
    owner.post("/logout")
    strangers_everywhere(app, 100)
    assert log_in(owner, password=NEW).status_code == 302


def change_it():
    """Another browser chooses another password."""
    with Session(db.engine) as session, writing(session):
        set_password(session, "planner", NEW)


def open_logins(app):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(OpenLogin))


def test_nobody_comes_in_by_a_password_that_was_changed_meanwhile(app, browser, monkeypatch):
    here, go_on = browser(), views.go_on
    monkeypatch.setattr(views, "go_on", lambda *given: change_it() or go_on(*given))
    assert log_in(here).location == "/login"
    assert "has been changed meanwhile" in here.get("/login").text
    assert open_logins(app) == 0
    assert not known(here)


def test_nobody_changes_a_password_that_was_changed_meanwhile(app, browser, monkeypatch):
    here, is_right = browser(), me_views.password_is_right
    log_in(here)
    monkeypatch.setattr(me_views, "password_is_right", lambda *given: is_right(*given) and not change_it())
    said = {"old": PASSWORD, "password": "a third horse battery", "again": "a third horse battery"}
    assert here.post("/me/password", data=said).status_code == 403
    assert open_logins(app) == 0
    monkeypatch.undo()
    assert log_in(browser(), password=NEW).status_code == 302
