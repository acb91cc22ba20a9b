"""What anybody sees: who serves, without those who do not want to be named; and whether the site is well."""

import re
from datetime import timedelta

import pytest
from markupsafe import Markup
from sqlalchemy import event, text

from rotation.district.members import Member
from rotation.district.villages import District, Village, Zone
from rotation.district.weeks import this_week
from rotation.jobs import RunnerSign
from rotation.roster.rosters import Roster, Status, Term
from rotation.store import create_triggers, now, writing
from web.dates import day
from web.extensions import db


@pytest.fixture
def inside(app):
    """A session within the site, committed at the end."""
    with app.app_context():
        with writing(db.session()) as session:
            yield session
        db.session.remove()


@pytest.fixture
def served(app):
    """Two villages in a zone; this week Wang and two without consent in Qianjia, Li for pressing matters."""
    with app.app_context():
        with writing(db.session()) as session:
            _enter(session)
        db.session.remove()
    return app


def _enter(session):
    east = Zone(district_id=1, code="east", name="东片", troubleshooters=1)
    session.add(east)
    session.flush()
    session.add(
        Village(
            district_id=1,
            zone_id=east.id,
            code="qianjia",
            name="钱家村",
            name_en="Qianjia",
            hearing_place="村口大树下",
            committee_room="二楼201",
            committee_hours="08:30–17:00",
            committee_phone="025 8555 0101",
        )
    )
    session.add(Village(district_id=1, code="shibu", name="石埠村", closed_weeks=[str(this_week())]))
    for code, name, named in (
        ("m1", "王秀英", True),
        ("m2", "赵国强", False),
        ("m3", "孙桂兰", False),
        ("m4", "李建华", True),
        ("m5", "周志刚", False),
    ):
        session.add(Member(district_id=1, code=code, name=name, phone="13800138000", named_in_public=named))
    roster = Roster(district_id=1, number=1, start=this_week() + -1, weeks=3, problem="{}")
    session.add(roster)
    session.flush()
    for week, place, members in (
        (this_week(), "qianjia", ("m1", "m2", "m3")),
        (this_week(), "east", ("m4", "m5")),
        (this_week() + 1, "qianjia", ("m5",)),
    ):
        session.add_all(Term(roster_id=roster.id, week=week, place=place, member=member) for member in members)
    session.flush()
    roster.status, roster.version = Status.PUBLISHED, 1


def test_the_first_page_of_one_district_shows_its_villages(served, client):
    page = client.get("/").text
    assert "Qixia: who serves this week" in page
    assert "Qianjia" in page
    assert "王秀英" in page


def test_who_did_not_consent_is_nowhere_named(served, client):
    for address in ("/", "/villages/qianjia", "/districts/qixia"):
        page = client.get(address).text
        assert not re.search("赵国强|孙桂兰|周志刚", page)
        assert not re.search(r"\bm[1-5]\b", page)
    page = client.get("/villages/qianjia").text
    assert "secretary 2" in page
    assert "secretary 3" in page
    assert "troubleshooter 2" in page


def test_a_village_shows_two_weeks_and_how_to_be_heard(served, client):
    page = client.get("/villages/qianjia").text
    this, following = page.index("This week"), page.index("Next week")
    assert "王秀英" in page[this:following]
    assert "李建华" in page[this:following]
    assert "secretary 1" in page[following:]
    for said in ("Monday to Friday, 08:30", "村口大树下", "二楼201", "08:30–17:00", 'href="tel:02585550101"'):
        assert said in page


def test_a_week_without_a_team_says_why(served, client):
    page = client.get("/villages/shibu").text
    assert "No team comes in this week." in page
    assert "Nobody serves in this week." in page


def test_weeks_beyond_the_roster_are_said_to_be_open(served, client, monkeypatch):
    from web.public import board

    monkeypatch.setattr(board, "this_week", lambda: this_week() + 1)
    assert "The roster for this week is not published yet." in client.get("/villages/qianjia").text


def test_before_the_first_term_the_pages_say_when_it_is(served, client, monkeypatch):
    from web.public import board, views

    with served.test_request_context("/?lang=en", headers={"Cookie": "lang=en"}):
        first = day(this_week().monday)
    for module in (board, views):
        monkeypatch.setattr(module, "this_week", lambda: this_week() + -2)
    for address in ("/", "/villages/qianjia"):
        assert f"The first teams come on {first}." in Markup(client.get(address).text).striptags()


