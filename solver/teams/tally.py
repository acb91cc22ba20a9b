"""What a searcher counts as it goes."""

import numpy as np

from solver.engine.ground import Array

__all__ = ["CHANGES", "DICE", "FAIREST", "FEWEST", "SIDE", "UNFAIRNESS", "VACANCIES", "WISHES", "new_tally"]

VACANCIES, CHANGES, UNFAIRNESS, WISHES, DICE, FEWEST, FAIREST, SIDE = range(8)
"""The tiers (unfairness in units of 200, less that of nobody serving); the state of the random numbers; the
vacancies and unfairness from which on bettering them is no longer tried hard; and the side whose seats and members are
its to change."""


def new_tally(dice: int) -> Array:
    """A tally that begins with these dice."""
    tally = np.zeros(8, dtype=np.int64)
    tally[DICE] = dice or 1
    return tally
