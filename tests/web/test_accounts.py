"""Logins: who gets in, who waits, how long it lasts, and where it leads."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from rotation.store import now, open_engine, writing
from tests.web.conftest import PASSWORD, come_in
from tests.web.logging_in import LIMITS, log_in
from web.accounts import actor, tries
from web.accounts.models import LoginTries
from web.accounts.users import add_user, set_password, user
from web.extensions import db, limiter


@pytest.fixture(autouse=True)
def few_tries_and_no_tokens(app):
    app.config["WTF_CSRF_ENABLED"] = False
    app.extensions["settings"] = replace(app.extensions["settings"], login=LIMITS)


def test_the_right_password_leads_to_the_planners_room(client):
    answer = log_in(client)
    assert (answer.status_code, answer.location) == (302, "/planner/")
    assert "Logged in as Planner Zhou" in client.get("/nowhere").text


def test_a_login_is_the_same_in_capitals_and_with_spaces_around(client):
    assert log_in(client, " Planner ").status_code == 302


def test_an_unknown_login_and_a_wrong_password_get_the_same_answer(client):
    wrong, unknown = log_in(client, password="wrong word"), log_in(client, "nobody", "wrong word")
    assert wrong.status_code == unknown.status_code == 200
    assert "The login or the password is wrong" in wrong.text
    without_token = [re.sub(r'name="csrf_token" value="[^"]*"', "", page.text) for page in (wrong, unknown)]
    assert without_token[0] == without_token[1].replace("nobody", "planner")
    assert 'value="planner"' in wrong.text
    assert "wrong word" not in wrong.text


def test_an_unknown_login_costs_as_much_hashing_as_a_known_one(client, monkeypatch):
    from web.accounts import hashing as module

    done = []
    for name in ("hash_password", "verify_password"):
        real = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *args, real=real: done.append(1) or real(*args))
    log_in(client, password="wrong word")
    log_in(client, "nobody", "wrong word")
    assert len(done) == 2


def test_a_missing_password_is_named_in_the_summary_and_at_the_field(client):
    page = log_in(client, password="").text
    assert "There is a problem" in page
    assert 'href="#password"' in page
    assert page.count("Enter your password.") == 2
    assert "<title>Error: " in page


def test_after_too_many_wrong_passwords_even_the_right_one_waits(client):
    for _ in range(LIMITS.tries):
        log_in(client, password="wrong word")
    page = log_in(client)
    assert page.status_code == 200
    assert "Wait 15 minutes" in page.text
    assert "Wait 15 minutes" not in log_in(client, "somebody").text


def test_an_unknown_login_waits_too(client):
    for _ in range(LIMITS.tries):
        log_in(client, "nobody")
    assert "Wait 15 minutes" in log_in(client, "nobody").text


def test_the_right_password_forgets_the_wrong_ones(client):
    for _ in range(2):
        for _ in range(LIMITS.tries - 1):
            log_in(client, password="wrong word")
        assert log_in(client).status_code == 302
        client.post("/logout")


def test_what_was_typed_as_a_login_is_not_kept(app, client):
    log_in(client, username="my secret word")
    with app.app_context():
        kept = db.session.scalars(select(LoginTries.login)).all()
    assert kept
    assert not any("secret" in one for one in kept)


def test_the_page_itself_is_throttled(client):
    codes = {client.post("/login").status_code for _ in range(61)}
    limiter.reset()
    assert codes == {200, 429}


def charged(engine, username="planner", limits=LIMITS):
    with Session(engine) as session, writing(session):
        return tries.charge(session, username, limits)


def test_tries_are_counted_in_the_database_until_the_limit(engine):
    assert [charged(engine) for _ in range(5)] == [True, True, True, False, False]
    assert charged(engine, "another")


def test_waiting_ends_and_begins_a_new_count(engine):
    for _ in range(4):
        charged(engine)
    with Session(engine) as session, writing(session):
        session.scalars(select(LoginTries)).one().last_at = now() - timedelta(minutes=16)
    assert [charged(engine) for _ in range(4)] == [True, True, True, False]


def test_tries_of_long_ago_are_swept(engine):
    charged(engine)
    with Session(engine) as session, writing(session):
        session.scalars(select(LoginTries)).one().last_at = now() - timedelta(days=2)
    charged(engine, "another")
    with Session(engine) as session:
        assert session.scalar(select(func.count()).select_from(LoginTries)) == 1


def test_many_tries_at_once_gain_nothing(database_url):
    def one_try(_):
        engine = open_engine(database_url)
        try:
            return charged(engine)
        finally:
            engine.dispose()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one_try, range(16))) == LIMITS.tries


@pytest.mark.parametrize(
    ("wanted", "there"),
    [
        ("/planner/members?page=2", "/planner/members?page=2"),
        ("https://evil.example/", "/planner/"),
        ("//evil.example/", "/planner/"),
        ("/\\evil.example", "/planner/"),
        ("/\t/evil.example", "/planner/"),
        ("\\\\evil.example", "/planner/"),
        ("javascript:alert(1)", "/planner/"),
        ("//[", "/planner/"),
        ("/\\[", "/planner/"),
        ("", "/planner/"),
    ],
)
def test_logging_in_leads_only_to_pages_of_ours(client, wanted, there):
    from urllib.parse import quote

    assert log_in(client, onward=f"?next={quote(wanted)}").location == there


@pytest.fixture
def room(app):
    """A page of the planner's room that says who asks."""
    from flask import Blueprint

    from web.accounts import current_district, planners_only

    made = Blueprint("guarded", __name__, url_prefix="/guarded")
    made.before_request(planners_only)
    made.add_url_rule("/", "page", lambda: f"{actor().code} of {current_district().code}", methods=["GET", "POST"])
    app.register_blueprint(made)
    return made


