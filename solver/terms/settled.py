"""What the multipliers of a linear relaxation settle: columns that no answer within a cost can change.

A column whose cost, less what the rows pay for it, is more than there is to spare stays at 0; one that saves more
than that stays at 1 (reduced-cost fixing). Counted in whole numbers, so that it holds whatever a solver answered.
"""

from typing import NamedTuple

import numpy as np

from solver.engine.ground import Array
from solver.engine.linear import SCALE, Programme

__all__ = ["Settled", "settled"]

LARGEST = 2.0**20


class Settled(NamedTuple):
    """Columns by their numbers."""

    out: Array
    """Never chosen."""
    chosen: Array
    """Always chosen."""


def settled(programme: Programme, cost: Array, multipliers: Array, most: int) -> Settled:
    """Of the columns that are 0 or 1: those that are the same in every answer that costs no more than `most`."""
    pays, paid = _pays(programme, multipliers)
    rows, columns, factors = programme.entries()
    reduced = cost.astype(object) * SCALE
    np.subtract.at(reduced, columns, pays[rows].astype(object) * factors)
    _, upper, whole = programme.column_bounds()
    spare = (
        most * SCALE - paid - sum(int(part) * int(room) for part, room in zip(reduced, upper, strict=True) if part < 0)
    )
    is_choice = whole & (upper == 1)
    return Settled(np.nonzero(is_choice & (reduced > spare))[0], np.nonzero(is_choice & (reduced < -spare))[0])


def _pays(programme: Programme, multipliers: Array) -> tuple[Array, int]:
    """The multipliers in units of 1 / SCALE, none on a side where its row is open, and what they pay in all."""
    lower, upper = programme.row_bounds()
    whole = np.rint(np.clip(multipliers, -LARGEST, LARGEST) * SCALE).astype(np.int64)
    whole[((whole > 0) & np.isinf(lower)) | ((whole < 0) & np.isinf(upper))] = 0
    limits = np.where(whole > 0, lower, np.where(whole < 0, upper, 0)).astype(np.int64)
    return whole, sum(pay * limit for pay, limit in zip(whole.tolist(), limits.tolist(), strict=True))
