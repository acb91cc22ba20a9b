"""The problem as arrays of numbers: what every part of the engine reads and nobody changes.

Members, places (villages first, then zones) and weeks are counted from 0, in the order of the problem. A seat is a
number too: the seats of a week lie together, and in them those of a place.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from solver.engine.travel import distances, may_serve, travel
from solver.problem import Member, Problem

__all__ = ["GONE", "LONG_AGO", "NOBODY", "NOWHERE", "SMALL", "Array", "Ground", "ground_of", "size_of"]

Array: TypeAlias = np.ndarray[Any, np.dtype[Any]]

SMALL = 1_200
"""Members, places and weeks that go together, up to which the wishes may be proven in one model."""

NOBODY = -1
NOWHERE = -1
GONE = -2
"""In a baseline: a place that is no longer there."""
LONG_AGO = -1_000_000


class Ground(NamedTuple):
    """Sizes, rules, weights and tables. M members, P places (V villages), W weeks, S seats, K skills."""

    weeks: int
    villages: int
    team_size: int
    rest: int
    spacing: int
    window: int
    """The spacing as the bounds know it."""
    memory: int
    """Continuity weeks."""
    unmet_skill: int
    repeat_partner: int
    no_continuity: int
    repeat_village: int
    crowding: int
    seat_place: Array
    """S: the place of each seat."""
    seat_week: Array
    """S: the week of each seat."""
    week_first: Array
    """W + 1: the first seat of each week."""
    first: Array
    """P x W: the first seat of a place in a week."""
    seats: Array
    """P x W: how many seats a place has in a week."""
    may: Array
    """M x P: role, recusal and reach allow it."""
    free: Array
    """M x W: neither away nor resting from the last term before week 0."""
    lead: Array
    """M"""
    limit: Array
    """M: the most terms."""
    share: Array
    """M: in hundredths of a term."""
    points: Array
    """M x P: travel, and a disliked place."""
    week_points: Array
    """M x W: a disliked week."""
    last_week: Array
    """M: the last term before week 0, or LONG_AGO."""
    visited: Array
    """M x V: 1 where the member served there before week 0."""
    met: frozenset[tuple[int, int]]
    """Partners before week 0, either first; none of them are kept apart."""
    apart: frozenset[tuple[int, int]]
    """Those kept apart, either first."""
    wants_first: Array
    """V * W + 1: the first entry in wants of each village and week."""
    wants: Array
    """Skills wanted, village by village, week by week."""
    has: Array
    """M x K: who has which of the skills wanted."""
    served: Array
    """M x V: the last week served there before week 0, or LONG_AGO."""
    known: Array
    """V: whether anybody served there before week 0."""
    pinned: Array
    """M x W: the place that the member is pinned to, or NOWHERE."""
    has_baseline: bool
    baseline: Array
    """M x W: the place in the baseline, GONE or NOWHERE."""


def size_of(ground: Ground) -> int:
    """How many members, places and weeks go together."""
    return int((ground.free.sum(axis=1) * ground.may.sum(axis=1)).sum())


def ground_of(problem: Problem) -> Ground:
    """Count everything once."""
    place = {known: index for index, known in enumerate(problem.place_of)}
    member = {known: index for index, known in enumerate(problem.member_of)}
    seats, far = _seats(problem), distances(problem)
    apart = _both_ways((member[one], member[other]) for one, other in problem.apart)
    wants_first, wants, has = _skills(problem)
    return Ground(
        **_numbers(problem),
        seat_place=np.repeat(np.tile(np.arange(len(place)), problem.weeks), seats.T.ravel()).astype(np.int32),
        seat_week=np.repeat(np.arange(problem.weeks), seats.sum(axis=0)).astype(np.int32),
        week_first=_starts(seats.sum(axis=0)),
        first=_starts(seats.T.ravel())[:-1].reshape(problem.weeks, len(place)).T.copy(),
        seats=seats,
        may=may_serve(problem, far),
        free=_free(problem),
        lead=np.array([someone.lead for someone in problem.members], dtype=np.bool_),
        limit=np.array([_limit(someone, problem.weeks) for someone in problem.members], dtype=np.int32),
        share=np.array([problem.shares[someone.id] for someone in problem.members], dtype=np.int64),
        points=travel(problem, far),
        week_points=_week_points(problem),
        last_week=np.array([_last_week(someone) for someone in problem.members], dtype=np.int64),
        visited=_visited(problem, place),
        met=_met(problem, member) - apart,
        apart=apart,
        wants_first=wants_first,
        wants=wants,
        has=has,
        served=_served(problem, member),
        known=np.array([bool(village.last_served) for village in problem.villages], dtype=np.bool_),
        pinned=_lines(problem, problem.pinned, member, place),
        has_baseline=problem.baseline is not None,
        baseline=_lines(problem, problem.baseline or (), member, place),
    )


def _numbers(problem: Problem) -> dict[str, int]:
    """What is one number each: sizes, rules and weights."""
    weights = problem.weights
    return {
        "weeks": problem.weeks,
        "villages": len(problem.villages),
        "team_size": problem.team_size,
        "rest": min(problem.rest_weeks, problem.weeks),
        "spacing": problem.spacing_weeks,
        "window": problem.window_weeks,
        "memory": problem.continuity_weeks,
        "unmet_skill": weights.unmet_skill,
        "repeat_partner": weights.repeat_partner,
        "no_continuity": weights.no_continuity,
        "repeat_village": weights.repeat_village,
        "crowding": weights.crowding,
    }


def _starts(counts: Array) -> Array:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)


def _seats(problem: Problem) -> Array:
    rows = [[problem.seats_in(place, week) for week in range(problem.weeks)] for place in problem.place_of]
    return np.array(rows, dtype=np.int32).reshape(len(problem.place_of), problem.weeks)


def _free(problem: Problem) -> Array:
    free = np.ones((len(problem.members), problem.weeks), dtype=np.bool_)
    for row, member in zip(free, problem.members, strict=True):
        row[[week for week in member.unavailable if 0 <= week < problem.weeks]] = False
        row[: max(0, _last_week(member) + problem.rest_weeks + 1)] = False
    return free


def _limit(member: Member, weeks: int) -> int:
    return weeks if member.max_terms is None else min(weeks, member.max_terms)


def _last_week(member: Member) -> int:
    last = member.history.last_week
    return LONG_AGO if last is None else max(LONG_AGO, last)


def _week_points(problem: Problem) -> Array:
    points = np.zeros((len(problem.members), problem.weeks), dtype=np.int64)
    for row, member in zip(points, problem.members, strict=True):
        row[[week for week in member.dislikes.weeks if 0 <= week < problem.weeks]] = problem.weights.disliked
    return points


def _visited(problem: Problem, place: dict[str, int]) -> Array:
    visited = np.zeros((len(problem.members), len(problem.villages)), dtype=np.int16)
    for row, member in zip(visited, problem.members, strict=True):
        row[[place[v] for v, n in member.history.villages.items() if n > 0 and v in problem.village_of]] = 1
    return visited


def _met(problem: Problem, index: dict[str, int]) -> frozenset[tuple[int, int]]:
    return _both_ways(
        (one, index[other])
        for one, member in enumerate(problem.members)
        for other, weeks in member.history.partners.items()
        if weeks > 0 and other in index and index[other] != one
    )


def _both_ways(pairs: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    return frozenset(pair for one, other in pairs for pair in ((one, other), (other, one)))


def _skills(problem: Problem) -> tuple[Array, Array, Array]:
    wanted = sorted({skill for v in problem.villages for skills in v.wants.values() for skill in skills})
    index = {skill: number for number, skill in enumerate(wanted)}
    lists = [[index[s] for s in sorted(v.wants.get(w, ()))] for v in problem.villages for w in range(problem.weeks)]
    has = np.zeros((len(problem.members), len(wanted)), dtype=np.bool_)
    for row, member in zip(has, problem.members, strict=True):
        row[[index[skill] for skill in member.skills if skill in index]] = True
    first = _starts(np.array([len(skills) for skills in lists], dtype=np.int64))
    return first, np.array([skill for skills in lists for skill in skills], dtype=np.int32), has


def _served(problem: Problem, index: dict[str, int]) -> Array:
    served = np.full((len(problem.members), len(problem.villages)), LONG_AGO, dtype=np.int64)
    for village, column in zip(problem.villages, served.T, strict=True):
        for member, week in village.last_served.items():
            if member in index:
                column[index[member]] = max(LONG_AGO, week)
    return served


def _lines(problem: Problem, lines: Any, member: dict[str, int], place: dict[str, int]) -> Array:
    table = np.full((len(problem.members), problem.weeks), NOWHERE, dtype=np.int32)
    for line in lines:
        if line.member in member and 0 <= line.week < problem.weeks:
            table[member[line.member], line.week] = place.get(line.place, GONE)
    return table
