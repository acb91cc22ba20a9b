"""A village's weeks: rhythm, closed weeks, wants."""

import pytest

from rotation.district import village_weeks as change
from rotation.district.villages import known, village
from rotation.district.weeks import Week
from rotation.errors import InvalidInput
from rotation.store import writing
from tests.district.conftest import SKILLS

WEEK = Week.parse("2026-W03")


@pytest.fixture
def stored(session, district, people):
    return village(session, district.id, "v01"), known(session, district.id, SKILLS)


def test_closed_weeks_are_added_once_and_taken_out(session, stored):
    row, facts = stored
    with writing(session):
        change.close_weeks(session, row, [WEEK + 1, WEEK], facts)
        change.close_weeks(session, row, [WEEK], facts)
    assert row.closed_weeks == ["2026-W03", "2026-W04"]
    with writing(session):
        change.reopen_week(session, row, WEEK, facts)
    assert row.closed_weeks == ["2026-W04"]


def test_a_week_wants_more_than_every_week(session, stored):
    row, facts = stored
    with writing(session):
        change.want(session, row, WEEK, ["water"], facts)
    assert (row.wanted(WEEK), row.wanted(WEEK + 1)) == (["water"], [])
    with writing(session):
        change.want(session, row, WEEK, [], facts)
    assert row.wants == {}


def test_automatic_staggering_looks_at_the_others(session, district, stored):
    row, facts = stored
    other = village(session, district.id, "v02")
    with writing(session):
        change.set_rhythm(session, row, 2, change.staggered_offset(session, row, 2), facts)
        change.set_rhythm(session, other, 2, change.staggered_offset(session, other, 2), facts)
    assert (row.open_offset, other.open_offset) == (0, 1)
    assert change.staggered_offset(session, row, 2) == 0


def test_a_rhythm_that_cannot_be_is_refused(session, stored):
    row, facts = stored
    with pytest.raises(InvalidInput), writing(session):
        change.set_rhythm(session, row, 0, 0, facts)
