from collections import Counter
from itertools import combinations

import pytest

from solver.designs.fields import field, prime_power
from solver.designs.kirkman import columns, kirkman, nearly_kirkman
from solver.designs.seasons import missing, season

KTS = [n for n in range(3, 160, 6) if kirkman(n)]
NKTS = [n for n in range(18, 121, 6) if nearly_kirkman(n)]
KNOWN_MAXIMA = {3: 4, 4: 4, 5: 7, 6: 8, 7: 10, 8: 11, 9: 13, 10: 14, 11: 16, 12: 17, 13: 19}  # OEIS A107431


def meetings(days):
    return Counter(pair for day in days for triple in day for pair in combinations(sorted(triple), 2))


def serves_once_a_day(days, n):
    return all(sorted(x for triple in day for x in triple) == list(range(n)) for day in days)


@pytest.mark.parametrize("n", KTS)
def test_in_a_kirkman_system_every_two_points_meet_exactly_once(n):
    days = kirkman(n)
    assert len(days) == (n - 1) // 2
    assert serves_once_a_day(days, n)
    assert meetings(days) == Counter(combinations(range(n), 2))


@pytest.mark.parametrize("n", NKTS)
def test_in_a_nearly_kirkman_system_all_but_one_matching_meets_once(n):
    days = nearly_kirkman(n)
    met = meetings(days)
    assert len(days) == n // 2 - 1
    assert serves_once_a_day(days, n)
    assert set(met.values()) == {1}
    never = [pair for pair in combinations(range(n), 2) if pair not in met]
    assert sorted(x for pair in never for x in pair) == list(range(n))


def test_every_kirkman_system_up_to_57_is_there_and_105():
    assert set(range(3, 58, 6)) | {63, 75, 93, 99, 105, 111} <= set(KTS)


def test_what_is_missing_is_listed():
    gone = missing(105)
    assert all(not kirkman(n) and not nearly_kirkman(n) for n in gone)
    assert set(range(3, 106, 6)) - set(KTS) == {n for n in gone if n % 2}
    assert {18, 24, 30, 36, 42, 48, 54, 60} <= set(NKTS)


@pytest.mark.parametrize("teams", sorted(KNOWN_MAXIMA))
def test_seasons_of_full_teams_are_as_long_as_the_known_maxima(teams):
    assert len(season(3 * teams)) == KNOWN_MAXIMA[teams]


@pytest.mark.parametrize(
    ("n", "teams", "days"), [(104, 34, 52), (103, 33, 52), (38, 12, 19), (13, 4, 4), (10, 3, 4), (20, 5, 7)]
)
def test_points_are_left_out_of_a_larger_system(n, teams, days):
    found = season(n, teams)
    assert len(found) >= days
    assert all(len(day) == teams and len({x for t in day for x in t}) == 3 * teams for day in found)
    assert max(meetings(found).values()) == 1
    assert max(x for day in found for t in day for x in t) < n


@pytest.mark.parametrize("w", [3, 4, 5, 7, 8, 9, 15, 16, 21])
def test_a_transversal_design_meets_each_pair_from_two_groups_once(w):
    days = columns(w)
    assert len(days) == w
    assert serves_once_a_day(days, 3 * w)
    assert meetings(days) == Counter(p for p in combinations(range(3 * w), 2) if p[0] // w != p[1] // w)


@pytest.mark.parametrize("q", [2, 3, 4, 5, 7, 8, 9, 16, 25, 27, 49])
def test_the_powers_of_a_primitive_element_are_all_of_the_field_but_zero(q):
    f = field(q)
    assert sorted(f.powers) == list(range(1, q))
    assert all(sorted(row) == list(range(q)) for row in f.sums)


def test_numbers_that_are_no_prime_powers_have_no_field():
    assert [n for n in range(2, 20) if prime_power(n) is None] == [6, 10, 12, 14, 15, 18]
    with pytest.raises(ValueError, match="6 is no prime power"):
        field(6)
