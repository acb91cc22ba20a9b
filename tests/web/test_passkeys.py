"""Passkeys: made, shown after the password, refused where they are copied, replayed or for another site, removed."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from sqlalchemy import select

from tests.web.authenticator import Passkey
from tests.web.conftest import PASSWORD, come_in
from web.accounts.factor_models import RecoveryCode
from web.accounts.models import LoginRecord
from web.extensions import db

NEW, CODE = "/me/passkeys/new", "/login/code"


@pytest.fixture(autouse=True)
def no_tokens(app, clock):
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.fixture
def phone(planner, clock):
    """The planner's phone, whose passkey is kept; the planner has logged out."""
    made = Passkey()
    make(planner, made)
    planner.post("/logout")
    clock.go_on(seconds=1)
    return made


def question(page):
    return unescape(re.search(r'data-question="([^"]+)"', page)[1])


def make(client, passkey, name="my phone", at=NEW):
    asked = question(client.get(at).text)
    return client.post(at, data={"name": name, "passkey": passkey.made(asked)})


def log_in(client, onward=""):
    return client.post("/login" + onward, data={"username": "planner", "password": PASSWORD})


def show(client, passkey, at=CODE, **how):
    return client.post(at, data={"passkey": passkey.shown(question(client.get(at).text), **how)})


def codes_in(page):
    return re.findall(r"<li>(\w{5}-\w{5})</li>", page)


def test_a_passkey_is_asked_for_after_the_password(client, phone):
    assert log_in(client, "?next=/planner/members").location == "/login/code?next=/planner/members"
    assert client.get("/planner/").status_code == 302
    assert show(client, phone, "/login/code?next=/planner/members").location == "/planner/members"
    assert client.get("/planner/members").status_code == 200


def test_the_first_passkey_brings_recovery_codes_and_another_none(client, planner, clock):
    codes = codes_in(make(planner, Passkey()).text)
    assert len(codes) == 10
    assert make(planner, Passkey(), "the office's key").location == "/me"
    page = planner.get("/me").text
    assert "my phone" in page
    assert "the office&#39;s key" in page
    planner.post("/logout")
    log_in(client)
    assert client.post(CODE, data={"code": codes[0]}).location == "/planner/"


def test_the_way_in_is_recorded(app, client, phone):
    log_in(client)
    client.post(CODE, data={"passkey": "{}"})
    show(client, phone)
    with app.app_context():
        said = [(row.means.value, row.outcome.value) for row in db.session.scalars(select(LoginRecord))]
    assert said == [
        ("passkey", "set-up"),
        ("passkey", "wrong"),
        ("passkey", "accepted"),
        ("second-factor", "in"),
    ]


def test_an_answer_counts_once(app, client, phone, clock):
    log_in(client)
    asked = question(client.get(CODE).text)
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    answer = {"passkey": phone.shown(asked, count=0)}
    assert client.post(CODE, data=answer).status_code == 302
    client.post("/logout")
    with client.session_transaction() as cookie:
        cookie.update(kept)
    assert "was not accepted" in client.post(CODE, data=answer).text


def test_a_copy_whose_count_lags_is_refused(client, phone, clock):
    for count in (5, 6):
        log_in(client)
        assert show(client, phone, count=count).status_code == 302
        client.post("/logout")
        clock.go_on(seconds=1)
    log_in(client)
    for count in (0, 5, 6):
        assert "was not accepted" in show(client, phone, count=count).text
    assert show(client, phone, count=7).status_code == 302


def test_passkeys_that_do_not_count_are_good_again_and_again(client, phone, clock):
    for _ in range(2):
        log_in(client)
        assert show(client, phone, count=0).status_code == 302
        client.post("/logout")
        clock.go_on(seconds=1)


@pytest.mark.parametrize(
    "stranger",
    [Passkey(), Passkey(host="evil.example"), Passkey(origin="https://evil.example")],
    ids=["another key", "another host", "another origin"],
)
def test_what_is_not_this_passkey_for_this_site_is_refused(client, phone, stranger):
    log_in(client)
    stranger.id = phone.id
    if stranger.host != phone.host or stranger.origin != phone.origin:
        stranger.key = phone.key
    assert "was not accepted" in show(client, stranger).text


@pytest.mark.parametrize("answer", ["", "x", "[]", "{}", "[" * 15_000, "9" * 19_999, '{"id": 1}'])
def test_what_is_no_answer_is_refused_and_breaks_nothing(client, phone, answer):
    log_in(client)
    client.get(CODE)
    assert client.post(CODE, data={"passkey": answer}).status_code == 200


def test_each_part_of_an_answer_counts(client, phone):
    log_in(client)
    for part in ("authenticatorData", "clientDataJSON", "signature"):
        said = json.loads(phone.shown(question(client.get(CODE).text)))
        said["response"][part] = said["response"][part][:-4] + "AAAA"
        assert "was not accepted" in client.post(CODE, data={"passkey": json.dumps(said)}).text


def test_an_answer_to_an_older_question_is_refused(client, phone, clock):
    log_in(client)
    old = question(client.get(CODE).text)
    client.get(CODE)
    assert "was not accepted" in client.post(CODE, data={"passkey": phone.shown(old)}).text


