"""The pages of villages, their closed weeks and rhythms."""

import pytest

from rotation.district.villages import village
from rotation.district.weeks import this_week
from tests.web.places.pages import page

VILLAGE = {"name": "石埠桥村", "zone": "z1", "hearing_days": ["1", "3"], "hearing_time": "09:00", "wants": ["roads"]}


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


def test_a_village_is_made_inactive_and_active_again(planner, stored):
    assert "Make 村1 inactive?" in page(planner.get("/planner/villages/v01/leave-off"))
    planner.post("/planner/villages/v01/leave-off")
    assert not stored(village, "v01").active
    planner.post("/planner/villages/v01/activate")
    assert stored(village, "v01").active
