"""What a step of the search looks at: seats and weeks drawn by lot, near ones more often where there are many."""

import numpy as np

from solver.engine.ground import Array
from solver.teams.compiled import compiled
from solver.teams.sheet import FIRST, NEAR, REST, SEAT_PLACE, SEATS, WEEK_FIRST, WEEKS, at, cell, number
from solver.teams.tally import DICE

__all__ = ["below", "seat_beside", "seat_in", "throw", "week_near"]


@compiled
def throw(tally: Array) -> int:
    """The next 31 random bits (xorshift64*, Vigna 2016)."""
    state = np.uint64(tally[DICE])
    state ^= state >> np.uint64(12)
    state ^= state << np.uint64(25)
    state ^= state >> np.uint64(27)
    tally[DICE] = np.int64(state)
    return int((state * np.uint64(0x2545F4914F6CDD1D)) >> np.uint64(33))


@compiled
def below(tally: Array, limit: int) -> int:
    """A whole number from 0 to less than the limit."""
    return throw(tally) * limit >> 31


@compiled
def seat_in(sheet: Array, tally: Array, week: int) -> int:
    """A seat of that week, which has some."""
    first = at(sheet, WEEK_FIRST, week)
    return first + below(tally, at(sheet, WEEK_FIRST, week + 1) - first)


@compiled
def seat_beside(sheet: Array, tally: Array, seat: int, week: int) -> int:
    """A seat of that week, mostly in a place near to that of the one given; which is given back where there is none."""
    near = number(sheet, NEAR + 1)
    if near > 0 and throw(tally) & 3:
        place = cell(sheet, NEAR, at(sheet, SEAT_PLACE, seat), below(tally, near))
        seats = cell(sheet, SEATS, place, week)
        if seats > 0:
            return cell(sheet, FIRST, place, week) + below(tally, seats)
    if at(sheet, WEEK_FIRST, week) == at(sheet, WEEK_FIRST, week + 1):
        return seat
    return seat_in(sheet, tally, week)


@compiled
def week_near(sheet: Array, tally: Array, week: int) -> int:
    """A week at most so many off that a member's own term there is the one in the way."""
    reach = number(sheet, REST) + 2
    other = week - reach + below(tally, 2 * reach + 1)
    return min(max(other, 0), number(sheet, WEEKS) - 1)
