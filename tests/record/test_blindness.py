"""When two lists open: never before both sides are ready or the hour has come, and never closed again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rotation.record.blindness import sight_of
from rotation.record.items import DayList, Side

NOON = datetime(2026, 1, 5, 4, tzinfo=UTC)
moments = st.integers(-300, 300).map(lambda minutes: NOON + timedelta(minutes=minutes))
closings = st.fixed_dictionaries(dict.fromkeys(Side, st.one_of(st.none(), moments)))


class Closed(DayList):
    def __init__(self, at):
        self.closed_at = at


def seen(closed, at):
    """What is seen at a moment: a list that closes later is still open then."""
    lists = {side: Closed(moment if moment and moment <= at else None) for side, moment in closed.items()}
    return sight_of(lists, NOON, at)


@given(closings, moments)
def test_lists_are_open_when_both_are_closed_or_the_hour_has_come_and_not_before(closed, at):
    both = all(moment and moment <= at for moment in closed.values())
    assert seen(closed, at).is_open == (both or at >= NOON)


@given(closings, moments, moments)
def test_what_is_open_stays_open(closed, one, other):
    first, later = sorted((one, other))
    assert seen(closed, later).is_open or not seen(closed, first).is_open


@given(closings, moments)
def test_whoever_had_not_closed_by_the_hour_is_marked_for_good(closed, at):
    late = {side for side, moment in closed.items() if moment is None or moment > NOON}
    assert set(seen(closed, at).unclosed) == (late if at >= NOON else set())


@given(closings, moments)
def test_nobody_is_marked_before_the_hour(closed, at):
    if at < NOON:
        assert seen(closed, at).unclosed == ()
