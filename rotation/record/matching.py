"""Which texts may speak of the same thing: the likest few of each, and the best pairing of all.

Chinese is compared by its characters and pairs of characters, weighed by how rare they are in the district's own
texts (TF-IDF); category, place and day are further features. Nothing is decided here: a person accepts or refuses.

scikit-learn and SciPy are loaded when the first texts are compared: a process that compares none never waits for them.
"""

import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rotation.district.weeks import Week

MOST_SUGGESTED = 5
LEAST_LIKENESS = 0.05
LONGEST = 2000  # characters of a text that are looked at
AT_ONCE = 4_000_000  # likenesses held at a time
WEIGHTS = {"words": 0.75, "place": 0.12, "category": 0.08, "day": 0.05}


@dataclass(frozen=True, slots=True)
class Item:
    """What is compared: the words, and where given the category (a code), the place in words, and the day."""

    words: str
    category: str = ""
    place: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """The items `left` and `right`, by their positions, and how alike they are, from 0 to 1."""

    left: int
    right: int
    likeness: float


def likest(
    left: Sequence[Item],
    right: Sequence[Item],
    *,
    texts: Iterable[str] = (),
    most: int = MOST_SUGGESTED,
    least: float = LEAST_LIKENESS,
) -> list[list[Pair]]:
    """For each item on the left, at most `most` of those on the right, the likest first.

    `texts` are further ones of the district, from which it is learnt how rare a character is. Those less alike
    than `least` are left out; of two that are equally alike, the one that stands first comes first.
    """
    vectors = _vectors(left, right, texts) if left and right else None
    if vectors is None:
        return [[] for _ in left]
    ours, theirs = vectors
    found: list[list[Pair]] = []
    height = max(1, AT_ONCE // len(right))
    for first in range(0, len(left), height):
        block = (ours[first : first + height] @ theirs.T).toarray().round(6)
        for number, likeness in enumerate(block, first):
            best = _highest(likeness, most)
            found.append([Pair(number, n, float(likeness[n])) for n in best if likeness[n] >= least])
    return found


def best_pairing(candidates: Iterable[Sequence[Pair]], least: float = LEAST_LIKENESS) -> list[Pair]:
    """From the candidates of each item on the left, the pairing in which likeness beyond `least` sums up highest.

    No item stands in two pairs; one whose candidates all go better with others stays alone.
    """
    pairs = [pair for row in candidates for pair in row if pair.likeness > least]
    if not pairs:
        return []
    row_of = _numbered(pair.left for pair in pairs)
    column_of = _numbered(pair.right for pair in pairs)
    ends = [(row_of[pair.left], column_of[pair.right]) for pair in pairs]
    chosen = _matched(ends, [pair.likeness - least for pair in pairs], len(row_of), len(column_of))
    return [pair for pair, edge in zip(pairs, ends, strict=True) if edge in chosen]


def _matched(ends: list[tuple[int, int]], gains: list[float], rows: int, columns: int) -> set[tuple[int, int]]:
    """The edges of a matching with the highest sum of gains; each row may also stay alone, for no gain."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    alone = [(row, columns + row) for row in range(rows)]
    costs = [*(2.0 - gain for gain in gains), *[2.0] * rows]  # SciPy takes a cost of 0 for no edge
    graph = csr_array((costs, tuple(zip(*ends, *alone, strict=True))), shape=(rows, columns + rows))
    return set(zip(*(side.tolist() for side in min_weight_full_bipartite_matching(graph)), strict=True))


def _numbered(keys: Iterable[int]) -> dict[int, int]:
    return {key: number for number, key in enumerate(sorted(set(keys)))}


def _highest(likeness: Any, most: int) -> Iterator[int]:
    """The positions of the `most` highest values, highest first, the earlier first where they are equal."""
    import numpy as np

    if len(likeness) > most:
        enough = np.partition(likeness, -most)[-most]
        positions = np.flatnonzero(likeness >= enough)
    else:
        positions = np.arange(len(likeness))
    order = np.argsort(-likeness[positions], kind="stable")[:most]
    return map(int, positions[order])


def _vectors(left: Sequence[Item], right: Sequence[Item], texts: Iterable[str]) -> tuple[Any, Any] | None:
    """One row of features for each item on either side, such that rows multiplied give the likeness."""
    from scipy.sparse import hstack

    parts = {name: part for name, part in _parts(left, right, texts) if part is not None}
    if "words" not in parts:
        return None
    whole = sum(WEIGHTS[name] for name in parts)
    scaled = [tuple(side * math.sqrt(WEIGHTS[name] / whole) for side in part) for name, part in parts.items()]
    ours, theirs = (hstack(sides, format="csr") for sides in zip(*scaled, strict=True))
    return ours, theirs


def _parts(left: Sequence[Item], right: Sequence[Item], texts: Iterable[str]) -> Iterator[tuple[str, Any]]:
    both = (left, right)
    yield "words", _grams([[plain(f"{item.words} {item.place}") for item in side] for side in both], map(plain, texts))
    yield "place", _grams([[plain(item.place) for item in side] for side in both])
    yield "category", _labels([[{item.category: 1.0} if item.category else {} for item in side] for side in both])
    yield "day", _labels([[_day_and_week(item.day) for item in side] for side in both])


def _grams(sides: list[list[str]], texts: Iterable[str] = ()) -> tuple[Any, ...] | None:
    """TF-IDF of characters and pairs of characters; None where one side has no text at all."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    if not all(map(any, sides)):
        return None
    learner = TfidfVectorizer(analyzer="char", ngram_range=(1, 2), sublinear_tf=True, lowercase=False)
    learner.fit([text for side in (*sides, texts) for text in side])
    return tuple(learner.transform(side) for side in sides)


def _labels(sides: list[list[dict[str, float]]]) -> tuple[Any, ...] | None:
    """A column for each label; None where one side has no label at all."""
    from sklearn.feature_extraction import DictVectorizer

    if not all(map(any, sides)):
        return None
    learner = DictVectorizer().fit([row for side in sides for row in side])
    return tuple(learner.transform(side) for side in sides)


def _day_and_week(day: date | None) -> dict[str, float]:
    """Of the same day, two items are wholly alike in this; of the same week, half."""
    half = math.sqrt(0.5)
    return {str(day): half, str(Week.of(day)): half} if day else {}


def plain(text: str) -> str:
    """The letters, digits and characters of a text, in one form whatever their width and case."""
    signs = unicodedata.normalize("NFKC", text[:LONGEST]).casefold()
    return "".join(sign for sign in signs if sign.isalnum())
