"""The steps of the search: small changes of a roster that keep every hard rule.

A step that changes vacancies, changes from the baseline or unfairness is taken only if it betters them, in this
order; any other is taken if it betters the wishes, or makes them worse by no more than the luck of the draw allows.
"""

import math

from solver.engine.ground import NOBODY, NOWHERE, Array
from solver.teams.compiled import compiled
from solver.teams.deltas import changes, handover, team_change, unfairness
from solver.teams.legal import fits, rested
from solver.teams.picks import below, seat_beside, throw, week_near
from solver.teams.seating import settle
from solver.teams.sheet import (
    HOLDER,
    MEMBER_SIDE,
    MEMBERS,
    PLACE,
    SEAT_PLACE,
    SEAT_SIDE,
    SEAT_WEEK,
    SEATS_IN_ALL,
    WEEKS,
    at,
    cell,
    number,
)
from solver.teams.tally import CHANGES, FAIREST, SIDE, UNFAIRNESS, VACANCIES, WISHES

__all__ = ["anneal"]

SWAPS, ROTATIONS, NEAR_TRADES, TRADES = 6, 8, 12, 15
"""Of 16 steps: how many are swaps, or one of these; the 16th gives a seat to somebody else."""


@compiled
def anneal(sheet: Array, tally: Array, steps: int, heat: float) -> None:
    """Try so many steps; `heat` is how many points worse a step may be, on average, to be taken."""
    seats = number(sheet, SEATS_IN_ALL)
    for _ in range(steps):
        seat = below(tally, seats)
        week = at(sheet, SEAT_WEEK, seat)
        if at(sheet, SEAT_SIDE, seat) != tally[SIDE]:
            continue
        kind = throw(tally) & 15
        if kind < SWAPS:
            _swap(sheet, tally, seat, seat_beside(sheet, tally, seat, week), heat)
        elif kind < ROTATIONS:
            _rotate(sheet, tally, seat, heat)
        elif kind < NEAR_TRADES:
            _trade(sheet, tally, seat, seat_beside(sheet, tally, seat, week_near(sheet, tally, week)), heat)
        elif kind < TRADES:
            _trade(sheet, tally, seat, seat_beside(sheet, tally, seat, below(tally, number(sheet, WEEKS))), heat)
        elif tally[UNFAIRNESS] > tally[FAIREST] or at(sheet, HOLDER, seat) == NOBODY:
            _even_out(sheet, tally, seat, heat)
        else:
            _relieve(sheet, tally, seat, below(tally, number(sheet, MEMBERS)), heat)


@compiled
def _is_better(tally: Array, changed: int, unfair: int, wishes: int, heat: float) -> bool:
    if changed != 0:
        return changed < 0
    if unfair != 0:
        return unfair < 0
    return wishes <= 0 or (heat > 0 and wishes <= -heat * math.log((throw(tally) + 1.0) / 2147483648.0))


@compiled
def _count(tally: Array, changed: int, unfair: int, wishes: int) -> None:
    tally[CHANGES] += changed
    tally[UNFAIRNESS] += unfair
    tally[WISHES] += wishes


@compiled
def _swap(sheet: Array, tally: Array, one: int, other: int, heat: float) -> None:
    """Two members trade places within a week; or one moves to an empty seat."""
    here, there = at(sheet, SEAT_PLACE, one), at(sheet, SEAT_PLACE, other)
    a, b = at(sheet, HOLDER, one), at(sheet, HOLDER, other)
    if at(sheet, SEAT_SIDE, other) != tally[SIDE] or here == there or a == b:
        return
    if not (fits(sheet, one, b) and fits(sheet, other, a)):
        return
    wishes = team_change(sheet, one, b) + team_change(sheet, other, a)
    week = at(sheet, SEAT_WEEK, one)
    changed = changes(sheet, a, week, there) + changes(sheet, b, week, here)
    if _is_better(tally, changed, 0, wishes, heat):
        settle(sheet, one, b)
        settle(sheet, other, a)
        _count(tally, changed, 0, wishes)


@compiled
def _rotate(sheet: Array, tally: Array, one: int, heat: float) -> None:
    """Three members of a week move on by one place each."""
    week = at(sheet, SEAT_WEEK, one)
    two = seat_beside(sheet, tally, one, week)
    three = seat_beside(sheet, tally, two, week)
    if at(sheet, SEAT_SIDE, two) != tally[SIDE] or at(sheet, SEAT_SIDE, three) != tally[SIDE]:
        return
    p, q, r = at(sheet, SEAT_PLACE, one), at(sheet, SEAT_PLACE, two), at(sheet, SEAT_PLACE, three)
    a, b, c = at(sheet, HOLDER, one), at(sheet, HOLDER, two), at(sheet, HOLDER, three)
    if p in (q, r) or q == r:
        return
    if not (fits(sheet, two, a) and fits(sheet, three, b) and fits(sheet, one, c)):
        return
    wishes = team_change(sheet, two, a) + team_change(sheet, three, b)
    wishes += team_change(sheet, one, c)
    changed = changes(sheet, a, week, q) + changes(sheet, b, week, r)
    changed += changes(sheet, c, week, p)
    if _is_better(tally, changed, 0, wishes, heat):
        settle(sheet, one, c)
        settle(sheet, two, a)
        settle(sheet, three, b)
        _count(tally, changed, 0, wishes)


