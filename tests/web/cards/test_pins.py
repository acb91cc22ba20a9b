"""PINs and the words that set them, and who guesses."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.store import open_engine, writing
from tests.web.carrying import (
    PIN,
    add_member,
    in_use,
    print_for,
    scan,
    state,
    type_pin,
    word_for,
)
from web.accounts import cards
from web.accounts.models import Card, LoginRecord
from web.extensions import db


def test_a_pin_opens_nothing_without_the_card(client, used):
    assert type_pin(client).location == "/card"


@pytest.mark.parametrize("address", ["x", "A" * 22, "A" * 21, "A" * 23, "%2e%2e", "AAAAAAAAAAAAAAAAAAAAAB"])
def test_a_guessed_secret_opens_nothing_and_is_recorded(app, client, used, address):
    page = client.get(f"/c/{address}")
    assert "There is no such card" in page.text
    assert type_pin(client).location == "/card"
    with app.app_context():
        entry = db.session.scalars(select(LoginRecord)).one()
        assert (entry.login, entry.means, entry.outcome) == ("", "card", "wrong")


def test_wrong_pins_must_wait_and_then_only_the_planner_helps(app, client, clock, used):
    scan(client, used)
    for _ in range(5):
        assert "This PIN is wrong" in type_pin(client, "111222").text or _ == 4
    assert "Wait 15 minutes" in type_pin(client).text
    for _ in range(3):
        clock.go_on(minutes=16)
        for _ in range(5):
            type_pin(client, "111222")
    clock.go_on(minutes=16)
    assert "locked" in type_pin(client).text
    assert state(app, used) == "locked"
    word = word_for(app, used)
    assert client.post("/card/word", data={"word": word}).location == "/card/new-pin"
    assert client.post("/card/new-pin", data={"pin": "370258", "again": "370258"}).location == "/field/"


def test_the_right_pin_forgets_the_wrong_ones(app, client, used):
    scan(client, used)
    for _ in range(3):
        for _ in range(4):
            type_pin(client, "111222")
        assert type_pin(client).status_code == 302
        client.post("/logout")
        scan(client, used)


def test_tries_at_one_card_are_not_tries_at_another(app, client, used):
    add_member(app, "m002", "李红")
    other = print_for(app, "m002")
    in_use(app, other)
    scan(client, used)
    for _ in range(6):
        type_pin(client, "111222")
    scan(client, other)
    assert type_pin(client).location == "/field/"


def test_many_tries_at_once_gain_nothing(both_settings):
    """Each with a connection of its own, as server processes have."""
    from web import create_app

    app = create_app(replace(both_settings, login=replace(both_settings.login, pin_tries=3)))
    with app.app_context():
        with writing(db.session()) as session:
            from rotation.district.members import Member
            from rotation.district.villages import District

            session.add(District(code="qixia", name="栖霞区"))
            session.flush()
            session.add(Member(district_id=1, code="m001", name="王"))
            session.flush()
            cards.print_card(session, session.get(Member, 1))
        key = db.session.scalar(select(Card.id))
        db.session.remove()

        def one_try(_):
            engine = open_engine(both_settings.database_url)
            try:
                with app.app_context(), Session(engine) as session, writing(session):
                    return cards.charge_pin(session, session.get(Card, key))
            finally:
                engine.dispose()

        with ThreadPoolExecutor(8) as pool:
            assert sum(pool.map(one_try, range(12))) == 3
        db.engine.dispose()


def test_a_word_is_good_for_five_tries_and_for_one_use(app, client, secret):
    scan(client, secret)
    word = word_for(app, secret)
    wrong = f"{(int(word) + 1) % 10**6:06d}"
    for _ in range(5):
        assert "This is not the word" in client.post("/card/word", data={"word": wrong}).text
    assert "This is not the word" in client.post("/card/word", data={"word": word}).text
    word = word_for(app, secret)
    assert client.post("/card/word", data={"word": word}).status_code == 302
    assert "This is not the word" in client.post("/card/word", data={"word": word}).text


def test_a_code_for_a_forgotten_pin_is_good_for_ten_minutes(app, client, clock, used):
    scan(client, used)
    word = word_for(app, used)
    clock.go_on(minutes=10, seconds=1)
    assert "too old" in client.post("/card/word", data={"word": word}).text
    word = word_for(app, used)
    clock.go_on(minutes=9)
    assert client.post("/card/word", data={"word": word}).location == "/card/new-pin"


def test_the_step_to_a_new_pin_cannot_be_replayed(app, client, clock, secret):
    scan(client, secret)
    client.post("/card/word", data={"word": word_for(app, secret)})
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    client.post("/card/new-pin", data={"pin": PIN, "again": PIN})
    client.post("/logout")
    with client.session_transaction() as cookie:
        cookie.update(kept)
    assert client.post("/card/new-pin", data={"pin": "370258", "again": "370258"}).location == "/card/word"


def test_the_step_to_a_new_pin_ends_after_an_hour(app, client, clock, secret):
    scan(client, secret)
    client.post("/card/word", data={"word": word_for(app, secret)})
    clock.go_on(hours=1, seconds=1)
    assert client.get("/card/new-pin").location == "/card/word"


def test_no_word_no_new_pin(client, used):
    scan(client, used)
    assert client.post("/card/new-pin", data={"pin": PIN, "again": PIN}).location == "/card/word"


@pytest.mark.parametrize(
    ("pin", "why"),
    [("123456", "run"), ("111111", "repeat"), ("560312", "day"), ("138000", "telephone"), ("12345", "six digits")],
)
def test_a_pin_that_others_would_guess_is_refused_with_the_reason(app, client, secret, pin, why):
    scan(client, secret)
    client.post("/card/word", data={"word": word_for(app, secret)})
    page = client.post("/card/new-pin", data={"pin": pin, "again": pin})
    assert page.status_code == 200
    assert why in page.text
    assert 'href="#pin"' in page.text
