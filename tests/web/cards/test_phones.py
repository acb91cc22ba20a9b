"""The phones that a card has logged in: how long, whose, and out again."""

import re

from sqlalchemy import select

from tests.web.carrying import (
    scan,
    type_pin,
)
from web.accounts.models import OpenLogin
from web.extensions import db


def test_a_phone_stays_in_for_ninety_days_and_then_asks_for_the_pin_only(client, clock, used):
    scan(client, used)
    type_pin(client)
    clock.go_on(days=90, seconds=-1)
    assert client.get("/me").status_code == 200
    clock.go_on(seconds=2)
    assert client.get(client.get("/me").location).location == "/card/pin?next=/me"
    assert type_pin(client, onward="?next=/me").location == "/me"


def test_somebody_else_on_the_same_phone_comes_to_the_password(client, used):
    scan(client, used)
    assert client.get("/login").location == "/card/pin"
    assert client.get("/login?other=1").status_code == 200
    assert client.get("/login").status_code == 200


def test_my_phones_are_listed_and_ended_one_by_one(app, client, clock, used):
    other = app.test_client()
    for phone in (client, other):
        scan(phone, used)
        type_pin(phone)
    page = client.get("/me").text
    began = re.search(r"/me/logins/(\w+)/end", page)[1]
    assert "this one" in page
    client.post(f"/me/logins/{began}/end")
    assert other.get("/me").status_code == 302
    assert client.get("/me").status_code == 200
    assert client.post(f"/me/logins/{began}/end").status_code == 404


def test_nobody_ends_the_login_of_somebody_else(app, client, planner, used):
    phone = app.test_client()
    scan(phone, used)
    type_pin(phone)
    with app.app_context():
        token = db.session.scalars(select(OpenLogin.token).where(OpenLogin.card_id.is_not(None))).one()
    assert planner.post(f"/me/logins/{token[:16]}/end").status_code == 404
    assert phone.get("/me").status_code == 200


def test_logging_out_forgets_the_card_too(client, used):
    scan(client, used)
    type_pin(client)
    client.post("/logout")
    assert type_pin(client).location == "/card"


def test_the_session_before_the_login_is_not_that_after_it(app, client, used):
    scan(client, used)
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
        before = dict(cookie)
    type_pin(client)
    with client.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie["login"] not in before.values()
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(before)
    assert thief.get("/me").status_code == 302