@compiled
def _trade(sheet: Array, tally: Array, one: int, other: int, heat: float) -> None:
    """Two members trade terms of different weeks; or one moves a term to an empty seat of another week."""
    week, then = at(sheet, SEAT_WEEK, one), at(sheet, SEAT_WEEK, other)
    a, b = at(sheet, HOLDER, one), at(sheet, HOLDER, other)
    if at(sheet, SEAT_SIDE, other) != tally[SIDE] or week == then or a == b:
        return
    if a != NOBODY and not rested(sheet, a, then, week):
        return
    if b != NOBODY and not rested(sheet, b, week, then):
        return
    if not (fits(sheet, one, b) and fits(sheet, other, a)):
        return
    here, there = at(sheet, SEAT_PLACE, one), at(sheet, SEAT_PLACE, other)
    changed = changes(sheet, a, week, NOWHERE) + changes(sheet, a, then, there)
    changed += changes(sheet, b, then, NOWHERE) + changes(sheet, b, week, here)
    if changed > 0:
        return
    wishes = handover(sheet, one, b)
    settle(sheet, one, b)
    wishes += handover(sheet, other, a)
    if _is_better(tally, changed, 0, wishes, heat):
        settle(sheet, other, a)
        _count(tally, changed, 0, wishes)
    else:
        settle(sheet, one, a)


@compiled
def _relieve(sheet: Array, tally: Array, seat: int, newcomer: int, heat: float) -> None:
    """Somebody who is free that week takes a seat, empty or held."""
    week, leaver = at(sheet, SEAT_WEEK, seat), at(sheet, HOLDER, seat)
    if at(sheet, MEMBER_SIDE, newcomer) != tally[SIDE] or cell(sheet, PLACE, newcomer, week) != NOWHERE:
        return
    changed = changes(sheet, newcomer, week, at(sheet, SEAT_PLACE, seat))
    changed += changes(sheet, leaver, week, NOWHERE)
    unfair = unfairness(sheet, leaver, newcomer)
    if leaver != NOBODY and not _is_better(tally, changed, unfair, 0, 0.0):
        return
    if not (rested(sheet, newcomer, week, -1) and fits(sheet, seat, newcomer)):
        return
    wishes = handover(sheet, seat, newcomer)
    if leaver == NOBODY or _is_better(tally, changed, unfair, wishes, heat):
        settle(sheet, seat, newcomer)
        tally[VACANCIES] -= leaver == NOBODY
        _count(tally, changed, unfair, wishes)


@compiled
def _even_out(sheet: Array, tally: Array, seat: int, heat: float) -> None:
    """Somebody who serves too little takes a seat, or takes that of a third member who then takes this one."""
    newcomer = _neediest(sheet, tally)
    if throw(tally) & 1:
        _relieve(sheet, tally, seat, newcomer, heat)
    else:
        _relay(sheet, tally, seat, below(tally, number(sheet, SEATS_IN_ALL)), newcomer)


@compiled
def _neediest(sheet: Array, tally: Array) -> int:
    """Of a few members, the one to whom a term more does the least harm."""
    best = below(tally, number(sheet, MEMBERS))
    for _ in range(3):
        other = below(tally, number(sheet, MEMBERS))
        if at(sheet, MEMBER_SIDE, other) != tally[SIDE]:
            continue
        is_ours = at(sheet, MEMBER_SIDE, best) == tally[SIDE]
        if not is_ours or unfairness(sheet, NOBODY, other) < unfairness(sheet, NOBODY, best):
            best = other
    return best


@compiled
def _relay(sheet: Array, tally: Array, one: int, other: int, newcomer: int) -> None:
    """The holder of another week's seat takes this one, and a newcomer takes theirs: for evenness or an empty seat."""
    week, then = at(sheet, SEAT_WEEK, one), at(sheet, SEAT_WEEK, other)
    leaver, mover = at(sheet, HOLDER, one), at(sheet, HOLDER, other)
    if at(sheet, SEAT_SIDE, other) != tally[SIDE] or at(sheet, MEMBER_SIDE, newcomer) != tally[SIDE]:
        return
    if week == then or mover in (NOBODY, leaver, newcomer) or newcomer == leaver:
        return
    unfair = unfairness(sheet, leaver, newcomer)
    if leaver != NOBODY and unfair >= 0:
        return
    if not (rested(sheet, mover, week, then) and fits(sheet, one, mover)):
        return
    if not (rested(sheet, newcomer, then, -1) and fits(sheet, other, newcomer)):
        return
    here, there = at(sheet, SEAT_PLACE, one), at(sheet, SEAT_PLACE, other)
    changed = changes(sheet, leaver, week, NOWHERE) + changes(sheet, mover, week, here)
    changed += changes(sheet, mover, then, NOWHERE) + changes(sheet, newcomer, then, there)
    if leaver != NOBODY and changed > 0:
        return
    wishes = handover(sheet, one, mover)
    settle(sheet, one, mover)
    wishes += handover(sheet, other, newcomer)
    settle(sheet, other, newcomer)
    tally[VACANCIES] -= leaver == NOBODY
    _count(tally, changed, unfair, wishes)
