"""What may be chosen in the first stage: who serves in which week, and how closely it is asked where."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from solver.engine.ground import GONE, NOWHERE, Array, Ground
from solver.terms.seats import ANY_VILLAGE, ANY_ZONE, Berths
from solver.terms.settled import Settled

__all__ = ["Choice", "Choices", "disturbed_weeks"]

ELSEWHERE = -3
"""No place that a baseline can name."""

Choice: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True)
class Choices:
    """What may be chosen: a member serves in a week somewhere. All arrays are as long as there are choices."""

    member: Array
    week: Array
    where: Array
    """A place (pinned, as in the baseline, or any in a week asked closely), ANY_VILLAGE or ANY_ZONE (any but the
    baseline's)."""
    change: Array
    """How many changes from the baseline it is worth, against not serving."""
    pinned: Array

    @staticmethod
    def of(ground: Ground, closely: Array) -> "Choices":
        """Every choice that role, reach, leave and pins allow. W: `closely` asks for each place by itself."""
        return Choices(*np.array(list(_choices(ground, closely)), dtype=np.int64).reshape(-1, 5).T)

    def named(self) -> list[Choice]:
        """Each choice by its member, week and where."""
        return list(zip(self.member.tolist(), self.week.tolist(), self.where.tolist(), strict=True))

    def narrowed(self, known: Settled) -> "Choices":
        """What is left to choose once some are known: these are gone or pinned."""
        left = np.ones(len(self.member), dtype=np.bool_)
        left[known.out] = False
        pinned = self.pinned.copy()
        pinned[known.chosen] = True
        parts = (self.member, self.week, self.where, self.change, pinned)
        return Choices(*(part[left] for part in parts))

    def allowed(self, ground: Ground, choice: int) -> list[int]:
        """The berths that a choice allows."""
        member, week, where = int(self.member[choice]), int(self.week[choice]), int(self.where[choice])
        but = int(ground.baseline[member, week]) if ground.has_baseline else NOWHERE
        return Berths(ground, week).open_to(member, where, but)


def disturbed_weeks(ground: Ground, most: int) -> Array:
    """W: in which weeks somebody cannot serve as the baseline has it: away, not allowed there, pinned, or without seat.

    Of these the most disturbed, with at most so many members and places that go together.
    """
    disturbed = np.zeros(ground.weeks, dtype=np.bool_)
    if ground.has_baseline:
        lost = np.bincount(_lost_weeks(ground), minlength=ground.weeks)
        sizes = (ground.free * (ground.may.astype(np.int64) @ (ground.seats > 0))).sum(axis=0)
        order = np.argsort(-lost, kind="stable")
        disturbed[order] = (lost[order] > 0) & (sizes[order].cumsum() <= most)
    return disturbed


def _lost_weeks(ground: Ground) -> Array:
    """The week of each line of the baseline that cannot stay, and of each pin that differs from it."""
    member, week = np.nonzero(ground.baseline >= 0)
    place = ground.baseline[member, week]
    lost = ~(ground.free[member, week] & ground.may[member, place] & (ground.seats[place, week] > 0))
    moved = (ground.baseline == GONE) | ((ground.pinned != NOWHERE) & (ground.pinned != ground.baseline))
    return np.concatenate([week[lost], np.nonzero(moved)[1]])


def _choices(ground: Ground, closely: Array) -> Iterator[tuple[int, int, int, int, bool]]:
    villages = np.any(ground.may[:, : ground.villages], axis=1, keepdims=True)[:, 0]
    has_seats = ground.seats.max(axis=1, initial=0) > 0
    zones = ground.may[:, ground.villages :] @ has_seats[ground.villages :]
    for member, week in np.argwhere(ground.free).tolist():
        pin, old = int(ground.pinned[member, week]), int(ground.baseline[member, week])
        if pin != NOWHERE:
            yield member, week, pin, _worth(ground, pin, old), True
            continue
        may = ground.may[member] & (ground.seats[:, week] > 0)
        if old >= 0 and may[old]:
            yield member, week, old, -1, False
        elsewhere = [place for place in np.nonzero(may)[0].tolist() if place != old]
        if not closely[week]:
            elsewhere = [ANY_VILLAGE] * bool(villages[member]) + [ANY_ZONE] * bool(zones[member])
        for where in elsewhere:
            yield member, week, where, _worth(ground, ELSEWHERE, old), False


def _worth(ground: Ground, place: int, old: int) -> int:
    if not ground.has_baseline:
        return 0
    return int(place != old) - int(old != NOWHERE)
