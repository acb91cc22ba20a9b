"""A page that nothing has changed costs nothing, and one that something has changed is never stale."""

from datetime import date, timedelta

import pytest
from flask import template_rendered
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from rotation.district.members import Member
from rotation.district.offices import Level, Office
from rotation.district.villages import District, Village, Zone
from rotation.district.weeks import CalendarDay, DayKind, today
from rotation.record import ledger
from rotation.record.roles import BY_ITSELF
from rotation.roster.rosters import Roster, Status
from rotation.store import writing
from tests.web.conftest import come_in
from web import create_app
from web.extensions import db
from web.public import fresh
from web.public.kept_pages import Kept, Page


@pytest.fixture
def village(app):
    """A village with its office, zone, and somebody who may serve."""
    with app.app_context():
        with writing(db.session()) as session:
            session.add(Zone(district_id=1, code="z1", name="东片"))
            session.add(Village(district_id=1, code="v1", name="钱家村", name_en="Qianjia"))
            session.add(Member(district_id=1, code="m1", name="王秀英"))
            session.add(Office(district_id=1, code="o1", name="镇政府", level=Level.TOWNSHIP, holder="甲"))
        db.session.remove()
    return app


@pytest.fixture
def rendered(village):
    """The names of the templates that were rendered."""
    names = []

    def note(_app, template, **_more):
        names.append(template.name)

    with template_rendered.connected_to(note, village):
        yield names


def _write(app, act):
    with app.app_context():
        with writing(db.session()) as session:
            act(session)
        db.session.remove()


def _change(kind, **values):
    def act(session):
        row = session.query(kind).first()
        for name, value in values.items():
            setattr(row, name, value)

    return act


def _publish(session):
    roster = Roster(district_id=1, number=1, start=fresh.this_week(), weeks=1, problem="{}")
    session.add(roster)
    session.flush()
    roster.status, roster.version = Status.PUBLISHED, 1


CHANGES = {
    "an entry": lambda session: ledger.append(session, "escalated", BY_ITSELF, task="260000017", village="v1"),
    "a village": _change(Village, committee_phone="025 8555 0202"),
    "a new village": lambda session: session.add(Village(district_id=1, code="v2", name="石埠村")),
    "a zone": _change(Zone, name="西片"),
    "a member's consent": _change(Member, named_in_public=True),
    "an office": _change(Office, name="街道办事处"),
    "a district": _change(District, name="浦口区"),
    "a roster": _publish,
    "a holiday": lambda session: session.add(CalendarDay(district_id=1, day=today(), kind=DayKind.HOLIDAY)),
}


