"""What no roster can beat in wishes."""

from collections.abc import Callable

from solver.ground import Ground, size_of
from solver.linear import Method
from solver.relaxation import Relaxation

__all__ = ["least_wishes"]

LARGE = 25_000
TOO_LARGE = 400_000
"""Columns of a relaxation: beyond the first number only a first-order method is quick, beyond the second none is."""


def least_wishes(ground: Ground, tiers: tuple[int, int, int], remaining: Callable[[], float]) -> int:
    """A bound on the wishes of all rosters whose earlier tiers cost this, as Relaxation counts them; 0: none found."""
    size = size_of(ground)
    if size > TOO_LARGE or not size:
        return 0
    relaxation = Relaxation(ground, tiers)
    method = Method.INTERIOR if size < LARGE else Method.FIRST_ORDER
    answer = relaxation.programme.solve(relaxation.cost, method, remaining())
    if answer.multipliers is None:
        return 0
    return max(0, relaxation.programme.proven(relaxation.cost, answer.multipliers))
