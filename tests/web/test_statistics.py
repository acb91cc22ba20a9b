"""A district in numbers: for everyone and for planners; every rate beside what it was made of."""

import csv
import io
import re
from datetime import timedelta

import pytest

from rotation.district.offices import Level, Office
from rotation.district.villages import District, Village, district
from rotation.district.weeks import Week
from rotation.record import acts, follow_ups
from rotation.record.roles import Hand, Role
from rotation.record.voices import Speaker
from rotation.store import now, writing
from web.extensions import db


@pytest.fixture
def counted(app):
    """A village with two tasks, one of them done, and a question that is not due yet."""
    settings = app.extensions["settings"]
    with app.app_context(), writing(db.session()) as session:
        home = district(session, "qixia")
        village = Village(district_id=home.id, code="v01", name="石埠桥村", name_en="Shibuqiao")
        session.add(village)
        session.flush()
        office = {"code": "o-v01", "name": "村委会", "level": Level.VILLAGE, "village_id": village.id, "holder": "王"}
        session.add(Office(district_id=home.id, **office))
        session.flush()
        hand = Hand(Role.COMMITTEE, "c-v01", office="o-v01")
        first, _second = (acts.open_task(session, settings, village, hand, category="roads") for _ in range(2))
        acts.begin(session, first, hand)
        acts.finish(session, first, hand, "修好了")
        follow_ups.ask(session, settings, Speaker(Hand(Role.VILLAGER)), first, "修好了吗?")


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True)).split())


@pytest.mark.parametrize("by", ["week", "village", "category"])
def test_rates_stand_beside_their_counts(client, counted, by):
    said = words(client.get(f"/statistics?by={by}"))
    assert "2 begun ; 1 still to do" in said or "2 begun; 1 still to do" in said
    assert "1 of 1 (100 %) ; 1 still to do or joined to another is left out" in said.replace("%);", "%) ;")
    assert "none yet ; 1 not due yet is left out" in said.replace("yet;", "yet ;")


@pytest.mark.parametrize(("by", "key"), [("week", None), ("village", "v01"), ("category", "roads")])
def test_the_counts_are_given_as_data_too(client, counted, by, key):
    asked = f"by={by}&period=12&village=v01"
    found = client.get(f"/districts/qixia/statistics.json?{asked}").json
    [row] = found["rows"]
    assert (found["by"], found["village"], row["begun"], row["to_do"], row["not_due"]) == (by, "v01", 2, 1, 1)
    assert row[by] == (key or found["last"])
    answer = client.get(f"/districts/qixia/statistics.csv?{asked}")
    [line] = csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""))
    assert line == {name: str(value) for name, value in row.items()}
    page = client.get(f"/districts/qixia/statistics?{asked}").text
    for ending in ("csv", "json"):
        assert f"/districts/qixia/statistics.{ending}?{asked.replace('&', '&amp;')}" in page
        assert client.get(f"/districts/qixia/statistics.{ending}?by=people").status_code == 400


def test_a_year_is_that_of_its_weeks(client, counted, monkeypatch):
    """The last week of 2026 ends in January."""
    monkeypatch.setattr("web.statistics.this_week", lambda: Week.parse("2026-W53"))
    said = {year: client.get(f"/statistics?period={year}").status_code for year in range(2023, 2028)}
    assert said == {2023: 400, 2024: 200, 2025: 200, 2026: 200, 2027: 400}


def test_villages_and_categories_have_their_names(client, counted):
    assert "Shibuqiao" in words(client.get("/statistics?by=village"))
    assert "roads and bridges" in words(client.get("/statistics?by=category"))


def test_charts_have_their_tables(client, counted):
    page = client.get("/districts/qixia/statistics").get_data(as_text=True)
    assert page.count('role="img"') == 2
    assert page.count("<table") == 5
    assert "style=" not in page
    assert "<style" not in page


def test_weeks_in_which_nothing_was_stand_between_the_others(app, client, counted):
    with app.app_context(), writing(db.session()) as session:
        village = session.query(Village).one()
        hand, long_ago = Hand(Role.COMMITTEE, "c-v01", office="o-v01"), now() - timedelta(weeks=4)
        acts.open_task(session, app.extensions["settings"], village, hand, category="roads", at=long_ago)
    page = client.get("/statistics").get_data(as_text=True)
    assert page.count('<th scope="row">') == 5 * (5 + 1)


def test_where_nothing_was_the_page_says_so(client):
    assert "Nothing was heard or done in these weeks." in words(client.get("/statistics"))


def test_a_village_or_a_category_alone(client, counted):
    assert "2 begun" in words(client.get("/statistics?village=v01&category=roads"))
    assert "Nothing was heard or done" in words(client.get("/statistics?category=waste"))


@pytest.mark.parametrize("asked", ["by=people", "period=1", "period=x", "village=v99", "category=no", "by="])
def test_what_there_is_not_is_refused_in_words(client, counted, asked):
    answer = client.get(f"/statistics?{asked}")
    assert answer.status_code == 400
    assert "Choose from the lists of the page." in words(answer)


def test_of_several_districts_each_has_its_page(app, client):
    with app.app_context(), writing(db.session()) as session:
        session.add(District(code="jiangning", name="江宁区", name_en="Jiangning"))
    said = client.get("/statistics").get_data(as_text=True)
    assert "/districts/jiangning/statistics" in said
    assert "Jiangning in numbers" in words(client.get("/districts/jiangning/statistics"))
    assert client.get("/districts/nowhere/statistics").status_code == 404


def test_the_planner_has_the_same_in_the_own_room(client, planner, counted):
    assert "2 begun" in words(planner.get("/planner/statistics"))
    assert client.get("/planner/").status_code == 200
