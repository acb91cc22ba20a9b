"""A large problem taken apart for a while: near places together, and whoever mostly serves there.

A team whose members are all of one side, in a village of that side, is that side's to change; all others stay as they
are. So the sides share nothing that either changes, and can be searched at the same time on one sheet, with the same
outcome as one after the other. Where the borders run is drawn anew each time, so that what one keeps apart meets.
"""

import numpy as np

from solver.engine.ground import NOBODY, NOWHERE, Array, Ground
from solver.teams.compiled import compiled
from solver.teams.sheet import (
    FIRST,
    HOLDER,
    MEMBER_SIDE,
    MEMBERS,
    PINNED,
    SEAT_PLACE,
    SEAT_SIDE,
    SEAT_WEEK,
    SEATS,
    SEATS_IN_ALL,
    at,
    cell,
    number,
    put,
)

__all__ = ["Borders", "take_sides"]


class Borders:
    """Draws borders, the same ones in the same order for the same seed."""

    def __init__(self, ground: Ground, seed: int, sides: int) -> None:
        """`sides` is a power of 2."""
        self.ground = ground
        self.sides = sides
        self._dice = np.random.default_rng(seed)

    def drawn(self, holder: Array) -> tuple[Array, Array]:
        """The side of each place and of each member, of which the member has most terms with these holders."""
        of_place = np.zeros(len(self.ground.seats), dtype=np.int32)
        for side, places in enumerate(self._halved(np.arange(len(of_place)), self.sides)):
            of_place[places] = side
        terms = np.zeros((len(self.ground.lead), self.sides), dtype=np.int64)
        held = holder != NOBODY
        np.add.at(terms, (holder[held], of_place[self.ground.seat_place[held]]), 1)
        return of_place, terms.argmax(axis=1).astype(np.int32)

    def none(self) -> tuple[Array, Array]:
        """All on one side."""
        return np.zeros(len(self.ground.seats), dtype=np.int32), np.zeros(len(self.ground.lead), dtype=np.int32)

    def _halved(self, places: Array, sides: int) -> list[Array]:
        """In each half places that are nearer to one than to another member, whoever these are."""
        if sides == 1:
            return [places]
        one, other = self._dice.integers(len(self.ground.lead), size=2)
        nearer = self.ground.points[one, places] - self.ground.points[other, places] + self._dice.random(len(places))
        order = places[np.argsort(nearer)]
        half = len(order) // 2
        return [*self._halved(order[:half], sides // 2), *self._halved(order[half:], sides // 2)]


@compiled
def take_sides(sheet: Array, of_place: Array, of_member: Array) -> int:
    """Write on the sheet whose each member and seat is: a side's number, or NOBODY's where it is to stay as it is.

    How many seats are not nobody's.
    """
    owned = 0
    for member in range(number(sheet, MEMBERS)):
        put(sheet, MEMBER_SIDE, member, of_member[member])
    for seat in range(number(sheet, SEATS_IN_ALL)):
        side = _side_of_seat(sheet, seat, of_place[at(sheet, SEAT_PLACE, seat)])
        put(sheet, SEAT_SIDE, seat, side)
        owned += side != NOBODY
    return owned


@compiled
def _side_of_seat(sheet: Array, seat: int, side: int) -> int:
    place, week, holder = at(sheet, SEAT_PLACE, seat), at(sheet, SEAT_WEEK, seat), at(sheet, HOLDER, seat)
    if holder != NOBODY and cell(sheet, PINNED, holder, week) != NOWHERE:
        return NOBODY
    first = cell(sheet, FIRST, place, week)
    for other in range(first, first + cell(sheet, SEATS, place, week)):
        partner = at(sheet, HOLDER, other)
        if partner != NOBODY and at(sheet, MEMBER_SIDE, partner) != side:
            return NOBODY
    return side
