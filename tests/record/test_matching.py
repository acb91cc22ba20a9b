"""Suggestions: the likest first, at most five, and no text that could come breaks them."""

import subprocess
import sys
import time
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rotation.record.matching import MOST_SUGGESTED, Item, Pair, best_pairing, likest, plain
from tests.conftest import ROOT
from tests.record.texts_made import matters

MONDAY = date(2026, 1, 5)
HOSTILE = [
    "",
    " ",
    "\n\t",
    "。。。！",
    "\ud800",
    "\x00",
    "a" * 50_000,
    "路" * 50_000,
    "'; DROP TABLE task",
    "👍🏽",
    "ＡＢＣ１２３",
]


def said_and_found(count):
    made = matters(count)
    left = [Item(one.said, one.category, one.place, MONDAY) for one in made]
    return left, [Item(one.found, one.category, one.place, MONDAY) for one in made]


def test_the_finding_about_the_same_thing_is_nearly_always_among_the_suggestions():
    left, right = said_and_found(300)
    found = likest(left, right)
    first = sum(row[0].right == n for n, row in enumerate(found) if row)
    among = sum(n in [pair.right for pair in row] for n, row in enumerate(found))
    assert first >= 0.85 * len(left)
    assert among >= 0.98 * len(left)


def test_category_place_and_day_tell_apart_what_the_words_do_not():
    left = [Item("坏了", "roads", "桥头", MONDAY)]
    others = [Item("坏了", "water", "桥头", MONDAY), Item("坏了", "roads", "学校", MONDAY)]
    others += [Item("坏了", "roads", "桥头", date(2026, 1, 9)), Item("坏了", "roads", "桥头", MONDAY)]
    best, second, *_rest = likest(left, others)[0]
    assert (best.right, second.right) == (3, 2)
    assert best.likeness == 1.0


def test_what_is_common_in_the_district_counts_for_less():
    left, right = [Item("村口路灯")], [Item("村口积水"), Item("路灯损坏")]
    texts = [f"村口{what}" for what in ("垃圾", "噪声", "停车", "水渠", "大树", "井盖")]
    assert likest(left, right, texts=texts)[0][0].right == 1


def test_nothing_is_suggested_that_has_nothing_in_common():
    assert likest([Item("路灯坏了")], [Item("垃圾成堆")]) == [[]]


def test_of_equals_the_first_comes_first():
    found = likest([Item("路灯")], [Item("路灯")] * 9)
    assert [pair.right for pair in found[0]] == [0, 1, 2, 3, 4]


def test_empty_lists_have_no_suggestions():
    assert likest([], [Item("路灯")]) == []
    assert likest([Item("路灯")], []) == [[]]
    assert best_pairing([]) == []
    assert best_pairing([[], []]) == []


def test_texts_that_are_no_texts_are_like_nothing():
    items = [Item(text) for text in HOSTILE]
    found = likest(items, items)
    assert [n for n, row in enumerate(found) if not row] == [0, 1, 2, 3, 4, 5, 9]
    assert all(pair.likeness <= 1.0 for row in found for pair in row)
    assert likest(items[:5], items[:5]) == [[]] * 5


@given(st.lists(st.text(max_size=12), max_size=12), st.lists(st.text(max_size=12), max_size=12), st.integers(0, 6))
@settings(max_examples=60)
def test_suggestions_are_few_in_order_and_each_once(left, right, most):
    found = likest([Item(text) for text in left], [Item(text) for text in right], most=most)
    assert len(found) == len(left)
    for n, row in enumerate(found):
        assert len(row) <= most
        assert [pair.likeness for pair in row] == sorted((pair.likeness for pair in row), reverse=True)
        assert {pair.left for pair in row} <= {n}
        assert len({pair.right for pair in row}) == len(row)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.floats(0.1, 1)), max_size=8))
@settings(max_examples=60)
def test_a_pairing_takes_nobody_twice_and_none_is_better(edges):
    pairs = [Pair(*edge) for edge in {edge[:2]: edge for edge in edges}.values()]
    found = best_pairing([pairs], least=0.05)
    assert is_pairing(found)
    assert abs(gain(found) - max(map(gain, pairings(pairs)))) < 1e-9


def is_pairing(pairs):
    return all(len({getattr(pair, side) for pair in pairs}) == len(pairs) for side in ("left", "right"))


def gain(pairs):
    return sum(pair.likeness - 0.05 for pair in pairs)


def pairings(pairs):
    subsets = [[pair for n, pair in enumerate(pairs) if mask >> n & 1] for mask in range(2 ** len(pairs))]
    return filter(is_pairing, subsets)


def test_five_hundred_by_five_hundred_take_a_second_or_two():
    left, right = said_and_found(500)
    start = time.process_time()
    found = likest(left, right, texts=[one.said for one in matters(1000, seed=2)])
    assert time.process_time() - start < 6  # with loading; a second and a half where nobody else computes
    assert max(map(len, found)) == MOST_SUGGESTED


def test_width_case_and_punctuation_make_no_difference():
    assert plain("ＡＢＣ，路 灯！\n１２") == "abc路灯12"


def test_nobody_waits_for_scikit_learn_who_compares_nothing():
    code = "import sys, rotation.record.matching, rotation.record.evaluation; sys.exit('sklearn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
