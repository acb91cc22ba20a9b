"""A village's rhythm, and the weeks that it closes."""

from collections import Counter

from rotation.district import rhythm
from rotation.district.villages import Village
from rotation.district.weeks import Week

FIRST = Week.parse("2026-W01")


def test_automatic_staggering_goes_round():
    used, given = Counter(), []
    for _ in range(7):
        given.append(rhythm.least_used_offset(3, used))
        used[3, given[-1]] += 1
    assert given == [0, 1, 2, 0, 1, 2, 0]


def test_staggering_looks_only_at_the_same_rhythm():
    assert rhythm.least_used_offset(2, Counter([(2, 0), (3, 1), (1, 0)])) == 1


def test_every_nth_week_is_open_from_the_chosen_one_on():
    chosen = FIRST + 5
    offset = rhythm.offset_open_in(chosen, 4)
    assert [n for n in range(12) if rhythm.is_open(FIRST + n, 4, offset)] == [1, 5, 9]


def test_closed_weeks_are_those_of_the_rhythm_and_those_listed():
    village = Village(open_every=2, open_offset=rhythm.offset_open_in(FIRST, 2), closed_weeks=["2026-W03"])
    assert [n for n in range(6) if not village.is_closed(FIRST + n)] == [0, 4]


def test_wants_of_every_week_and_of_one_add_up():
    village = Village(wants={"*": ["roads"], "2026-W03": ["water", "roads"]})
    assert village.wanted(FIRST) == ["roads"]
    assert village.wanted(FIRST + 2) == ["roads", "water"]
