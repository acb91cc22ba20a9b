"""Kirkman triple systems and nearly Kirkman ones, by construction.

Sources: D. K. Ray-Chaudhuri and R. M. Wilson, "Solution of Kirkman's schoolgirl problem" (1971), for the two
constructions over finite fields; C. J. Colbourn and J. H. Dinitz (eds.), "Handbook of Combinatorial Designs"
(2007), chapters II.2.8 and VI.50, for which systems exist and for weighting.
"""

from collections.abc import Sequence
from functools import cache
from typing import TypeAlias

from solver.designs.fields import field, prime_power
from solver.designs.starters import STARTERS, developed

__all__ = ["Season", "Triple", "columns", "kirkman", "nearly_kirkman", "weighted"]

Triple: TypeAlias = tuple[int, int, int]
Season: TypeAlias = tuple[tuple[Triple, ...], ...]

SMALLEST_NEARLY = 18


@cache
def kirkman(n: int) -> Season:
    """A KTS(n): (n - 1) / 2 days of n / 3 triples in which every two points meet exactly once.

    One exists for every n = 6t + 3; empty for any other n and where no construction here gives one.
    """
    if n % 6 != 3:  # noqa: PLR2004 - 6t + 3
        return ()
    if n == 3:  # noqa: PLR2004 - one triple
        return (((0, 1, 2),),)
    if _fits((n - 1) // 2):
        return _twice_q_and_one((n - 1) // 2)
    if _fits(n // 3):
        return _three_times_q(n // 3)
    return developed(STARTERS[n], n) if n in STARTERS else _tripled(n // 3) or _product(n)


@cache
def nearly_kirkman(n: int) -> Season:
    """An NKTS(n): n / 2 - 1 days in which every two points meet once, but for n / 2 pairs that never do.

    One exists for every n = 6t from 18 on; empty for any other n and where no construction here gives one.
    """
    if n % 6 or n < SMALLEST_NEARLY:
        return ()
    return developed(STARTERS[n], n) if n in STARTERS else _product(n)


def _tripled(w: int) -> Season:
    """A KTS(3w) of three groups of w: what a transversal design leaves out, a KTS(w) within each group fills."""
    within = [tuple((g + a, g + b, g + c) for g in (0, w, 2 * w) for a, b, c in day) for day in kirkman(w)]
    return columns(w) + tuple(within) if within else ()


def _product(n: int) -> Season:
    """A system on v w points out of one on v and one on 3w points."""
    system = kirkman if n % 2 else nearly_kirkman
    for w in range(3, n // 3 + 1):
        if n % w == 0 and (frame := kirkman(n // w)) and (days := columns(w)) and 3 * w < n:
            filling = system(3 * w)
            if filling:
                return weighted(frame, days, filling)
    return ()


def weighted(frame: Season, design: Season, filling: Season) -> Season:
    """Give each of v points a weight w: a triple becomes a transversal design; the last day's are filled.

    `frame` is a season of v points on k days, `design` a resolvable transversal design of three groups of w,
    `filling` a season of 3w points on m days; the result has v w points and (k - 1) w + m days
    (Handbook, II.2.8). Point p of weight i becomes w p + i.
    """
    w = len(design[0])
    parts = [(day, part) for day in frame[:-1] for part in design] + [(frame[-1], part) for part in filling]
    return tuple(tuple(_spread(triple, w, block) for triple in day for block in part) for day, part in parts)


def _spread(triple: Triple, w: int, block: Triple) -> Triple:
    a, b, c = (triple[x // w] * w + x % w for x in block)
    return a, b, c


def columns(w: int) -> Season:
    """A resolvable transversal design of three groups of w points: w days, each pair from two groups once.

    Day d holds the triples (x, a x + d, x + a x + d): over the integers modulo w with a = 1 for odd w, over
    GF(w) with a primitive a for a power of two from 4 on. Empty for other w.
    """
    if w % 2:
        return tuple(tuple((x, w + (x + d) % w, 2 * w + (2 * x + d) % w) for x in range(w)) for d in range(w))
    if w < 4 or prime_power(w) is None:  # noqa: PLR2004 - the square of order 2 has no mate
        return ()
    f = field(w)
    times = [0] * w
    for exponent, x in enumerate(f.powers):
        times[x] = f.power(exponent + 1)
    second = [[f.sums[times[x]][d] for x in range(w)] for d in range(w)]
    return tuple(tuple((x, w + y, 2 * w + f.sums[x][y]) for x, y in enumerate(row)) for row in second)


def _fits(q: int) -> bool:
    return q % 6 == 1 and prime_power(q) is not None


def _twice_q_and_one(q: int) -> Season:
    """KTS(2q + 1), q = 6t + 1 a prime power: GF(q) twice and a point at infinity (Ray-Chaudhuri and Wilson)."""
    f, t = field(q), (q - 1) // 6
    wanted = f.sums[f.power(t)][1]
    m = f.logs[next(x for x in range(q) if f.sums[x][x] == wanted)]
    first = [(i, i + t, i + m) for i in range(6 * t) if i // t % 2 == 0]
    second = [(i + m + t, i + m + 3 * t, i + m + 5 * t) for i in range(t)]
    day = [(2 * q, 0, q)]
    day += [(f.power(a), f.power(b), q + f.power(c)) for a, b, c in first]
    day += [(q + f.power(a), q + f.power(b), q + f.power(c)) for a, b, c in second]
    return tuple(_turned(day, x, q, still=2 * q) for x in range(q))


def _three_times_q(q: int) -> Season:
    """KTS(3q), q = 6t + 1 a prime power: three copies of GF(q) (Ray-Chaudhuri and Wilson)."""
    f, t = field(q), (q - 1) // 6
    across = [(f.power(i), q + f.power(i + 2 * t), 2 * q + f.power(i + 4 * t)) for i in range(6 * t)]
    day = [(0, q, 2 * q)] + [triple for i, triple in enumerate(across) if i // t % 2]
    for copy in (0, q, 2 * q):
        day += [(copy + f.power(i), copy + f.power(i + 2 * t), copy + f.power(i + 4 * t)) for i in range(t)]
    still = [triple for i, triple in enumerate(across) if i // t % 2 == 0]
    turning = [_turned(day, x, q) for x in range(q)]
    return tuple(turning + [tuple(t for x in range(q) for t in _turned([triple], x, q)) for triple in still])


def _turned(day: Sequence[Triple], by: int, q: int, still: int = -1) -> tuple[Triple, ...]:
    """Add `by` to every point within its copy of GF(q), but for the point `still`."""
    sums = field(q).sums

    def turned(x: int) -> int:
        return x if x == still else x // q * q + sums[x % q][by]

    return tuple((turned(a), turned(b), turned(c)) for a, b, c in day)
