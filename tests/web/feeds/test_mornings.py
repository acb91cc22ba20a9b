"""Hearings that no publication took away: a holiday, another weekday, a closed week; and those that come back."""

from datetime import timedelta

import pytest

from rotation.district.villages import village
from rotation.district.weeks import DayKind
from rotation.district.working_days import put_day, remove_day
from rotation.roster.rosters import Line
from tests.web.feeds.published import THIS, events_of

NEXT = THIS + 1
TUESDAY = NEXT.monday + timedelta(days=1)
HOLIDAY, CLOSED, OTHER_DAYS = "holiday", "closed", "other days"


def change(session, where, how):
    if how == HOLIDAY:
        put_day(session, where.id, TUESDAY, DayKind.HOLIDAY, "节")
    elif how == CLOSED:
        village(session, where.id, "v1").closed_weeks = [str(NEXT)]
    else:
        village(session, where.id, "v1").hearing_days = [1, 3]


def change_back(session, where, how):
    if how == HOLIDAY:
        remove_day(session, where.id, TUESDAY)
    elif how == CLOSED:
        village(session, where.id, "v1").closed_weeks = []
    else:
        village(session, where.id, "v1").hearing_days = [1, 2, 3, 4, 5]


def on_tuesday(site, path):
    events = events_of(site.get(path).data)
    (found,) = (event for event in events.values() if event["DTSTART"].startswith(f"{TUESDAY:%Y%m%d}T"))
    return found["STATUS"], int(found["SEQUENCE"]), found["DTSTAMP"]


@pytest.mark.parametrize("how", [HOLIDAY, CLOSED, OTHER_DAYS])
@pytest.mark.parametrize("whose", ["member", "village"])
def test_a_hearing_that_falls_away_stays_as_a_cancelled_one_and_may_come_back(site, how, whose):
    site.publish(Line(NEXT, "v1", "m1"))
    path = site.link() if whose == "member" else "/villages/v1.ics"
    assert on_tuesday(site, path) == ("CONFIRMED", 0, "20260302T010000Z")
    site.clock.on(hours=1)
    site.do(lambda session, where: change(session, where, how))
    assert on_tuesday(site, path) == ("CANCELLED", 1, "20260302T020000Z")
    site.clock.on(hours=1)
    site.publish(Line(NEXT, "v1", "m1"), Line(NEXT, "v1", "m3"))
    assert on_tuesday(site, path) == ("CANCELLED", 1, "20260302T020000Z")
    site.clock.on(hours=1)
    site.do(lambda session, where: change_back(session, where, how))
    assert on_tuesday(site, path) == ("CONFIRMED", 2, "20260302T040000Z")


@pytest.mark.parametrize("seconds", [0, -5])
def test_a_hearing_that_comes_back_counts_on_though_the_clock_has_stood_or_gone_back(site, seconds):
    site.publish(Line(NEXT, "v1", "m1"))
    path = site.link()
    on_tuesday(site, path)
    site.clock.on(hours=1)
    site.do(lambda session, where: change(session, where, CLOSED))
    assert on_tuesday(site, path)[:2] == ("CANCELLED", 1)
    site.clock.on(seconds=seconds)
    site.do(lambda session, where: change_back(session, where, CLOSED))
    assert on_tuesday(site, path)[:2] == ("CONFIRMED", 2)


def test_what_is_published_or_changed_after_the_clock_has_gone_back_is_no_older_than_what_was_before(site):
    site.publish(Line(NEXT, "v1", "m1"))
    path = site.link()
    on_tuesday(site, path)
    told = [on_tuesday(site, path)]
    for deed in (lambda *_: None, lambda session, where: rename(session, where, "钱村")):
        site.clock.on(hours=1)
        site.publish(Line(NEXT, "v2" if len(told) % 2 else "v1", "m1"))
        told.append(on_tuesday(site, path))
        site.clock.on(minutes=-90)
        site.do(deed)
        site.publish(Line(NEXT, "v1" if len(told) % 2 else "v2", "m1"))
        told.append(on_tuesday(site, path))
    site.do(lambda session, where: rename(session, where, "钱家庄"))
    told.append(on_tuesday(site, path))
    assert [sequence for _status, sequence, _at in told] == sorted(sequence for _status, sequence, _at in told)
    assert [at for *_told, at in told] == sorted(at for *_told, at in told)
    assert told[-1][1] > told[-2][1]


def rename(session, where, name):
    village(session, where.id, "v1").name = village(session, where.id, "v2").name = name


def test_what_fell_away_long_ago_is_left_out(site):
    site.publish(Line(THIS + 12, "v1", "m1"))
    path = site.link()
    before = len(events_of(site.get(path).data))
    site.do(lambda session, where: setattr(village(session, where.id, "v1"), "hearing_days", [1, 2]))
    assert len(events_of(site.get(path).data)) == before
    assert len(events_of(site.get(f"{path}?cancelled=0").data)) == before - 3
    site.clock.on(weeks=9)
    assert len(events_of(site.get(path).data)) == before - 3


def test_what_changes_of_a_village_leaves_the_others_as_they_are(site):
    site.publish(Line(NEXT, "v2", "m1"))
    before = site.get("/villages/v2.ics").data
    site.clock.on(hours=1)
    site.do(lambda session, where: setattr(village(session, where.id, "v1"), "hearing_days", [1]))
    assert site.get("/villages/v2.ics").data == before
