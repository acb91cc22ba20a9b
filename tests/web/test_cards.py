"""Cards at the door: the first use, the PIN, a forgotten one, a lost card, and who guesses."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from rotation.store import open_engine, writing
from tests.web.carrying import (
    PHONE,
    PIN,
    add_member,
    card_with,
    in_use,
    print_for,
    scan,
    switch_off,
    type_pin,
    word_for,
)
from web.accounts import card_rows, cards
from web.accounts.models import Card, LoginRecord, OpenLogin, User
from web.extensions import db


@pytest.fixture
def secret(app, clock):
    """The secret of a card that was just printed for the member m001."""
    app.config["WTF_CSRF_ENABLED"] = False
    add_member(app)
    return print_for(app)


@pytest.fixture
def used(app, secret):
    """The same, with its PIN set."""
    in_use(app, secret)
    return secret


def state(app, secret):
    return card_with(app, secret, lambda _session, card: cards.state_of(card))


def test_the_first_use_sets_a_pin_by_the_word_and_logs_in(app, client, secret):
    assert scan(client, secret).location == "/card/word"
    word = word_for(app, secret)
    assert client.post("/card/word", data={"word": f"{word[:3]} {word[3:]}"}).location == "/card/new-pin"
    there = client.post("/card/new-pin", data={"pin": PIN, "again": PIN})
    assert (there.status_code, there.location) == (302, "/me")
    assert "logged in on this phone for 90 days" in client.get("/me").text


def test_a_card_opens_by_its_pin_on_another_phone(app, client, used):
    assert scan(client, used).location == "/card/pin"
    assert "王建国" in client.get("/card/pin").text
    assert type_pin(client).location == "/me"
    assert "Android, Chrome" in client.get("/me").text


def test_a_scanned_secret_stands_in_no_later_address(client, used):
    answer = scan(client, used)
    assert card_rows.in_address(used) not in answer.location
    assert card_rows.in_address(used) not in client.get("/card/pin").text


def test_the_rows_of_digits_are_as_good_as_the_square(client, used):
    rows = [card_rows.spaced(row) for row in card_rows.rows_of(used)]
    typed = {f"row{n}": row for n, row in enumerate(rows, 1)}
    assert client.post("/card", data=typed).location == "/card/pin"


def test_a_mistyped_row_is_named_and_what_was_typed_stays(client, used):
    rows = card_rows.rows_of(used)
    rows[2] = rows[2][:-1] + str((int(rows[2][-1]) + 1) % 10)
    page = client.post("/card", data={f"row{n}": row for n, row in enumerate(rows, 1)}).text
    assert 'href="#row3"' in page
    assert rows[0] in page


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
    assert client.post("/card/new-pin", data={"pin": "370258", "again": "370258"}).location == "/me"


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
    assert type_pin(client).location == "/me"


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


def test_a_card_that_is_not_used_in_time_opens_nothing(app, client, clock, secret):
    word = word_for(app, secret)
    scan(client, secret)
    clock.go_on(days=14)
    assert "not used in time" in scan(client, secret).text
    assert client.post("/card/word", data={"word": word}).location == "/card"


def test_a_card_that_is_switched_off_logs_its_phones_out_and_cannot_be_replayed(app, client, used):
    scan(client, used)
    type_pin(client)
    phone = app.test_client()
    scan(phone, used)
    switch_off(app, used)
    assert client.get("/me").location.startswith("/login")
    assert "switched off" in scan(client, used).text
    assert type_pin(client).location == "/card"
    assert type_pin(phone).location == "/card"


def test_a_new_card_takes_the_place_of_the_old_one(app, client, used):
    scan(client, used)
    type_pin(client)
    new = print_for(app)
    assert client.get("/me").status_code == 302
    assert "switched off" in scan(client, used).text
    assert scan(client, new).location == "/card/word"
    with app.app_context():
        assert len(db.session.scalars(select(User).where(User.member_id.is_not(None))).all()) == 1


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


def test_inside_wechat_a_picture_shows_the_way_out_and_nothing_is_tried(app, client, used):
    wechat = {"User-Agent": PHONE + " MicroMessenger/8.0.49"}
    for address in (f"/c/{card_rows.in_address(used)}", "/card"):
        page = client.get(address, headers=wechat)
        assert page.status_code == 200
        assert "<svg" in page.text
        assert "browser" in page.text
    assert type_pin(client).location == "/card"


def test_scanning_leaves_a_planner_who_is_logged_in_alone(client, planner, used):
    scan(planner, used)
    assert planner.get("/planner/members").status_code == 200


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


def test_a_pin_leads_only_to_pages_of_ours(client, used):
    scan(client, used)
    assert type_pin(client, onward="?next=//evil.example").location == "/me"


def test_every_form_of_the_door_carries_its_token(app, client, used):
    app.config["WTF_CSRF_ENABLED"] = True
    scan(client, used)
    for address in ("/card", "/card/pin", "/card/word"):
        assert client.post(address, data={"pin": PIN, "word": "1"}).status_code == 400


def test_only_hashes_are_kept(app, client, used):
    word = word_for(app, used)
    with app.app_context():
        from sqlalchemy import text

        rows = str(db.session.execute(text("SELECT * FROM login_card")).all())
        rows += str(db.session.execute(text("SELECT word FROM login_word")).all())
    for shown in (card_rows.in_address(used), used.hex(), *card_rows.rows_of(used), PIN, word):
        assert shown not in rows