def test_a_guarded_page_sends_a_reader_to_the_login_and_back(room, client):
    there = client.get("/guarded/?zone=east")
    assert there.status_code == 302
    answer = client.post(there.location, data={"username": "planner", "password": PASSWORD})
    assert answer.location == "/guarded/?zone=east"
    assert client.get(answer.location).text == "planner of qixia"


def test_a_guarded_page_tells_a_script_that_the_login_has_ended(room, client):
    assert client.get("/guarded/", headers={"Accept": "application/json"}).status_code == 403


def test_a_login_ends_after_its_hours_however_busy_it_is(clock, room, planner):
    clock.go_on(hours=LIMITS.hours, minutes=-1)
    assert planner.get("/guarded/").status_code == 200
    clock.go_on(minutes=2)
    assert planner.get("/guarded/").status_code == 302


def test_logging_out_ends_the_login_and_only_by_post(room, planner):
    assert planner.get("/logout").status_code == 405
    there = planner.post("/logout")
    assert (there.location, there.headers["Clear-Site-Data"]) == ("/login", '"cache"')
    assert planner.get("/guarded/").status_code == 302


def test_another_password_ends_every_login_that_is_open(app, room, planner):
    with app.app_context(), writing(db.session()) as session:
        set_password(session, "planner", "another horse battery")
    assert planner.get("/guarded/").status_code == 302
    assert log_in(planner).status_code == 200
    assert log_in(planner, password="another horse battery").status_code == 302


def test_a_login_that_was_made_inactive_is_out_at_once(app, room, planner):
    with app.app_context(), writing(db.session()) as session:
        user(session, "planner").active = False
    assert planner.get("/guarded/").status_code == 302
    assert log_in(planner).status_code == 200


def test_an_administrator_is_no_planner(app, room, client):
    with app.app_context(), writing(db.session()) as session:
        add_user(session, "root", PASSWORD, roles=["administrator"])
    log_in(client, "root")
    assert client.get("/guarded/").status_code == 403


def test_a_form_carries_its_token(app, client):
    app.config["WTF_CSRF_ENABLED"] = True
    assert log_in(client).status_code == 400
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/login").text)[1]
    answer = client.post("/login", data={"username": "planner", "password": PASSWORD, "csrf_token": token})
    assert answer.status_code == 302


def test_a_page_looks_up_once_who_asks_however_often_it_wants_to_know(app, client):
    come_in(app, client, "planner")
    asked = []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda _connection, _cursor, said, *_more: asked.append(said))
    assert client.get("/planner/members").status_code == 200
    assert sum("FROM open_login" in said for said in asked) == 1
