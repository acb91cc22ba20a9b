"""Leave by date: which weeks it takes, and which it only touches."""

from datetime import date

import pytest

from rotation.district.leave import effect, end_leave, leave, leave_of, leave_overlapping, take_leave, weeks_away
from rotation.district.weeks import DayKind, Week
from rotation.errors import Conflict, InvalidInput, NotFound
from rotation.store import writing

W2, W3, W4 = (Week.parse(f"2026-W0{n}") for n in (2, 3, 4))


def test_one_working_day_makes_the_week_unavailable():
    assert effect(date(2026, 1, 9), date(2026, 1, 9), {}).unavailable == (W2,)


def test_a_weekend_alone_is_shown_and_not_counted():
    said = effect(date(2026, 1, 10), date(2026, 1, 11), {})
    assert (said.unavailable, said.days_off_only) == ((), (W2,))


def test_a_weekend_worked_to_make_up_counts():
    assert effect(date(2026, 1, 10), date(2026, 1, 11), {date(2026, 1, 10): DayKind.WORKDAY}).unavailable == (W2,)


def test_a_public_holiday_alone_is_not_counted():
    said = effect(date(2026, 1, 9), date(2026, 1, 11), {date(2026, 1, 9): DayKind.HOLIDAY})
    assert said.days_off_only == (W2,)


def test_long_leave_takes_every_week_and_touches_the_ends():
    said = effect(date(2026, 1, 10), date(2026, 1, 19), {})
    assert (said.unavailable, said.days_off_only) == ((W3, W4), (W2,))


def test_weeks_away_are_those_of_all_leave(session, people):
    with writing(session):
        take_leave(session, people[0], date(2026, 1, 8), date(2026, 1, 8), "")
        take_leave(session, people[0], date(2026, 1, 24), date(2026, 1, 26), "")
    stored = leave_of(session, people[0])
    assert weeks_away(stored, {}) == {W2, W4 + 1}
    assert [row.first_day.day for row in stored] == [24, 8]


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2026, 1, 9), date(2026, 1, 8), "last_day"),
        (date(1926, 1, 9), date(1926, 1, 9), "first_day"),
        (date(2026, 1, 9), date(2036, 1, 8), "last_day"),
    ],
)
def test_leave_that_cannot_be_is_refused(session, people, first, last, field):
    with pytest.raises(InvalidInput) as refused, writing(session):
        take_leave(session, people[0], first, last, "")
    assert refused.value.field == field


def test_the_same_days_are_stored_once(session, people):
    days = (date(2026, 1, 8), date(2026, 1, 9))
    with writing(session):
        take_leave(session, people[0], *days, "")
    with pytest.raises(Conflict), writing(session):
        take_leave(session, people[0], *days, "again")


def test_leave_can_be_taken_back_once(session, people):
    days = (date(2026, 1, 8), date(2026, 1, 9))
    with writing(session):
        end_leave(session, take_leave(session, people[0], *days, ""))
    with pytest.raises(NotFound):
        leave(session, people[0], *days)


def test_leave_overlapping_a_week_is_that_of_active_members(session, district, people):
    with writing(session):
        take_leave(session, people[0], date(2026, 1, 1), date(2026, 1, 5), "")
        take_leave(session, people[1], date(2026, 1, 12), date(2026, 1, 12), "")
        take_leave(session, people[2], date(2026, 1, 6), date(2026, 1, 6), "")
        people[2].active = False
    assert [row.member_id for row in leave_overlapping(session, district.id, W2.monday, W2.sunday)] == [people[0].id]
