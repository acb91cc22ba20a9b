"""The planner's keyring: cards to print, words to say, logins to make and switch off, the record to read."""

import re

import pytest
from sqlalchemy import select

from rotation.district.offices import Level, Office
from rotation.district.villages import District, Village, district
from rotation.store import writing
from tests.web.carrying import add_member, in_use, print_for, scan, type_pin
from tests.web.conftest import PASSWORD, come_in
from web.accounts import card_rows
from web.accounts.models import Card
from web.accounts.users import add_user
from web.extensions import db


@pytest.fixture(autouse=True)
def members(app, clock, planner):
    add_member(app)
    add_member(app, "m002", "李红", "13900139000")


@pytest.fixture
def places(app):
    """A village with its committee, and a township office."""
    with app.app_context(), writing(db.session()) as session:
        home = district(session, "qixia").id
        village = Village(district_id=home, code="v01", name="东村")
        session.add(village)
        session.flush()
        session.add(Office(district_id=home, code="o01", name="东村村委会", level=Level.VILLAGE, village_id=village.id))
        session.add(Office(district_id=home, code="o02", name="水务站", level=Level.TOWNSHIP))


def new_login(planner, **fields):
    return planner.post("/planner/new-login", data={"name": "Wu", "username": "wu", "office": ""} | fields)


def said_in(page):
    return re.search(r'class="said-word">(\d{3}) (\d{3})<', page).expand(r"\1\2")


def test_a_sheet_bears_a_square_and_four_rows_for_each_member_and_no_word(app, planner):
    page = planner.post("/planner/cards/print", data={"members": ["m001", "m002"]})
    assert page.headers["Cache-Control"] == "no-store"
    assert page.text.count('class="login-card"') == 2
    rows = re.findall(r"<li>(\d{3} \d{4} \d{4})</li>", page.text)
    assert len(rows) == 8
    assert "127.0.0.1:8000/card" in page.text
    typed = {f"row{n}": row for n, row in enumerate(rows[:4], 1)}
    assert app.test_client().post("/card", data=typed).location == "/card/word"


def test_nobody_chosen_is_said(planner):
    assert "Nobody is chosen" in planner.post("/planner/cards/print").text


def test_a_card_in_use_is_replaced_only_after_asking(app, planner):
    secret = print_for(app)
    in_use(app, secret)
    asked = planner.post("/planner/cards/print", data={"members": ["m001", "m002"]})
    assert "王建国" in asked.text
    assert scan(app.test_client(), secret).location == "/card/pin"
    planner.post("/planner/cards/print", data={"members": ["m001"], "sure": "y"})
    assert "switched off" in scan(app.test_client(), secret).text or "已停用" in scan(app.test_client(), secret).text


def test_the_word_that_is_shown_opens_the_first_use(app, planner):
    secret = print_for(app)
    phone = app.test_client()
    scan(phone, secret)
    word = said_in(planner.post("/planner/cards/m001/word").text)
    assert phone.post("/card/word", data={"word": word}).location == "/card/new-pin"
    assert word not in planner.get("/planner/cards/m001").text


def test_words_for_all_fresh_cards_at_once(app, planner):
    for code in ("m001", "m002"):
        print_for(app, code)
    page = planner.post("/planner/cards/words").text
    assert len(re.findall(r'<td class="letters">\d{3} \d{3}</td>', page)) == 2


def test_the_code_for_a_forgotten_pin_is_read_out_to_the_number_on_file(app, planner):
    in_use(app, print_for(app))
    page = planner.post("/planner/cards/m001/word").text
    assert 'href="tel:13800138000"' in page
    assert len(said_in(page)) == 6


def test_a_member_without_a_card_has_no_word(planner):
    assert planner.post("/planner/cards/m001/word").status_code == 409
    assert planner.get("/planner/cards/m001/off").status_code == 409


def test_a_lost_card_is_switched_off_after_asking_once(app, planner):
    secret = print_for(app)
    in_use(app, secret)
    phone = app.test_client()
    scan(phone, secret)
    type_pin(phone)
    assert "opens nothing" in planner.get("/planner/cards/m001/off").text
    assert planner.post("/planner/cards/m001/off").status_code == 302
    assert phone.get("/me").status_code == 302
    assert "switched off" in planner.get("/planner/cards/m001").text