def test_a_question_is_forgotten_after_fifteen_minutes(client, planner, clock):
    asked = question(planner.get(NEW).text)
    clock.go_on(minutes=15)
    page = planner.post(NEW, data={"name": "x", "passkey": Passkey().made(asked)}).text
    assert "No passkey came about" in page


def test_guessing_must_wait(client, phone):
    log_in(client)
    for _ in range(10):
        client.post(CODE, data={"passkey": "{}"})
    assert "Wait 15" in show(client, phone).text


def test_a_passkey_of_somebody_else_opens_nothing(app, client, phone, clock):
    from rotation.district.villages import district
    from rotation.store import writing
    from web.accounts.users import add_user

    with app.app_context(), writing(db.session()) as session:
        add_user(session, "other", PASSWORD, district=district(session, "qixia"))
    other, key = come_in(app, app.test_client(), "other"), Passkey()
    make(other, key)
    log_in(client)
    assert "was not accepted" in show(client, key).text
    assert "in use already" in make(come_in(app, client, "planner"), key, "stolen").text


def test_a_removed_passkey_opens_nothing_and_the_last_one_takes_the_codes_along(app, client, phone, clock):
    log_in(client)
    show(client, phone)
    clock.go_on(seconds=1)
    there = re.search(r"/me/passkeys/[\w-]+/remove", client.get("/me").text)[0]
    assert "my phone" in client.get(there).text
    assert client.post(there, data={"code": "000000"}).status_code == 200
    assert show(client, phone, there).location == "/me"
    assert client.get(there).status_code == 404
    client.post("/logout")
    assert log_in(client).location == "/planner/"
    with app.app_context():
        assert db.session.scalars(select(RecoveryCode)).all() == []


def test_a_passkey_is_enough_where_a_second_factor_is_required(app, client):
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, login=replace(settings.login, second_factor="required"))
    assert "/login/passkey" in client.get(log_in(client).location).text
    phone = Passkey()
    assert len(codes_in(make(client, phone, at="/login/passkey").text)) == 10
    assert client.get("/planner/members").status_code == 200
    assert client.get("/login/passkey").location == "/login"


def test_nobody_comes_in_by_making_a_second_passkey_on_the_way(client, phone):
    log_in(client)
    assert client.get("/login/passkey").location == "/login"
    assert client.get("/login/second-factor").location == "/login"


@pytest.mark.parametrize(
    ("name", "said"), [("my phone", "of this name already"), ("x" * 61, "too long"), (" ", "Give the passkey a name")]
)
def test_passkeys_can_be_told_apart_by_their_names(client, planner, name, said):
    make(planner, Passkey())
    page = make(planner, Passkey(), name).text
    assert said in page
    assert 'href="#name"' in page


@pytest.mark.parametrize(("name", "status"), [("my phone", 400), ("x" * 61, 400), (" ", 400), ("my tablet", 204)])
def test_a_name_is_judged_before_a_passkey_is_made(planner, name, status):
    make(planner, Passkey())
    asked = question(planner.get(NEW).text)
    judged = planner.post(NEW, data={"name": name}, headers={"Accept": "application/json"})
    assert judged.status_code == status
    assert planner.post(NEW, data={"name": "my key", "passkey": Passkey().made(asked)}).location == "/me"


def test_a_passkey_that_was_not_made_for_this_question_is_not_kept(planner):
    for passkey in (Passkey(host="evil.example"), Passkey(origin="https://evil.example")):
        assert "No passkey came about" in make(planner, passkey).text
    old = question(planner.get(NEW).text)
    planner.get(NEW)
    assert "No passkey came about" in planner.post(NEW, data={"name": "x", "passkey": Passkey().made(old)}).text
    assert "No passkey came about" in planner.post(NEW, data={"name": "x"}).text


@pytest.mark.parametrize(
    ("public_url", "where"),
    [
        ("https://rotation.example", ("rotation.example", "https://rotation.example")),
        ("https://rotation.example:8443/", ("rotation.example", "https://rotation.example:8443")),
        ("http://127.0.0.1:8000", ("localhost", "http://localhost:5000")),
        ("http://[::1]:8000", ("localhost", "http://localhost:5000")),
        ("http://rotation.example", None),
        ("https://203.0.113.9", None),
    ],
)
def test_passkeys_are_for_the_sites_own_host(app, public_url, where):
    from web.accounts import ceremonies

    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, site=replace(settings.site, public_url=public_url))
    with app.test_request_context("/me", base_url="http://127.0.0.1:5000"):
        found = ceremonies.place()
        assert (found and (found.host, found.origin)) == where
        assert found is None or ceremonies.elsewhere(found) == f"{found.origin}/me"


def test_who_reads_the_site_by_its_number_is_led_to_its_name(planner):
    for name in ("session", "lang"):
        planner.set_cookie(name, planner.get_cookie(name).value, domain="127.0.0.1")
    page = planner.get(NEW, base_url="http://127.0.0.1:5000").text
    assert "http://localhost:5000/me/passkeys/new" in page
    assert "data-question" not in page
