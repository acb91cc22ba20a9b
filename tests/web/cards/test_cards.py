"""Cards at the door: the first use, a lost card, a new one."""

from sqlalchemy import select

from tests.web.carrying import (
    PHONE,
    PIN,
    print_for,
    scan,
    switch_off,
    type_pin,
    word_for,
)
from web.accounts import card_rows, card_views
from web.accounts.models import User
from web.extensions import db


def test_the_first_use_sets_a_pin_by_the_word_and_logs_in(app, client, secret):
    assert scan(client, secret).location == "/card/word"
    word = word_for(app, secret)
    assert client.post("/card/word", data={"word": f"{word[:3]} {word[3:]}"}).location == "/card/new-pin"
    there = client.post("/card/new-pin", data={"pin": PIN, "again": PIN})
    assert (there.status_code, there.location) == (302, "/field/")
    assert "logged in on this phone for 90 days" in client.get("/me").text


def test_a_card_opens_by_its_pin_on_another_phone(app, client, used):
    assert scan(client, used).location == "/card/pin"
    assert "王建国" in client.get("/card/pin").text
    assert type_pin(client).location == "/field/"
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


def test_a_card_that_is_switched_off_while_its_pin_is_typed_lets_nobody_in(app, client, used, monkeypatch):
    """Its phones are logged out just before this one comes in."""
    enter = card_views.enter_by_card

    def too_late(*asked):
        switch_off(app, used)
        return enter(*asked)

    scan(client, used)
    monkeypatch.setattr(card_views, "enter_by_card", too_late)
    type_pin(client)
    assert client.get("/me").location.startswith("/login")


def test_a_new_card_takes_the_place_of_the_old_one(app, client, used):
    scan(client, used)
    type_pin(client)
    new = print_for(app)
    assert client.get("/me").status_code == 302
    assert "switched off" in scan(client, used).text
    assert scan(client, new).location == "/card/word"
    with app.app_context():
        assert len(db.session.scalars(select(User).where(User.member_id.is_not(None))).all()) == 1


def test_inside_wechat_a_picture_shows_the_way_out_and_nothing_is_tried(app, client, used):
    wechat = {"User-Agent": PHONE + " MicroMessenger/8.0.49"}
    for address in (f"/c/{card_rows.in_address(used)}", "/card"):
        page = client.get(address, headers=wechat)
        assert page.status_code == 200
        assert "<svg" in page.text
        assert "browser" in page.text
    assert type_pin(client).location == "/card"


def test_inside_wechat_the_login_shows_the_way_out_too_and_a_password_serves_all_the_same(client):
    wechat = {"User-Agent": PHONE + " MicroMessenger/8.0.49"}
    page = client.get("/login?next=/mine/", headers=wechat).text
    assert "<svg" in page
    assert "/login?here=1&amp;next=/mine/" in page
    assert "<svg" not in client.get("/login?here=1&next=/mine/", headers=wechat).text


def test_scanning_leaves_a_planner_who_is_logged_in_alone(client, planner, used):
    scan(planner, used)
    assert planner.get("/planner/members").status_code == 200


def test_a_pin_leads_only_to_pages_of_ours(client, used):
    scan(client, used)
    assert type_pin(client, onward="?next=//evil.example").location == "/field/"


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
