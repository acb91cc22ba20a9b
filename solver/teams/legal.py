"""Which changes of one seat keep every hard rule."""

from solver.engine.ground import NOBODY, NOWHERE, Array
from solver.teams.compiled import compiled
from solver.teams.partners import met
from solver.teams.sheet import (
    FIRST,
    FREE,
    HOLDER,
    LEAD,
    LIMIT,
    MAY,
    PLACE,
    REST,
    SEAT_PLACE,
    SEAT_WEEK,
    SEATS,
    TEAM_SIZE,
    TERMS,
    VILLAGES,
    WEEKS,
    at,
    cell,
    number,
)

__all__ = ["fits", "rested"]


@compiled
def rested(sheet: Array, member: int, week: int, instead_of: int) -> bool:
    """Whether a member may have a term in this week, given up the one in the week `instead_of` (-1: none given up)."""
    if not cell(sheet, FREE, member, week):
        return False
    if instead_of < 0 and at(sheet, TERMS, member) >= at(sheet, LIMIT, member):
        return False
    for near in range(max(0, week - number(sheet, REST)), min(number(sheet, WEEKS), week + number(sheet, REST) + 1)):
        if near != instead_of and cell(sheet, PLACE, member, near) != NOWHERE:
            return False
    return True


@compiled
def fits(sheet: Array, seat: int, newcomer: int) -> bool:
    """Whether place and team can take the newcomer (or NOBODY) in this seat, whatever the newcomer's weeks."""
    if newcomer == NOBODY:
        return True
    place = at(sheet, SEAT_PLACE, seat)
    if not cell(sheet, MAY, newcomer, place):
        return False
    return place >= number(sheet, VILLAGES) or _fits_team(sheet, seat, newcomer)


@compiled
def _fits_team(sheet: Array, seat: int, newcomer: int) -> bool:
    place, week = at(sheet, SEAT_PLACE, seat), at(sheet, SEAT_WEEK, seat)
    first = cell(sheet, FIRST, place, week)
    others = 0
    for other in range(first, first + cell(sheet, SEATS, place, week)):
        partner = at(sheet, HOLDER, other)
        if other != seat and partner != NOBODY:
            if met(sheet, newcomer, partner) < 0:
                return False
            if not at(sheet, LEAD, partner):
                others += 1
    return at(sheet, LEAD, newcomer) == 1 or others < number(sheet, TEAM_SIZE) - 1
