"""Systems developed from starters: a day or two, turned round a cycle.

The starters below were found for this project by exact cover (every point once in a day, every difference once
in the days together), in seconds each; how a cycle turns a starter into a system is due to R. C. Bose.
"""

from dataclasses import dataclass

__all__ = ["STARTERS", "Starter", "developed"]


@dataclass(frozen=True)
class Starter:
    """Days that are turned round a cycle of `order`, and triples whose turns make a day by themselves.

    Point x of level l has the number order * l + x; those behind the last level, `still` in number, do not turn.
    """

    order: int
    days: tuple[str, ...]
    orbits: str = ""


def developed(starter: Starter, n: int) -> tuple[tuple[tuple[int, int, int], ...], ...]:
    """The season of n points that the starter stands for."""
    turning = [
        tuple(_turned(triple, by, starter.order, n) for triple in _triples(day))
        for day in starter.days
        for by in range(starter.order)
    ]
    standing = [
        tuple(_turned(triple, by, starter.order, n) for by in range(starter.order))
        for triple in _triples(starter.orbits)
    ]
    return tuple(turning + standing)


def _triples(text: str) -> list[tuple[int, int, int]]:
    return [(int(a), int(b), int(c)) for a, b, c in (triple.split(",") for triple in text.split())]


def _turned(triple: tuple[int, int, int], by: int, order: int, n: int) -> tuple[int, int, int]:
    """Add `by` within each level; the n % order points behind the last level stand still."""
    still = n - n % order
    a, b, c = (x if x >= still else x // order * order + (x + by) % order for x in triple)
    return a, b, c


STARTERS = {
    18: Starter(
        4,
        days=(
            "0,9,10 1,4,17 2,15,16 3,5,14 6,7,8 11,12,13",
            "0,4,14 1,6,13 2,3,10 5,8,16 7,11,15 9,12,17",
        ),
    ),
    24: Starter(
        11,
        days=("0,3,13 1,19,23 2,16,17 4,8,10 5,11,22 6,7,15 9,14,21 12,18,20",),
    ),
    30: Starter(
        14,
        days=("0,4,19 1,12,18 2,10,11 3,5,14 6,16,24 7,20,23 8,15,28 9,17,29 13,25,27 21,22,26",),
    ),
    33: Starter(
        11,
        days=("0,1,5 2,4,22 3,11,17 6,23,27 7,10,26 8,18,20 9,13,16 12,19,24 14,15,29 21,31,32 25,28,30",),
        orbits="0,11,24 0,13,22 0,16,23 0,17,25 0,20,26",
    ),
    36: Starter(
        17,
        days=(("0,1,19 2,8,12 3,30,32 4,18,24 5,28,29 6,22,34 7,10,15 9,17,31 11,13,26 14,23,35 16,20,27 21,25,33"),),
    ),
    42: Starter(
        20,
        days=(
            (
                "0,1,5 2,13,29 3,11,25 4,17,34 6,30,32 7,9,20 8,31,37 10,16,28 12,27,41 14,35,40 15,18,23 "
                "19,38,39 21,24,36 22,26,33"
            ),
        ),
    ),
    48: Starter(
        23,
        days=(
            (
                "0,5,25 1,20,37 2,14,23 3,27,32 4,39,42 6,9,36 7,13,35 8,15,41 10,18,29 11,12,21 16,24,47 "
                "17,19,33 22,40,46 26,28,43 30,31,44 34,38,45"
            ),
        ),
    ),
    54: Starter(
        26,
        days=(
            (
                "0,4,14 1,36,43 2,11,39 3,24,48 5,46,53 6,21,42 7,29,34 8,26,41 9,35,38 10,13,33 12,18,20 "
                "15,22,47 16,17,30 19,49,50 23,31,40 25,37,52 27,45,51 28,32,44"
            ),
        ),
    ),
    60: Starter(
        29,
        days=(
            (
                "0,8,39 1,53,58 2,21,27 3,15,29 4,7,52 5,20,37 6,13,40 9,14,51 10,23,48 11,22,44 12,30,32 "
                "16,18,46 17,26,41 19,54,55 24,25,36 28,49,59 31,47,57 33,45,56 34,38,43 35,42,50"
            ),
        ),
    ),
}
