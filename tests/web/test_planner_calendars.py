"""The planner's pages about calendars: links made, shown once and ended; files; and the list to be telephoned down."""

import re

import pytest
from markupsafe import Markup

from rotation.district.villages import district
from rotation.district.weeks import this_week
from rotation.roster.rosters import Line
from rotation.store import now, writing
from tests.conftest import ROOT
from tests.web.feeds.published import furnish, publish
from web.extensions import db

NEXT = this_week() + 1


@pytest.fixture
def at_work(app):
    """A furnished district, and a way to publish in it."""

    def put_in_force(*terms):
        with app.app_context():
            with writing(db.session()) as session:
                publish(session, district(session, "qixia"), [Line(*term) for term in terms], now())
            db.session.remove()

    with app.app_context():
        with writing(db.session()) as session:
            furnish(session, district(session, "qixia"))
        db.session.remove()
    put_in_force((NEXT, "v1", "m1"), (NEXT, "v1", "m2"))
    return put_in_force


def token_in(page: str) -> str:
    return re.search(r"/feeds/([\w-]{20,})\.ics", page)[1]


def test_a_link_is_shown_on_the_page_that_makes_it_and_never_again(at_work, planner, client):
    made = planner.post("/planner/members/m1/calendar", data={"name": "phone", "language": "en"})
    token = token_in(made.text)
    assert made.headers["Cache-Control"] == "no-store"
    assert f"webcal://127.0.0.1:8000/feeds/{token}.ics" in made.text
    assert '<svg viewBox="0 0' in made.text
    page = planner.get("/planner/members/m1/calendar").text
    assert token not in page
    assert "never fetched" in page
    assert client.get(f"/feeds/{token}.ics").status_code == 200
    assert "last fetched" in planner.get("/planner/members/m1/calendar").text
    ended = planner.post("/planner/members/m1/calendar/end", data={"name": "phone"}, follow_redirects=True)
    assert "The link “phone” is ended" in ended.text
    assert client.get(f"/feeds/{token}.ics").status_code == 410


@pytest.mark.parametrize("page", ["/planner/members/m1/calendar", "/planner/calendar-links"])
def test_a_planner_replaces_a_link_whose_address_is_lost_after_one_question(at_work, planner, client, page):
    lost = token_in(planner.post(page, data={"name": "a & b", "language": "en"}).text)
    asked = re.search(rf'href="({page}/replace[^"]*)"', planner.get(page).text)[1]
    assert "Replace the link “a &amp; b”?" in planner.get(asked).text
    assert "End the link “a &amp; b”?" in planner.get(asked.replace("/replace", "/end")).text
    made = planner.post(f"{page}/replace", data={"name": "a & b"})
    assert made.headers["Cache-Control"] == "no-store"
    assert client.get(f"/feeds/{lost}.ics").status_code == 410
    assert client.get(f"/feeds/{token_in(made.text)}.ics").status_code == 200
    assert planner.post(f"{page}/replace", data={"name": "none"}).status_code == 404


def test_two_links_of_one_name_are_refused_and_what_was_typed_stays(at_work, planner):
    planner.post("/planner/members/m1/calendar", data={"name": "phone", "language": "en"})
    again = planner.post("/planner/members/m1/calendar", data={"name": "phone", "language": "en"})
    assert "There is a link “phone” already" in again.text
    assert 'value="phone"' in again.text
    assert "Give the link a name." in planner.post("/planner/members/m1/calendar", data={"language": "en"}).text


def test_the_holder_of_a_link_takes_terms_once_or_subscribes(at_work, planner, client):
    token = token_in(planner.post("/planner/members/m1/calendar", data={"name": "phone", "language": "en"}).text)
    page = client.get(f"/feeds/{token}")
    assert page.headers["Cache-Control"] == "no-store"
    for wanted in (
        "All my terms",
        "year.ics",
        f"{NEXT}.ics",
        "webcal://",
        "calendar-guides#apple",
        "One Week Secretary in",
    ):
        assert wanted in page.text
    assert "1380013" not in page.text


def test_inside_wechat_a_picture_shows_the_way_out_before_any_file(at_work, planner, client):
    token = token_in(planner.post("/planner/members/m1/calendar", data={"name": "phone", "language": "en"}).text)
    for path in (f"/feeds/{token}", "/villages/v1/calendar", "/zones/z1/calendar"):
        page = client.get(path, headers={"User-Agent": "Mozilla/5.0 (Linux; Android 13) MicroMessenger/8.0.49"}).text
        assert page.index("wechat-picture") < page.index(".ics")
        assert "wechat-picture" not in client.get(path).text