def test_no_telephone_stands_there_but_the_committees(served, client):
    for address in ("/", "/villages/qianjia", "/districts/qixia"):
        shown = client.get(address).text.replace("025 8555 0101", "").replace("02585550101", "")
        assert not re.search(r"\d{7}", re.sub(r"[?]v=\w+", "", shown))


def test_an_empty_site_says_so(app, client, inside):
    inside.execute(text("DELETE FROM user_role"))
    inside.execute(text("DELETE FROM user_account"))
    inside.execute(text("DELETE FROM district"))
    inside.commit()
    assert "Nothing has been entered here yet." in client.get("/").text


def test_several_districts_are_offered_in_a_list(served, client, inside):
    inside.add(District(code="pukou", name="浦口区", name_en="Pukou"))
    inside.commit()
    page = client.get("/").text
    assert 'href="/districts/pukou"' in page
    assert 'href="/districts/qixia"' in page
    assert "No villages have been entered yet." in client.get("/districts/pukou").text


@pytest.mark.parametrize(
    "address", ["/villages/nowhere", "/districts/nowhere", "/villages/%00", "/villages/" + "x" * 5000]
)
def test_what_there_is_not_is_not_found(served, client, address):
    assert client.get(address).status_code == 404


def test_a_village_that_is_not_served_any_more_is_gone(served, client, inside):
    inside.query(Village).filter_by(code="qianjia").one().active = False
    inside.commit()
    assert client.get("/villages/qianjia").status_code == 404
    assert "Qianjia" not in client.get("/").text


@pytest.mark.parametrize("address", ["/", "/villages/qianjia"])
def test_a_page_that_is_known_already_is_not_sent_again(served, client, address):
    mark = client.get(address).headers["ETag"]
    again = client.get(address, headers={"If-None-Match": mark})
    assert (again.status_code, again.data) == (304, b"")
    assert "Content-Security-Policy" in again.headers


def test_a_page_that_has_changed_is_sent_anew(served, client, inside):
    mark = client.get("/villages/qianjia").headers["ETag"]
    inside.query(Village).filter_by(code="qianjia").one().committee_phone = "025 8555 0202"
    inside.commit()
    assert client.get("/villages/qianjia", headers={"If-None-Match": mark}).status_code == 200


def test_each_language_has_its_own_mark(served, client):
    mark = client.get("/villages/qianjia").headers["ETag"]
    client.set_cookie("lang", "zh_Hans")
    answer = client.get("/villages/qianjia", headers={"If-None-Match": mark})
    assert answer.status_code == 200
    assert "Cookie" in answer.headers["Vary"]


def test_a_page_costs_the_same_few_queries_for_many_villages(served, client, inside):
    inside.add_all(Village(district_id=1, code=f"v{n}", name=f"村{n}") for n in range(60))
    inside.commit()
    asked = []
    with served.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    assert client.get("/").status_code == 200
    assert len(asked) <= 8


def test_health_tells_of_database_triggers_and_runner(app, client, inside):
    create_triggers(inside.connection())
    inside.commit()
    well = client.get("/healthz")
    assert (well.status_code, well.headers["Cache-Control"]) == (200, "no-store")
    assert well.json == {"status": "ok", "database": "ok", "triggers": "ok", "runner": "never seen"}
    inside.add(RunnerSign(id=1, at=now()))
    inside.commit()
    assert client.get("/healthz").json["runner"] == "alive"
    inside.get(RunnerSign, 1).at = now() - timedelta(minutes=2)
    inside.commit()
    assert client.get("/healthz").json["runner"] == "silent"


def test_health_fails_without_a_trigger(app, client, inside):
    create_triggers(inside.connection())
    inside.execute(text("DROP TRIGGER term_update_frozen"))
    inside.commit()
    ill = client.get("/healthz")
    assert (ill.status_code, ill.json["triggers"]) == (503, "missing")


def test_health_fails_without_a_database(app, client, monkeypatch):
    from sqlalchemy.exc import OperationalError

    def unreachable(*_args):
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr(db.session, "execute", unreachable)
    ill = client.get("/healthz")
    assert (ill.status_code, ill.json["database"]) == (503, "unreachable")


def test_search_engines_are_asked_to_stay_away(client):
    assert "Disallow: /\n" in client.get("/robots.txt").text
