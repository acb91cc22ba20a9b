"""A member's own calendar links: made, seen, replaced and ended, and never somebody else's."""

import re

import pytest

from rotation.board.calendars import links
from rotation.board.calendars.links import Owner
from rotation.district.members import member
from rotation.district.villages import district
from rotation.district.weeks import this_week
from rotation.roster.rosters import Line
from rotation.store import now, writing
from tests.web.conftest import come_in
from tests.web.feeds.published import furnish, publish
from web.accounts.users import Belonging, add_user
from web.extensions import db

PAGE = "/my-calendars"
NEXT = this_week() + 1


@pytest.fixture
def mine(app, client):
    """The member m1, logged in, with a term next week."""
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        with writing(db.session()) as session:
            home = district(session, "qixia")
            furnish(session, home)
            publish(session, home, [Line(NEXT, "v1", "m1")], now())
            whose = Belonging(member=member(session, home.id, "m1"))
            add_user(session, "m1", None, roles=["member"], belonging=whose)
            links.make(session, Owner(home.id, member="m2"), "phone", "en", "planner")
        db.session.remove()
    return come_in(app, client, "m1")


def token_in(page: str) -> str:
    return re.search(r"/feeds/([\w-]{20,})\.ics", page)[1]


def new(mine, name="phone"):
    return token_in(mine.post(PAGE, data={"name": name, "language": "en"}).text)


def test_a_link_is_shown_once_and_says_when_it_was_fetched_last(mine):
    made = mine.post(PAGE, data={"name": "phone", "language": "en"})
    assert made.headers["Cache-Control"] == "no-store"
    assert "No calendar has fetched it yet" in mine.get(PAGE).text
    assert mine.get(f"/feeds/{token_in(made.text)}.ics").status_code == 200
    page = mine.get(PAGE).text
    assert "A calendar last fetched it" in page
    assert token_in(made.text) not in page


def test_a_lost_address_is_replaced_by_another_of_its_name(mine):
    lost = new(mine)
    assert "Replace the link “phone”?" in mine.get(f"{PAGE}/replace?name=phone").text
    found = token_in(mine.post(f"{PAGE}/replace", data={"name": "phone"}).text)
    assert mine.get(f"/feeds/{lost}.ics").status_code == 410
    assert mine.get(f"/feeds/{found}.ics").status_code == 200
    assert mine.get(PAGE).text.count("<h3>phone</h3>") == 1


def test_a_link_is_ended_alone_after_being_asked(mine):
    kept, ended = new(mine, "tablet"), new(mine)
    assert "End the link “phone”?" in mine.get(f"{PAGE}/end?name=phone").text
    assert "The link “phone” is ended" in mine.post(f"{PAGE}/end", data={"name": "phone"}, follow_redirects=True).text
    assert mine.get(f"/feeds/{ended}.ics").status_code == 410
    assert mine.get(f"/feeds/{kept}.ics").status_code == 200


def test_terms_are_taken_once_as_files(mine):
    year = mine.get(f"{PAGE}/year.ics")
    assert "attachment" in year.headers["Content-Disposition"]
    assert b"UID:term." in year.data
    assert mine.get(f"{PAGE}/{NEXT}.ics").data.count(b"BEGIN:VEVENT") == year.data.count(b"BEGIN:VEVENT")
    assert mine.get(f"{PAGE}/{NEXT + 1}.ics").status_code == 404


@pytest.mark.parametrize("deed", ["replace", "end"])
def test_the_links_of_others_are_out_of_reach(mine, deed):
    assert mine.get(f"{PAGE}/{deed}?name=phone").status_code == 404
    assert mine.post(f"{PAGE}/{deed}", data={"name": "phone"}).status_code == 404


def test_a_name_that_is_taken_is_refused_and_stays_typed(mine):
    new(mine)
    again = mine.post(PAGE, data={"name": "phone", "language": "en"})
    assert "There is a link “phone” already" in again.text
    assert 'value="phone"' in again.text


def test_only_members_come_in(app, client):
    assert client.get(PAGE).location.startswith("/login")
    assert come_in(app, client, "planner").get(PAGE).status_code == 403