def test_a_planner_takes_a_members_terms_as_files(at_work, planner):
    page = planner.get("/planner/members/m1/calendar").text
    for path in ("year.ics", f"{NEXT}.ics"):
        assert path in page
        answer = planner.get(f"/planner/members/m1/calendar/{path}")
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        assert b"BEGIN:VEVENT" in answer.data


def test_the_planners_own_link_brings_the_whole_district(at_work, planner, client):
    token = token_in(planner.post("/planner/calendar-links", data={"name": "desk", "language": "en"}).text)
    assert b"secretary 2 (m2)" in client.get(f"/feeds/{token}.ics").data
    assert "The whole roster in my calendar" in client.get(f"/feeds/{token}").text
    assert client.get(f"/feeds/{token}/year.ics").status_code == 404


def test_anybody_finds_a_villages_and_a_zones_calendar(at_work, client):
    assert "/villages/v1/calendar" in client.get("/villages/v1").text
    assert "/villages/v1.ics" in client.get("/villages/v1/calendar").text
    assert "/zones/z1.ics" in client.get("/zones/z1/calendar").text
    guides = client.get("/calendar-guides").text
    for picture in ("apple", "android", "outlook", "wecom"):
        assert (ROOT / "web" / "static" / "pictures" / f"calendar-{picture}.svg").is_file()
        assert f"calendar-{picture}.svg" in guides


def test_the_call_list_is_telephoned_down_each_call_ticked(at_work, planner):
    page = planner.get("/planner/calls").text
    assert "2 people to call" in page
    assert "tel:13800138001" in page
    assert "no calendar link" in page
    ticked = planner.post("/planner/calls/m1", data={"roster": 1}, follow_redirects=True).text
    assert "1 person to call" in ticked
    assert "ticked by planner" in ticked
    back = planner.post("/planner/calls/m1/take-back", data={"roster": 1}, follow_redirects=True).text
    assert "2 people to call" in back
    for code in ("m1", "m2"):
        planner.post(f"/planner/calls/{code}", data={"roster": 1})
    assert "Everybody knows" in planner.get("/planner/calls").text
    at_work((NEXT, "v2", "m1"))
    page = planner.get("/planner/calls").text
    assert "in Shibu, not in Qianjia" in page
    assert "no longer:" in page


def test_who_is_called_about_part_of_a_week_is_told_the_days(at_work, planner):
    for code in ("m1", "m2"):
        planner.post(f"/planner/calls/{code}", data={"roster": 1})
    monday, tuesday, wednesday, *_, sunday = NEXT.days()
    at_work((NEXT, "v1", "m1", (monday, tuesday)), (NEXT, "v1", "m2"), (NEXT, "v1", "m3", (wednesday, sunday)))
    page = Markup(planner.get("/planner/calls").text).striptags()
    assert re.search(r"in Qianjia \(Mon [^)]* to Tue [^)]*\), not in Qianjia \(Mon [^)]* to Sun ", page)
    assert re.search(r"new: Mon .* in Qianjia \(Wed [^)]* to Sun ", page)


def test_what_a_feed_did_stands_beside_a_name_and_takes_nobody_off(at_work, planner, client):
    token = token_in(planner.post("/planner/members/m1/calendar", data={"name": "phone", "language": "en"}).text)
    assert "calendar “phone” never fetched" in planner.get("/planner/calls").text
    client.get(f"/feeds/{token}.ics")
    page = planner.get("/planner/calls").text
    assert "calendar “phone” fetched" in page
    assert "2 people to call" in page


def test_these_pages_are_the_planners(at_work, client):
    for path in (
        "/planner/calls",
        "/planner/calendar-links",
        "/planner/members/m1/calendar",
        "/planner/members/m1/calendar/year.ics",
    ):
        assert client.get(path).status_code == 302
    assert client.post("/planner/calls/m1", data={"roster": 1}).status_code in (400, 403)


def test_strange_values_are_refused_politely(at_work, planner):
    assert planner.post("/planner/calls/m1").status_code == 404
    assert planner.post("/planner/calls/m1", data={"roster": "99999999999999999999"}).status_code == 404
    assert planner.post("/planner/members/m1/calendar/end", data={"name": "none"}).status_code == 404
    assert planner.get("/planner/members/nobody/calendar").status_code == 404