def test_what_is_known_is_answered_without_rendering(village, client, rendered):
    mark = client.get("/villages/v1").headers["ETag"]
    again = client.get("/villages/v1", headers={"If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == mark
    assert again.headers["Vary"] == "Cookie"
    assert "Content-Security-Policy" in again.headers
    assert rendered == ["public/village.html"]


def test_a_second_reader_is_given_the_same_page_without_rendering(village, client, rendered):
    first, other = client.get("/villages/v1"), village.test_client()
    other.set_cookie("lang", "en")
    assert other.get("/villages/v1").data == first.data
    assert rendered == ["public/village.html"]


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_whatever_changes_makes_the_page_anew(village, client, change):
    mark = client.get("/villages/v1").headers["ETag"]
    _write(village, change)
    again = client.get("/villages/v1", headers={"If-None-Match": mark})
    assert again.status_code == 200
    assert again.headers["ETag"] != mark


def test_another_day_makes_the_page_anew(village, client, monkeypatch):
    mark = client.get("/villages/v1").headers["ETag"]
    monkeypatch.setattr(fresh, "today", lambda: date.today() + timedelta(days=2))  # noqa: DTZ011 - any other day
    assert client.get("/villages/v1", headers={"If-None-Match": mark}).status_code == 200


@pytest.mark.parametrize(("name", "value"), [("lang", "zh_Hans"), ("text", "large")])
def test_every_choice_has_a_page_of_its_own(village, client, name, value):
    first = client.get("/villages/v1")
    client.set_cookie(name, value)
    other = client.get("/villages/v1", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200
    assert other.data != first.data


def test_who_is_logged_in_gets_a_page_of_their_own_which_nobody_else_does(village, client):
    _public = client.get("/villages/v1")
    known = come_in(village, village.test_client(), "planner")
    assert "Planner Zhou" in known.get("/villages/v1").text
    assert "Planner Zhou" not in village.test_client().get("/villages/v1").text


def test_a_visitor_with_a_cookie_but_no_login_has_the_public_page(village, client):
    mark = client.get("/villages/v1").headers["ETag"]
    with client.session_transaction() as cookie:
        cookie["seen"] = 1
    assert client.get("/villages/v1", headers={"If-None-Match": mark}).status_code == 304


def test_a_notice_is_shown_once_and_not_kept(village, client):
    with client.session_transaction() as cookie:
        cookie["_flashes"] = [("message", "Saved.")]
    assert "Saved." in client.get("/villages/v1").text
    assert "Saved." not in client.get("/villages/v1").text
    assert "Saved." not in village.test_client().get("/villages/v1").text


def test_what_is_not_there_is_not_kept(village, client):
    missing = client.get("/villages/v9")
    assert missing.status_code == 404
    assert "ETag" not in missing.headers
    _write(village, lambda session: session.add(Village(district_id=1, code="v9", name="新村")))
    assert client.get("/villages/v9").status_code == 200


def test_only_looking_is_answered_from_what_is_known(village, client):
    mark = client.get("/villages/v1").headers["ETag"]
    assert client.head("/villages/v1", headers={"If-None-Match": mark}).status_code == 304
    assert client.post("/villages/v1", headers={"If-None-Match": mark}).status_code in {400, 405}


def test_a_store_that_does_not_answer_is_said_to_be_busy(village, client, monkeypatch):
    mark = client.get("/villages/v1").headers["ETag"]

    def fail(*_given):
        raise OperationalError("SELECT", None, Exception("gone"))

    monkeypatch.setattr(fresh, "_state", fail)
    assert client.get("/villages/v1", headers={"If-None-Match": mark}).status_code == 503


def test_a_page_costs_one_query_to_find_unchanged(village, client):
    mark, asked = client.get("/villages/v1").headers["ETag"], []
    with village.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert client.get("/villages/v1", headers={"If-None-Match": mark}).status_code == 304
    assert asked == []  # the one that finds the state goes past SQLAlchemy


def test_a_unit_of_work_is_whole_in_a_connection_by_which_a_page_was_found_unchanged(both_settings):
    app = create_app(both_settings)
    app.test_client().get("/")

    def found_a_district_and_fail():
        with writing(db.session()) as session:
            session.add(District(code="qixia", name="栖霞区"))
            session.flush()
            raise ZeroDivisionError

    with app.app_context():
        with pytest.raises(ZeroDivisionError):
            found_a_district_and_fail()
        assert not db.session.scalars(select(District)).all()
        db.session.remove()
        db.engine.dispose()


def _page(body):
    return Page(body, "text/html")


def test_no_more_is_kept_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr("web.public.kept_pages.MOST_BYTES", 10)
    kept = Kept()
    for name in ("a", "b"):
        kept.keep(name, _page(b"12345"))
    kept.page("a")
    kept.keep("c", _page(b"12345"))
    assert [kept.page(name) for name in "abc"] == [_page(b"12345"), None, _page(b"12345")]
    kept.keep("a", _page(b"123"))
    kept.keep("d", _page(b"12"))
    assert kept.page("c") == _page(b"12345")


def test_what_is_too_large_is_not_kept(monkeypatch):
    monkeypatch.setattr("web.public.kept_pages.LARGEST", 3)
    kept = Kept()
    kept.keep("a", _page(b"1234"))
    assert kept.page("a") is None


def test_any_page_s_mark_finds_no_page_that_is_not_there(village, client):
    for address in ("/villages/v9", "/nowhere"):
        assert client.get(address, headers={"If-None-Match": "*"}).status_code == 404
