"""The multipliers of a relaxation's rows as arrays, and the rows' names in a certificate."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from solver.certificates.certificate import Named
from solver.engine.ground import Array, Ground
from solver.problem import Problem

__all__ = ["SCALE", "Multipliers", "named", "zeros"]

SCALE = 2**20
"""Multipliers are whole multiples of 1 / SCALE."""
LARGEST = 2**40


@dataclass
class Multipliers:
    """One for each row of the relaxation (see solver.certificates.certificate for the rows), by family.

    M members, P places (V villages), W weeks, K wants; `crowding` has window_weeks - 1 windows that begin before
    week 0.
    """

    seats: Array
    """P x W"""
    leads: Array
    """V x W"""
    rest: Array
    """M x W"""
    terms: Array
    """M"""
    visits: Array
    """M x V"""
    skills: Array
    """K"""
    crowding: Array
    """M x (window_weeks - 1 + W)"""
    continuity: Array
    """V"""
    unknown: Array
    """V"""
    partners: Array
    """M"""
    filled: Any = 0
    changes: Any = 0
    unfairness: Any = 0
    empties: Any = 0
    lost: Any = 0
    meetings: Any = 0

    def whole(self) -> "Multipliers":
        """Rounded to whole multiples of 1 / SCALE."""
        return Multipliers(*(_whole(getattr(self, field.name)) for field in fields(self)))

    def as_kind(self, kind: type) -> "Multipliers":
        """The same in arrays of another kind of number."""
        values = (getattr(self, field.name) for field in fields(self))
        return Multipliers(*(value.astype(kind) if isinstance(value, np.ndarray) else value for value in values))


def _whole(value: Any) -> Any:
    scaled = np.rint(np.clip(np.nan_to_num(np.asarray(value, dtype=np.float64)) * SCALE, -LARGEST, LARGEST))
    return scaled.astype(np.int64) if scaled.ndim else int(scaled)


def zeros(ground: Ground) -> Multipliers:
    """No multipliers yet."""
    places, weeks = ground.seats.shape
    members, villages = len(ground.lead), ground.villages
    shapes = (
        *((places, weeks), (villages, weeks), (members, weeks), members, (members, villages), len(ground.wants)),
        *((members, max(0, ground.window - 1) + weeks), villages, villages, members),
    )
    return Multipliers(*(np.zeros(shape) for shape in shapes))


def named(problem: Problem, multipliers: Multipliers) -> Named:
    """The multipliers that are not 0, under the names that a certificate gives to their rows."""
    return dict(_named(problem, multipliers))


def _named(problem: Problem, of: Multipliers) -> Iterator[tuple[tuple[str, ...], int]]:
    members, places = list(problem.member_of), list(problem.place_of)
    weeks = [str(week) for week in range(problem.weeks)]
    windows = [str(week) for week in range(1 - max(1, problem.window_weeks), problem.weeks)]
    tables = {"seats": (places, weeks), "leads": (places, weeks), "rest": (members, weeks), "visits": (members, places)}
    for family, (rows, columns) in (tables | {"crowding": (members, windows)}).items():
        table = getattr(of, family)
        for row, column in np.argwhere(table != 0).tolist():
            yield (family, rows[row], columns[column]), int(table[row, column])
    for family, names in {"terms": members, "continuity": places, "unknown": places, "partners": members}.items():
        vector = getattr(of, family)
        for row in np.nonzero(vector)[0].tolist():
            yield (family, names[row]), int(vector[row])
    for want, multiplier in zip(_wants(problem), of.skills.tolist(), strict=True):
        if multiplier:
            yield ("skills", *want), multiplier
    for family in ("filled", "changes", "unfairness", "empties", "lost", "meetings"):
        if getattr(of, family):
            yield (family,), int(getattr(of, family))


def _wants(problem: Problem) -> Iterator[tuple[str, str, str]]:
    """The village, week and skill of each want, in the order of the ground."""
    for village in problem.villages:
        for week in range(problem.weeks):
            for skill in sorted(village.wants.get(week, ())):
                yield village.id, str(week), skill
