"""Perfect rotations: the longest known seasons in which no two members are ever partners twice.

A season is a tuple of days, a day a tuple of triples of points 0 .. n - 1, no point twice in a day.
"""

from collections.abc import Iterator

from solver.designs.kirkman import SMALLEST_NEARLY, Season, columns, kirkman, nearly_kirkman

__all__ = ["missing", "season"]


def season(n: int, teams: int | None = None) -> Season:
    """A season of n points with `teams` triples on every day (n // 3 unless said otherwise), as long as known here.

    Where no system has just n points, points are left out of a larger one, and those days stay that still have
    enough whole triples; or points beyond a smaller one always rest. Empty where the constructions give none.
    """
    teams = n // 3 if teams is None else teams
    return max((_without(days, n, teams) for days in _systems(n, teams)), key=len, default=())


def _systems(n: int, teams: int) -> Iterator[Season]:
    """Systems of enough points for the teams, up to where leaving points out must break too many triples."""
    if teams <= 4:  # noqa: PLR2004 - there is no NKTS(12); three groups of four give four days
        yield columns(4)
    for points in range(3 * teams, max(n, 3 * (n - teams)) + 1):
        yield kirkman(points) or nearly_kirkman(points)


def _without(days: Season, n: int, teams: int) -> Season:
    """What is left of a season when only the first n points stay, in days of `teams` triples."""
    kept = [[triple for triple in day if max(triple) < n][:teams] for day in days]
    return tuple(tuple(day) for day in kept if len(day) == teams)


def missing(limit: int) -> tuple[int, ...]:
    """The n up to `limit` for which a KTS(n) or an NKTS(n) exists, but no construction here gives it."""
    kts = {n for n in range(3, limit + 1, 6) if not kirkman(n)}
    return tuple(sorted(kts | {n for n in range(SMALLEST_NEARLY, limit + 1, 6) if not nearly_kirkman(n)}))
