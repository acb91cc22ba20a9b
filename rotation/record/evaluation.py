"""How good the matcher's suggestions are, on pairs of texts that people have judged.

The file has two texts and whether they are about the same thing in each line. Every text on the left is compared with
every text on the right. A pair that the file does not judge counts as different: what is printed is the least that
the matcher achieves.
"""

import csv
import io
import math
from collections.abc import Iterable
from dataclasses import dataclass
from operator import attrgetter

from rotation.errors import N_, FileRefused, InvalidInput, RotationError
from rotation.files import decoded
from rotation.record.matching import MOST_SUGGESTED, Item, Pair, best_pairing, likest

SAME = frozenset({"1", "true", "yes", "y", "same", "是", "相同", "对"})
DIFFERENT = frozenset({"0", "false", "no", "n", "different", "否", "不同", "错"})
NAMES = frozenset({"same", "相同"})  # a verdict, or the name of the column
SEPARATORS = (",", "\t", ";")
CELLS = 3
PAIRED = 0.12  # pairs less alike than this stay out of the pairing
NORMAL_95 = 1.959964


Record = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Judged:
    """Two texts, and whether somebody has found them to be about the same thing."""

    left: str
    right: str
    same: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """A line of the file that cannot be taken, and why."""

    line: int
    problem: RotationError


@dataclass(frozen=True, slots=True)
class Share:
    """A share in plain counts: `hits` of `of`."""

    hits: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        """Within which bounds the true share lies, 95 times of 100.

        E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927).
        """
        if not self.of:
            return 0.0, 1.0
        share, square = self.hits / self.of, NORMAL_95**2 / self.of
        middle = share + square / 2
        half = NORMAL_95 * math.sqrt(share * (1 - share) / self.of + square / self.of / 4)
        low, high = (middle - half) / (1 + square), (middle + half) / (1 + square)
        return max(0.0, low), min(1.0, high)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of it: the same pairs found first and among the first five, and the pairing of all with all."""

    judged: int
    lefts: int
    rights: int
    recall_at_1: Share
    recall_at_5: Share
    precision: Share
    recall: Share
    unjudged: int


def read(data: bytes, name: str) -> tuple[list[Judged], list[Fault]]:
    """The judged pairs of a CSV (or one divided by tabs or semicolons), and every line that cannot be taken.

    A first line whose third cell is no verdict is taken for the header. FileRefused where it is no text.
    """
    text = decoded(data)
    if text is None:
        raise FileRefused(N_("The file “%(name)s” is neither UTF-8 nor GB 18030 text."), name=name)
    records, faults = _records(text)
    if records and _is_header(records):
        del records[0]
    judged: list[Judged] = []
    for line, cells in records:
        found = _judged(cells)
        if isinstance(found, Judged):
            judged.append(found)
        else:
            faults.append(Fault(line, found))
    return judged, sorted(faults, key=attrgetter("line"))


_QUOTES = N_("This cannot be divided into cells (%(why)s). Look for a quotation mark that is not closed.")


def _records(text: str) -> tuple[list[Record], list[Fault]]:
    """The records that are not blank, each with the number of the line on which it begins; and where that ends."""
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(SEPARATORS, key=first.count), strict=True)
    records: list[Record] = []
    line = 1
    try:
        for cells in reader:
            if any(map(str.strip, cells)):
                records.append((line, cells))
            line = reader.line_num + 1
    except csv.Error as error:
        return records, [Fault(line, InvalidInput(_QUOTES, why=error))]
    return records, []


def _is_header(records: list[Record]) -> bool:
    """Whether the first record judges nothing, or has a verdict's word that no other has ("same")."""
    (line, cells), *others = records
    if line > 1 or len(cells) != CELLS or not all(map(str.strip, cells)):
        return False
    word = cells[-1].strip().lower()
    if word in SAME | DIFFERENT:
        return word in NAMES and all(word != other[-1].strip().lower() for _line, other in others)
    return True


def _judged(cells: list[str]) -> Judged | InvalidInput:
    if len(cells) != CELLS:
        return InvalidInput(
            N_("There must be three cells: two texts, and whether they are the same; here are %(n)s."), n=len(cells)
        )
    left, right, verdict = map(str.strip, cells)
    if not left or not right:
        return InvalidInput(N_("A text is missing."))
    if verdict.lower() not in SAME | DIFFERENT:
        return InvalidInput(N_("“%(verdict)s” judges nothing: write 1 for the same, 0 for not."), verdict=verdict[:40])
    return Judged(left, right, verdict.lower() in SAME)


def evaluate(judged: Iterable[Judged]) -> Evaluation:
    """Compare every text on the left with every one on the right, and count how well that finds the same pairs."""
    verdicts: dict[tuple[str, str], bool] = {}
    for one in judged:
        verdicts[one.left, one.right] = verdicts.get((one.left, one.right), False) or one.same
    lefts, rights = (list(dict.fromkeys(side)) for side in zip(*verdicts, strict=True)) if verdicts else ([], [])
    candidates = likest([Item(text) for text in lefts], [Item(text) for text in rights])
    same = {ends for ends, are_same in verdicts.items() if are_same}

    def texts_of(pair: Pair) -> tuple[str, str]:
        return lefts[pair.left], rights[pair.right]

    first, first_five = (
        sum(texts_of(pair) in same for row in candidates for pair in row[:most]) for most in (1, MOST_SUGGESTED)
    )
    paired = [texts_of(pair) for pair in best_pairing(candidates, least=PAIRED)]
    right_pairs = sum(ends in same for ends in paired)
    return Evaluation(
        judged=len(verdicts),
        lefts=len(lefts),
        rights=len(rights),
        recall_at_1=Share(first, len(same)),
        recall_at_5=Share(first_five, len(same)),
        precision=Share(right_pairs, len(paired)),
        recall=Share(right_pairs, len(same)),
        unjudged=sum(ends not in verdicts for ends in paired),
    )
