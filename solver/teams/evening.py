"""Filling seats and evening out terms, whatever it does to the wishes: sweeps over everybody who could serve more.

A member who serves too little takes the seat of one who serves too much; or that of a third member, who takes the
other's seat in another week. An empty seat is filled in the same two ways. Each step betters a tier, so the sweeps
come to an end.
"""

from solver.engine.ground import NOBODY, NOWHERE, Array
from solver.teams.compiled import compiled
from solver.teams.deltas import changes, handover, unfairness
from solver.teams.legal import fits, rested
from solver.teams.seating import settle
from solver.teams.sheet import (
    HOLDER,
    MEMBER_SIDE,
    MEMBERS,
    SEAT_PLACE,
    SEAT_SIDE,
    SEAT_WEEK,
    SEATS_IN_ALL,
    WEEK_FIRST,
    WEEKS,
    at,
    number,
)
from solver.teams.tally import CHANGES, SIDE, UNFAIRNESS, VACANCIES, WISHES

__all__ = ["even_out", "fill_seats"]


@compiled
def fill_seats(sheet: Array, tally: Array, first: int, most: int, depth: int) -> int:
    """Try to fill at most so many of the empty seats, from this seat on; how many were filled."""
    tried, filled = 0, 0
    for step in range(number(sheet, SEATS_IN_ALL)):
        seat = (first + step) % number(sheet, SEATS_IN_ALL)
        if at(sheet, HOLDER, seat) == NOBODY and at(sheet, SEAT_SIDE, seat) == tally[SIDE]:
            tried += 1
            filled += _fill(sheet, tally, seat, depth)
            if tried == most:
                break
    return filled


@compiled
def _fill(sheet: Array, tally: Array, seat: int, depth: int) -> bool:
    """Seat somebody who is free; or somebody who serves in another week, where the seat left is filled in turn."""
    week = at(sheet, SEAT_WEEK, seat)
    for member in range(number(sheet, MEMBERS)):
        if _is_ours(sheet, tally, member) and rested(sheet, member, week, -1) and fits(sheet, seat, member):
            _pass_on(sheet, tally, seat, member)
            return True
    if depth == 0:
        return False
    for other in range(number(sheet, SEATS_IN_ALL)):
        mover, then = at(sheet, HOLDER, other), at(sheet, SEAT_WEEK, other)
        if then == week or not _may_pass(sheet, tally, other):
            continue
        if rested(sheet, mover, week, then) and fits(sheet, seat, mover):
            _pass_on(sheet, tally, other, NOBODY)
            _pass_on(sheet, tally, seat, mover)
            if _fill(sheet, tally, other, depth - 1):
                return True
            _pass_on(sheet, tally, seat, NOBODY)
            _pass_on(sheet, tally, other, mover)
    return False


@compiled
def even_out(sheet: Array, tally: Array) -> int:
    """One sweep; how many steps it took."""
    steps = 0
    for member in range(number(sheet, MEMBERS)):
        for week in range(number(sheet, WEEKS) if _is_ours(sheet, tally, member) else 0):
            if rested(sheet, member, week, -1) and _serve_more(sheet, tally, member, week):
                steps += 1
    return steps


@compiled
def _serve_more(sheet: Array, tally: Array, newcomer: int, week: int) -> bool:
    """Find a seat for one more term of the newcomer in this week, if that makes it fairer."""
    for seat in range(at(sheet, WEEK_FIRST, week), at(sheet, WEEK_FIRST, week + 1)):
        if not _may_pass(sheet, tally, seat):
            continue
        if unfairness(sheet, at(sheet, HOLDER, seat), newcomer) < 0 and fits(sheet, seat, newcomer):
            _pass_on(sheet, tally, seat, newcomer)
            return True
    if not _anybody_serves_more(sheet, tally, newcomer):
        return False
    for seat in range(at(sheet, WEEK_FIRST, week), at(sheet, WEEK_FIRST, week + 1)):
        if _may_pass(sheet, tally, seat) and fits(sheet, seat, newcomer) and _moves_on(sheet, tally, seat, newcomer):
            return True
    return False


@compiled
def _is_ours(sheet: Array, tally: Array, member: int) -> bool:
    return bool(at(sheet, MEMBER_SIDE, member) == tally[SIDE])


@compiled
def _may_pass(sheet: Array, tally: Array, seat: int) -> bool:
    return at(sheet, SEAT_SIDE, seat) == tally[SIDE] and at(sheet, HOLDER, seat) != NOBODY


@compiled
def _anybody_serves_more(sheet: Array, tally: Array, newcomer: int) -> bool:
    most = NOBODY
    for member in range(number(sheet, MEMBERS)):
        if member == newcomer or not _is_ours(sheet, tally, member):
            continue
        if most == NOBODY or unfairness(sheet, member, most) < 0:
            most = member
    return most != NOBODY and unfairness(sheet, most, newcomer) < 0


@compiled
def _moves_on(sheet: Array, tally: Array, seat: int, newcomer: int) -> bool:
    """The seat's holder takes the term of somebody who serves too much in another week, and the newcomer the seat."""
    week, mover = at(sheet, SEAT_WEEK, seat), at(sheet, HOLDER, seat)
    for other in range(number(sheet, SEATS_IN_ALL)):
        if not _may_pass(sheet, tally, other):
            continue
        leaver, then = at(sheet, HOLDER, other), at(sheet, SEAT_WEEK, other)
        if then == week or leaver in (mover, newcomer):
            continue
        unfair = unfairness(sheet, leaver, newcomer)
        if unfair < 0 and rested(sheet, mover, then, week) and fits(sheet, other, mover):
            _pass_on(sheet, tally, seat, newcomer)
            _pass_on(sheet, tally, other, mover)
            return True
    return False


@compiled
def _pass_on(sheet: Array, tally: Array, seat: int, newcomer: int) -> None:
    """Give a seat to somebody (or to NOBODY), and count what that does to every tier."""
    leaver, week = at(sheet, HOLDER, seat), at(sheet, SEAT_WEEK, seat)
    tally[VACANCIES] += (newcomer == NOBODY) - (leaver == NOBODY)
    tally[CHANGES] += changes(sheet, leaver, week, NOWHERE)
    tally[CHANGES] += changes(sheet, newcomer, week, at(sheet, SEAT_PLACE, seat))
    tally[UNFAIRNESS] += unfairness(sheet, leaver, newcomer)
    tally[WISHES] += handover(sheet, seat, newcomer)
    settle(sheet, seat, newcomer)
