"""The pages of the overview, zones, offices and working days; what belongs to another district."""

from datetime import date, timedelta

import pytest

from rotation.district import keeping
from rotation.district.members import Member, MemberFacts, member
from rotation.district.offices import Level, office
from rotation.district.training import Course, complete
from rotation.district.villages import district, known, zone
from rotation.district.weeks import DayKind, today
from rotation.district.working_days import calendar
from rotation.store import writing
from tests.web.places.pages import page
from web.extensions import db


def test_a_zone_is_changed_and_kept_while_villages_belong_to_it(planner, stored):
    planner.post("/planner/zones/z1", data={"name": "东片区", "troubleshooters": "2", "version": 1})
    assert stored(zone, "z1").troubleshooters == 2
    assert planner.post("/planner/zones/z1/leave-off").status_code == 409
    for code in ("v01", "v02"):
        planner.post(f"/planner/villages/{code}/leave-off")
    planner.post("/planner/zones/z1/leave-off")
    assert not stored(zone, "z1").active
    planner.post("/planner/zones/z1/activate")
    assert stored(zone, "z1").active


def test_an_office_is_named_for_a_village_and_a_category(planner):
    here = "/planner/offices/o1/receives"
    assert "Nothing is named" in page(planner.get(here))
    for _twice in range(2):
        assert planner.post(here, data={"place": "v01", "category": "water"}).status_code == 302
    assert page(planner.get(here)).count("/end") == 1
    assert "1 place or category" in page(planner.get("/planner/offices"))
    assert "Choose" in page(planner.post(here, data={"place": "jv01", "category": "water"}))
    assert planner.post("/planner/offices/jo1/receives", data={"place": "", "category": ""}).status_code == 404
    planner.post(f"{here}/1/end")
    assert "Nothing is named" in page(planner.get(here))


def test_offices_are_kept_by_level(planner, stored):
    data = {"name": "村1村委会", "level": "village", "village": "v01", "holder": "", "deputy": "赵"}
    planner.post("/planner/new-office", data=data | {"code": "o2"})
    assert stored(office, "o2").level is Level.VILLAGE
    shown = page(planner.get("/planner/offices"))
    assert shown.index("村1村委会") < shown.index("水务局")
    assert "vacant" in shown
    planner.post("/planner/offices/o2", data=data | {"holder": "孙", "version": 1})
    assert stored(office, "o2").holder == "孙"
    planner.post("/planner/offices/o2/leave-off")
    assert not stored(office, "o2").active
    planner.post("/planner/offices/o2/activate")
    assert stored(office, "o2").active


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"holder": "", "deputy": ""}, "Name the holder"),
        ({"level": "township", "village": "v01"}, "leave this empty"),
        ({"level": "village", "village": ""}, "Say which village"),
    ],
)
def test_an_office_always_has_somebody_and_its_place(planner, change, said):
    data = {"code": "o9", "name": "局", "level": "district", "village": "", "holder": "李", "deputy": ""}
    assert said in page(planner.post("/planner/new-office", data=data | change))


def test_a_year_of_holidays_is_loaded_and_mended(app, planner):
    assert "No public holidays" in page(planner.get("/planner/calendar?year=2026"))
    loaded = page(planner.post("/planner/calendar/load", data={"year": 2026}, follow_redirects=True))
    assert "days of 2026 were added" in loaded
    assert "春节" in loaded
    planner.post("/planner/calendar/day", data={"day": "2026-12-26", "kind": "workday", "name": "调休"})
    assert 'value="调休"' in page(planner.get("/planner/calendar/day?day=2026-12-26"))
    planner.post("/planner/calendar/2026-02-17/remove")
    with app.app_context():
        days = calendar(db.session, district(db.session, "qixia").id)
    assert days[date(2026, 12, 26)] is DayKind.WORKDAY
    assert date(2026, 2, 17) not in days
    assert planner.post("/planner/calendar/2026-02-17/remove").status_code == 404


def test_a_year_without_make_up_workdays_is_marked(planner):
    answer = page(planner.post("/planner/calendar/load", data={"year": 2097}, follow_redirects=True))
    assert "not published yet" in answer
    assert "Provisional." in answer


@pytest.mark.parametrize("year", ["1999", "", "soon", "99999999999999999999"])
def test_a_year_that_nobody_knows_is_refused(planner, year):
    assert planner.post("/planner/calendar/load", data={"year": year}).status_code == 400
    assert planner.get(f"/planner/calendar?year={year}").status_code == 200


def test_the_overview_says_what_to_do_next(app, planner):
    assert "Members and villages come first" in page(planner.get("/planner/"))
    with app.app_context(), writing(db.session()) as session:
        here = district(session, "qixia")
        facts = known(session, here.id, [])
        for code in ("m001", "m002"):
            keeping.add(session, Member(district_id=here.id, code=code), MemberFacts(name=code), facts)
        complete(session, member(session, here.id, "m001"), Course.BASIC, today() - timedelta(days=30))
    shown = page(planner.get("/planner/"))
    assert "2 active members" in shown
    assert "1 could serve this week" in shown
    assert "1 member has not completed the basic training" in shown
    assert "Nobody is qualified to lead" in shown
    assert "No roster is published yet." in shown


@pytest.mark.parametrize(
    "path",
    [
        "villages/jv01",
        "villages/jv01/edit",
        "villages/jv01/rhythm",
        "villages/jv01/close",
        "villages/jv01/want",
        "villages/jv01/leave-off",
        "zones/jz1",
        "zones/jz1/leave-off",
        "offices/jo1",
        "offices/jo1/leave-off",
    ],
)
def test_what_belongs_to_another_district_is_not_found(planner, path):
    assert planner.get(f"/planner/{path}").status_code == 404


@pytest.mark.parametrize("path", ["villages/jv01", "zones/jz1", "offices/jo1"])
def test_nor_can_it_be_changed(planner, path):
    assert planner.post(f"/planner/{path}/leave-off").status_code == 404
    assert planner.post(f"/planner/{path}/activate").status_code == 404


def test_a_week_beyond_all_calendars_is_refused_in_words(planner):
    for form, typed in (("want", {"day": "9999-12-31"}), ("close", {"first_day": "9999-12-31"})):
        refused = planner.post(f"/planner/villages/v01/{form}", data=typed)
        assert refused.status_code == 400
        assert "9999-W52” is not a week" in refused.text