def test_a_login_is_made_and_its_password_is_shown_once(app, planner, places):
    page = new_login(planner, role="committee", office="o01")
    password = re.search(r'class="letters">([a-z0-9]{3}(?:-[a-z0-9]{3}){3})<', page.text)[1]
    assert page.headers["Cache-Control"] == "no-store"
    other = app.test_client()
    there = other.post("/login", data={"username": "wu", "password": password})
    assert there.location == "/login/own-password"
    assert password not in planner.get("/planner/logins/wu").text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"role": "committee"}, "office"),
        ({"role": "committee", "office": "o02"}, "office"),
        ({"role": "official"}, "office"),
        ({"role": "planner"}, "role"),
        ({"role": "township", "office": "o02", "username": "planner"}, "username"),
        ({"role": "township", "office": "o02", "username": "a/b"}, "username"),
        ({"role": "township", "office": "none"}, "office"),
    ],
)
def test_a_login_that_cannot_be_is_refused_at_its_field(planner, places, fields, field):
    page = new_login(planner, **fields)
    assert page.status_code == 200
    assert f'href="#{field}' in page.text


def test_an_inspector_belongs_to_villages(planner, places):
    assert new_login(planner, role="official", villages=["v01"]).status_code == 200
    assert "东村" in planner.get("/planner/logins/wu").text


def test_a_login_is_switched_off_and_on_again(app, planner, places):
    new_login(planner, role="township", office="o02")
    other = come_in(app, app.test_client(), "wu")
    assert other.get("/me").status_code == 200
    planner.post("/planner/logins/wu/off")
    assert other.get("/me").status_code == 302
    planner.post("/planner/logins/wu/on")
    assert come_in(app, other, "wu").get("/me").status_code == 200


def test_another_password_ends_the_login_everywhere(app, planner, places):
    new_login(planner, role="township", office="o02")
    other = come_in(app, app.test_client(), "wu")
    assert planner.post("/planner/logins/wu/password").status_code == 200
    assert other.get("/me").status_code == 302


@pytest.mark.parametrize("step", ["password", "off", "on"])
def test_a_planner_changes_no_planner(planner, step):
    assert planner.post(f"/planner/logins/planner/{step}").status_code == 409
    assert planner.get("/me").status_code == 200


def test_logins_of_another_district_are_not_there(app, planner):
    with app.app_context(), writing(db.session()) as session:
        there = District(code="xuanwu", name="玄武区")
        session.add(there)
        session.flush()
        add_user(session, "neighbour", PASSWORD, district=there)
    assert "neighbour" not in planner.get("/planner/logins").text
    assert planner.get("/planner/logins/neighbour").status_code == 404
    assert planner.post("/planner/logins/neighbour/off").status_code == 404
    app.test_client().post("/login", data={"username": "neighbour", "password": "wrong word"})
    assert "neighbour" not in planner.get("/planner/login-record").text


def test_the_record_shows_who_came_in_and_who_did_not(app, planner):
    secret = print_for(app)
    in_use(app, secret)
    phone = app.test_client()
    scan(phone, secret)
    type_pin(phone, "111222")
    type_pin(phone)
    page = planner.get("/planner/login-record?login=m001").text
    assert "Android, Chrome" in page
    assert page.index("logged in") < page.rindex("wrong")


def test_the_record_shows_refusals_of_what_there_is_not(app, planner):
    """A login or a card that nobody has belongs to no district: every planner reads of it."""
    stranger = app.test_client()
    stranger.post("/login", data={"username": "nobody", "password": "wrong word"})
    stranger.get("/c/" + "A" * 22)
    page = planner.get("/planner/login-record").text
    assert page.count("unknown") == 2
    assert "nobody" not in page


@pytest.mark.parametrize("before", ["9" * 30, "-1", "x"])
def test_a_place_in_the_record_that_cannot_be_is_passed_over(planner, before):
    assert planner.get(f"/planner/login-record?before={before}").status_code == 200


def test_a_secret_address_is_nowhere_among_the_planners_pages(app, planner):
    secret = card_rows.in_address(print_for(app))
    for address in ("/planner/cards", "/planner/cards/m001", "/planner/login-record", "/planner/logins"):
        assert secret not in planner.get(address).text
    with app.app_context():
        assert db.session.scalars(select(Card)).one().secret != secret
