"""The calendar of working days, loaded a year at a time and mended by hand."""

from datetime import date

import pytest

from rotation.district import working_days
from rotation.district.weeks import DayKind, works_on
from rotation.errors import InvalidInput, NotFound
from rotation.store import writing


def test_a_published_year_has_its_make_up_workdays(session, district):
    with writing(session):
        loaded = working_days.load_year(session, district.id, 2026)
    days = working_days.calendar(session, district.id)
    assert not loaded.provisional
    assert loaded.added == len(days)
    assert days[date(2026, 2, 17)] is DayKind.HOLIDAY
    assert works_on(date(2026, 2, 14), days)  # a Saturday
    assert not works_on(date(2026, 2, 18), days)


def test_a_year_without_make_up_workdays_is_provisional(session, district, monkeypatch):
    with writing(session):
        assert working_days.load_year(session, district.id, 2098).provisional
    assert all(row.provisional for row in working_days.special_days(session, district.id, 2098))


def test_loading_again_changes_nothing(session, district):
    with writing(session):
        working_days.load_year(session, district.id, 2026)
    before = working_days.calendar(session, district.id)
    with writing(session):
        again = working_days.load_year(session, district.id, 2026)
    assert (again.added, again.removed) == (0, 0)
    assert working_days.calendar(session, district.id) == before


def test_a_provisional_year_is_replaced_and_what_was_put_by_hand_stays(session, district, monkeypatch):
    with writing(session):
        working_days.load_year(session, district.id, 2098)
        working_days.put_day(session, district.id, date(2098, 7, 4), DayKind.HOLIDAY, "本区放假")
    published = {date(2098, 1, 1): (DayKind.HOLIDAY, "元旦"), date(2098, 1, 4): (DayKind.WORKDAY, "调休上班")}
    monkeypatch.setattr(working_days, "public_days", lambda _: (published, False))
    with writing(session):
        assert not working_days.load_year(session, district.id, 2098).provisional
    assert sorted(working_days.calendar(session, district.id)) == [
        date(2098, 1, 1),
        date(2098, 1, 4),
        date(2098, 7, 4),
    ]
    assert not any(row.provisional for row in working_days.special_days(session, district.id, 2098))


def test_a_day_is_put_replaced_and_removed(session, district):
    day = date(2026, 3, 8)
    with writing(session):
        working_days.put_day(session, district.id, day, DayKind.HOLIDAY, "放假")
        working_days.put_day(session, district.id, day, DayKind.WORKDAY, "上班")
    assert working_days.calendar(session, district.id) == {day: DayKind.WORKDAY}
    with writing(session):
        assert working_days.remove_day(session, district.id, day).name == "上班"
    with pytest.raises(NotFound):
        working_days.remove_day(session, district.id, day)


@pytest.mark.parametrize("year", [1999, 2009, 2100])
def test_a_year_that_nobody_knows_is_refused(session, district, year):
    with pytest.raises(InvalidInput):
        working_days.load_year(session, district.id, year)
