"""Changing a roster on its sheet, one seat at a time, with all the counts that make the next change cheap to judge.

On the sheet, visits count weeks; all of history together counts 1.
Links are how many of a team served the village within the continuity weeks before; debut is the week of a
village's very first team, W where there is none yet, -1 where it had one before week 0.
"""

from solver.engine.ground import NOBODY, NOWHERE, Array
from solver.teams.compiled import compiled
from solver.teams.partners import meet
from solver.teams.sheet import (
    DEBUT,
    FILLED,
    FIRST,
    HOLDER,
    LINKS,
    MEMORY,
    PINNED,
    PLACE,
    SEAT_PLACE,
    SEAT_SIDE,
    SEAT_WEEK,
    SEATS,
    SERVED,
    TERMS,
    VILLAGES,
    VISITS,
    WEEKS,
    add,
    at,
    cell,
    number,
    put,
    put_cell,
)

__all__ = ["last_visit", "next_visit", "recently", "seat_all", "settle"]


@compiled
def seat_all(sheet: Array, holder: Array) -> None:
    """Give every seat to its holder, if it has one, on a sheet on which nobody serves; who is pinned stays there."""
    for seat in range(len(holder)):
        if holder[seat] != NOBODY:
            settle(sheet, seat, holder[seat])
            if cell(sheet, PINNED, holder[seat], at(sheet, SEAT_WEEK, seat)) != NOWHERE:
                put(sheet, SEAT_SIDE, seat, NOBODY)


@compiled
def settle(sheet: Array, seat: int, newcomer: int) -> None:
    """Give a seat to a newcomer (or to NOBODY), whoever held it before."""
    leaver = at(sheet, HOLDER, seat)
    if leaver != NOBODY:
        _leave(sheet, seat, leaver)
    put(sheet, HOLDER, seat, newcomer)
    if newcomer != NOBODY:
        _join(sheet, seat, newcomer)
    if (leaver == NOBODY) != (newcomer == NOBODY) and at(sheet, SEAT_PLACE, seat) < number(sheet, VILLAGES):
        _find_debut(sheet, at(sheet, SEAT_PLACE, seat), at(sheet, SEAT_WEEK, seat))


@compiled
def _leave(sheet: Array, seat: int, leaver: int) -> None:
    place, week = at(sheet, SEAT_PLACE, seat), at(sheet, SEAT_WEEK, seat)
    put(sheet, TERMS, leaver, at(sheet, TERMS, leaver) - 1)
    add(sheet, FILLED, place, week, -1)
    if cell(sheet, PLACE, leaver, week) == place:
        put_cell(sheet, PLACE, leaver, week, NOWHERE)
    if place < number(sheet, VILLAGES):
        _change_team(sheet, seat, leaver, -1)


@compiled
def _join(sheet: Array, seat: int, newcomer: int) -> None:
    place, week = at(sheet, SEAT_PLACE, seat), at(sheet, SEAT_WEEK, seat)
    put(sheet, TERMS, newcomer, at(sheet, TERMS, newcomer) + 1)
    add(sheet, FILLED, place, week, 1)
    put_cell(sheet, PLACE, newcomer, week, place)
    if place < number(sheet, VILLAGES):
        _change_team(sheet, seat, newcomer, 1)


@compiled
def _change_team(sheet: Array, seat: int, member: int, change: int) -> None:
    """Count a member's week in a team in (1) or out (-1)."""
    village, week = at(sheet, SEAT_PLACE, seat), at(sheet, SEAT_WEEK, seat)
    add(sheet, VISITS, member, village, change)
    first = cell(sheet, FIRST, village, week)
    for other in range(first, first + cell(sheet, SEATS, village, week)):
        partner = at(sheet, HOLDER, other)
        if other != seat and partner != NOBODY:
            meet(sheet, member, partner, change)
            meet(sheet, partner, member, change)
    add(sheet, LINKS, village, week, change * recently(sheet, member, village, week))
    after = next_visit(sheet, member, village, week)
    if after < number(sheet, WEEKS) and after - last_visit(sheet, member, village, week) > number(sheet, MEMORY):
        add(sheet, LINKS, village, after, change)


@compiled
def last_visit(sheet: Array, member: int, village: int, week: int) -> int:
    """The last week before this one in which the member served the village; far back where it was too long ago."""
    for before in range(week - 1, max(-1, week - number(sheet, MEMORY) - 1), -1):
        if cell(sheet, PLACE, member, before) == village:
            return before
    return cell(sheet, SERVED, member, village)


@compiled
def next_visit(sheet: Array, member: int, village: int, week: int) -> int:
    """The next week after this one in which the member serves the village; W where it is too far off."""
    for after in range(week + 1, min(number(sheet, WEEKS), week + number(sheet, MEMORY) + 1)):
        if cell(sheet, PLACE, member, after) == village:
            return after
    return number(sheet, WEEKS)


@compiled
def recently(sheet: Array, member: int, village: int, week: int) -> int:
    """1 where the member served the village within the continuity weeks before this one."""
    if number(sheet, MEMORY) == 0:
        return 0
    return 1 if week - last_visit(sheet, member, village, week) <= number(sheet, MEMORY) else 0


@compiled
def _find_debut(sheet: Array, village: int, week: int) -> None:
    """The very first team may be another one once a seat in a team has become empty or been filled."""
    debut = at(sheet, DEBUT, village)
    if cell(sheet, FILLED, village, week) > 0:
        put(sheet, DEBUT, village, min(debut, week))
    elif debut == week:
        while debut < number(sheet, WEEKS) and cell(sheet, FILLED, village, debut) == 0:
            debut += 1
        put(sheet, DEBUT, village, debut)
