"""A roster as the search sees it: who holds each seat, and the counts that make every change of it cheap to judge."""

from typing import NamedTuple

import numpy as np

from solver.compiled import compiled
from solver.ground import NOBODY, NOWHERE, Array, Ground

__all__ = ["Seating", "copied", "empty_seating", "seating_of", "settle"]


class Seating(NamedTuple):
    """M members, P places (V villages), W weeks, S seats. Only `settle` changes it."""

    holder: Array
    """S: the member in each seat, or NOBODY."""
    place: Array
    """M x W: where a member serves, or NOWHERE."""
    terms: Array
    """M: how many terms a member serves."""
    visits: Array
    """M x V: weeks served in a village, 1 for all of history together."""
    met: Array
    """M x M: weeks in one team, 1 for all of history together; -1 where they are kept apart."""
    links: Array
    """V x W: how many of the team served the village within the continuity weeks before."""
    filled: Array
    """P x W: how many seats are taken."""
    debut: Array
    """V: the week of the village's very first team, W where there is none yet, -1 where it had one before."""


def empty_seating(ground: Ground) -> Seating:
    """Nobody serves."""
    members, places = ground.may.shape
    return Seating(
        holder=np.full(len(ground.seat_place), NOBODY, dtype=np.int32),
        place=np.full((members, ground.weeks), NOWHERE, dtype=np.int32),
        terms=np.zeros(members, dtype=np.int32),
        visits=ground.visited.copy(),
        met=ground.met.copy(),
        links=np.zeros((ground.villages, ground.weeks), dtype=np.int16),
        filled=np.zeros((places, ground.weeks), dtype=np.int32),
        debut=np.where(ground.known, -1, ground.weeks).astype(np.int32),
    )


def seating_of(ground: Ground, holder: Array) -> Seating:
    """The seating in which these members hold the seats."""
    seating = empty_seating(ground)
    _seat_all(ground, seating, holder.astype(np.int32))
    return seating


def copied(seating: Seating) -> Seating:
    """The same seating, to be changed apart."""
    return Seating(*(array.copy() for array in seating))


@compiled
def _seat_all(ground: Ground, seating: Seating, holder: Array) -> None:
    for seat in range(len(holder)):
        if holder[seat] != NOBODY:
            settle(ground, seating, seat, holder[seat])


@compiled
def settle(ground: Ground, seating: Seating, seat: int, newcomer: int) -> None:
    """Give a seat to a newcomer (or to NOBODY), whoever held it before."""
    place, week = ground.seat_place[seat], ground.seat_week[seat]
    leaver = seating.holder[seat]
    if place < ground.villages:
        if leaver != NOBODY:
            _leave_team(ground, seating, seat, leaver)
        if newcomer != NOBODY:
            _join_team(ground, seating, seat, newcomer)
    seating.holder[seat] = newcomer
    if leaver != NOBODY:
        seating.terms[leaver] -= 1
        seating.filled[place, week] -= 1
        if seating.place[leaver, week] == place:
            seating.place[leaver, week] = NOWHERE
    if newcomer != NOBODY:
        seating.terms[newcomer] += 1
        seating.filled[place, week] += 1
        seating.place[newcomer, week] = place
    if place < ground.villages:
        if leaver != NOBODY:
            _link_next(ground, seating, place, week, leaver, -1)
        if newcomer != NOBODY:
            _link_next(ground, seating, place, week, newcomer, 1)
        if (leaver == NOBODY) != (newcomer == NOBODY):
            _find_debut(ground, seating, place, week)


@compiled
def _leave_team(ground: Ground, seating: Seating, seat: int, leaver: int) -> None:
    village, week = ground.seat_place[seat], ground.seat_week[seat]
    seating.visits[leaver, village] -= 1
    first = ground.first[village, week]
    for other in range(first, first + ground.seats[village, week]):
        partner = seating.holder[other]
        if other != seat and partner != NOBODY:
            seating.met[leaver, partner] -= 1
            seating.met[partner, leaver] -= 1
    seating.links[village, week] -= recently(ground, seating, leaver, village, week)


@compiled
def _join_team(ground: Ground, seating: Seating, seat: int, newcomer: int) -> None:
    village, week = ground.seat_place[seat], ground.seat_week[seat]
    seating.visits[newcomer, village] += 1
    first = ground.first[village, week]
    for other in range(first, first + ground.seats[village, week]):
        partner = seating.holder[other]
        if other != seat and partner != NOBODY:
            seating.met[newcomer, partner] += 1
            seating.met[partner, newcomer] += 1
    seating.links[village, week] += recently(ground, seating, newcomer, village, week)


@compiled
def last_visit(ground: Ground, seating: Seating, member: int, village: int, week: int) -> int:
    """The last week before this one in which the member served the village; far back where it was too long ago."""
    for before in range(week - 1, max(-1, week - ground.memory - 1), -1):
        if seating.place[member, before] == village:
            return before
    return ground.served[member, village]


@compiled
def next_visit(ground: Ground, seating: Seating, member: int, village: int, week: int) -> int:
    """The next week after this one in which the member serves the village; W where it is too far off."""
    for after in range(week + 1, min(ground.weeks, week + ground.memory + 1)):
        if seating.place[member, after] == village:
            return after
    return ground.weeks


@compiled
def recently(ground: Ground, seating: Seating, member: int, village: int, week: int) -> int:
    """1 where the member served the village within the continuity weeks before this one."""
    if ground.memory == 0:
        return 0
    return 1 if week - last_visit(ground, seating, member, village, week) <= ground.memory else 0


@compiled
def _link_next(ground: Ground, seating: Seating, village: int, week: int, member: int, change: int) -> None:
    after = next_visit(ground, seating, member, village, week)
    if after < ground.weeks and after - last_visit(ground, seating, member, village, week) > ground.memory:
        seating.links[village, after] += change


@compiled
def _find_debut(ground: Ground, seating: Seating, village: int, week: int) -> None:
    """The very first team may be another one once a seat in a team has become empty or been filled."""
    debut = seating.debut[village]
    if seating.filled[village, week] > 0:
        seating.debut[village] = min(debut, week)
    elif debut == week:
        while debut < ground.weeks and seating.filled[village, debut] == 0:
            debut += 1
        seating.debut[village] = debut
