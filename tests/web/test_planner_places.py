"""The pages of the overview, villages, zones, offices and working days."""

from datetime import date, timedelta

import pytest

from rotation.district import keeping
from rotation.district.members import Member, MemberFacts, member
from rotation.district.offices import Level, Office, OfficeFacts, office
from rotation.district.training import Course, complete
from rotation.district.villages import District, Village, VillageFacts, Zone, ZoneFacts, district, known, village, zone
from rotation.district.weeks import DayKind, this_week, today
from rotation.district.working_days import calendar
from rotation.store import writing
from web.extensions import db

VILLAGE = {"name": "石埠桥村", "zone": "z1", "hearing_days": ["1", "3"], "hearing_time": "09:00", "wants": ["roads"]}


@pytest.fixture
def planner(app, planner):
    """A planner whose district has a zone, two villages and an office; another district has one of each."""
    with app.app_context(), writing(db.session()) as session:
        here = district(session, "qixia")
        other = District(code="jiangning", name="江宁区")
        session.add(other)
        session.flush()
        for row, mark in ((here, ""), (other, "j")):
            facts = known(session, row.id, ["roads"])
            keeping.add(session, Zone(district_id=row.id, code=f"{mark}z1"), ZoneFacts(name="东片"), facts)
            facts = known(session, row.id, ["roads"])
            for number in (1, 2):
                told = VillageFacts(name=f"村{number}", zone_id=facts.zones[f"{mark}z1"])
                keeping.add(session, Village(district_id=row.id, code=f"{mark}v0{number}"), told, facts)
            told = OfficeFacts(name="水务局", level=Level.DISTRICT, holder="钱")
            keeping.add(session, Office(district_id=row.id, code=f"{mark}o1"), told, facts)
    return planner


@pytest.fixture
def stored(app):
    """Looks something up by its code."""

    def look_up(read, code):
        with app.app_context():
            return read(db.session, district(db.session, "qixia").id, code)

    return look_up


def page(response):
    return " ".join(response.get_data(as_text=True).split())


def test_a_village_is_added_and_changed(planner, stored):
    assert 'value="v03"' in page(planner.get("/planner/new-village"))
    planner.post("/planner/new-village", data=VILLAGE | {"code": "v03"})
    row = stored(village, "v03")
    assert (row.hearing_days, row.hearing_time, row.wants) == ([1, 3], "09:00", {"*": ["roads"]})
    planner.post("/planner/villages/v03/edit", data=VILLAGE | {"zone": "", "wants": [], "version": 1})
    row = stored(village, "v03")
    assert (row.zone_id, row.wants, row.version) == (None, {}, 2)


def test_editing_a_village_keeps_its_weeks(planner, stored):
    planner.post("/planner/villages/v01/close", data={"first_day": "2026-02-16", "last_day": "2026-02-24"})
    planner.post("/planner/villages/v01/want", data={"day": "2026-03-04", "skills": ["water"]})
    planner.post("/planner/villages/v01/edit", data=VILLAGE | {"version": stored(village, "v01").version})
    row = stored(village, "v01")
    assert row.closed_weeks == ["2026-W08", "2026-W09"]
    assert row.wants == {"*": ["roads"], "2026-W10": ["water"]}


def test_the_second_who_edits_a_village_is_told(planner):
    planner.post("/planner/villages/v01/edit", data=VILLAGE | {"version": 1})
    second = page(planner.post("/planner/villages/v01/edit", data=VILLAGE | {"version": 1, "hearing_time": "10:00"}))
    assert "Somebody else has saved this meanwhile" in second
    assert "<dt>Hour of the hearing</dt><dd>09:00</dd>" in second


def test_a_closed_week_is_opened_again(planner, stored):
    planner.post("/planner/villages/v01/close", data={"first_day": "2026-02-16"})
    planner.post("/planner/villages/v01/reopen/2026-W08")
    assert stored(village, "v01").closed_weeks == []
    assert planner.post("/planner/villages/v01/reopen/2026-W99").status_code == 400


@pytest.mark.parametrize(
    ("last", "said"), [("2026-02-15", "exchange them"), ("2036-02-15", "make the village inactive instead")]
)
def test_weeks_that_cannot_be_closed_are_refused(planner, last, said):
    data = {"first_day": "2026-02-16", "last_day": last}
    assert said in page(planner.post("/planner/villages/v01/close", data=data))


def test_a_rhythm_is_shown_before_it_is_saved(planner, stored):
    data = {"every": "2", "staggering": "automatic"}
    shown = page(planner.post("/planner/villages/v01/rhythm", data=data | {"look": "1"}))
    assert "Of the next 26 weeks 13 are open" in shown
    assert stored(village, "v01").open_every == 1
    planner.post("/planner/villages/v01/rhythm", data=data | {"save": "1", "shown": "2/0"})
    planner.post("/planner/villages/v02/rhythm", data=data | {"save": "1", "shown": "2/1"})
    assert (stored(village, "v01").open_offset, stored(village, "v02").open_offset) == (0, 1)


def test_a_rhythm_by_hand_begins_with_the_week_chosen(planner, stored):
    week = this_week() + 1
    data = {"every": "4", "staggering": "hand", "open_day": week.sunday.isoformat()}
    shown = page(planner.post("/planner/villages/v01/rhythm", data=data | {"look": "1"}))
    token = shown.split('name="shown"')[1].split('value="')[1].split('"')[0]
    planner.post("/planner/villages/v01/rhythm", data=data | {"save": "1", "shown": token})
    row = stored(village, "v01")
    assert [n for n in range(9) if not row.is_closed(this_week() + n)] == [1, 5]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"every": "0", "staggering": "automatic"}, "every n-th week"),
        ({"every": "", "staggering": "automatic"}, "Enter a number"),
        ({"every": "2", "staggering": "hand", "open_day": ""}, "Enter a day in a week"),
    ],
)
def test_a_rhythm_that_cannot_be_is_refused(planner, data, said):
    assert said in page(planner.post("/planner/villages/v01/rhythm", data=data | {"save": "1", "shown": "2/0"}))


def test_villages_are_shown_by_zone(planner):
    planner.post("/planner/new-zone", data={"code": "z2", "name": "西片", "troubleshooters": "1"})
    assert "No village belongs to this zone yet." in page(planner.get("/planner/villages?zone=z2"))
    assert "村1" in page(planner.get("/planner/villages?zone=z1"))


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


def test_a_village_is_made_inactive_and_active_again(planner, stored):
    assert "Make 村1 inactive?" in page(planner.get("/planner/villages/v01/leave-off"))
    planner.post("/planner/villages/v01/leave-off")
    assert not stored(village, "v01").active
    planner.post("/planner/villages/v01/activate")
    assert stored(village, "v01").active


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
    for page, typed in (("want", {"day": "9999-12-31"}), ("close", {"first_day": "9999-12-31"})):
        refused = planner.post(f"/planner/villages/v01/{page}", data=typed)
        assert refused.status_code == 400
        assert "9999-W52” is not a week" in refused.text
