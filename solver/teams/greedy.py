"""A legal roster at once: week by week, each seat to the member furthest behind the fair share who may take it."""

from functools import cached_property

import numpy as np

from solver.engine.ground import NOBODY, NOWHERE, Array, Ground

__all__ = ["completed", "greedy_holder", "legal_part"]

TERM, FAR, MUCH = 100, 10**6, 10**14
"""Of those who are owed as many terms the nearest is taken; terms count more than any way, and a lead more yet."""


def greedy_holder(ground: Ground) -> Array:
    """The member in each seat, or NOBODY: pins first, then what stays of the baseline, then whoever is free."""
    hand = _Hand(ground)
    hand.pin()
    for member, week in np.argwhere((ground.baseline >= 0) & (ground.pinned == NOWHERE)).tolist():
        hand.keep(member, int(ground.baseline[member, week]), week)
    hand.fill_all()
    return hand.holder


def completed(ground: Ground, wanted: Array) -> Array:
    """As much of a wanted seating as is legal, with all the pins, and what is still empty filled as it can be."""
    hand = _Hand(ground)
    hand.follow(wanted)
    hand.fill_all()
    return hand.holder


def legal_part(ground: Ground, wanted: Array) -> Array:
    """As much of a wanted seating as is legal, with all the pins."""
    hand = _Hand(ground)
    hand.follow(wanted)
    return hand.holder


def _scarcest_first(ground: Ground) -> list[int]:
    """The seats week by week, first those that few can take; the first seat of a team is kept for its lead."""
    place, week = ground.seat_place, ground.seat_week
    anybody, leads = (able.T.astype(np.int64) @ ground.free for able in (ground.may, ground.may & ground.lead[:, None]))
    for_lead = (np.arange(len(place)) == ground.first[place, week]) & (place < ground.villages)
    able = np.where(for_lead, leads[place, week], anybody[place, week])
    order: list[int] = np.lexsort((able, week)).tolist()
    return order


class _Hand:
    """A roster being dealt; it never breaks a rule."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.holder = np.full(len(ground.seat_place), NOBODY, dtype=np.int64)
        self.open = ground.free.copy()
        self.owed = ground.share.astype(np.int64)
        self.left = ground.limit.copy()
        self.left -= (ground.pinned != NOWHERE).sum(axis=1)
        for member, week in np.argwhere(ground.pinned != NOWHERE).tolist():
            self._rest(member, week)

    def pin(self) -> None:
        """Seat everybody where they are pinned to."""
        for member, week in np.argwhere(self.ground.pinned != NOWHERE).tolist():
            self.keep(member, int(self.ground.pinned[member, week]), week)

    def follow(self, wanted: Array) -> None:
        """Seat the pins, then whoever is wanted in a seat, if that is legal."""
        self.pin()
        for seat in np.nonzero(wanted != NOBODY)[0].tolist():
            member, week = int(wanted[seat]), int(self.ground.seat_week[seat])
            if self.ground.pinned[member, week] == NOWHERE:
                self.keep(member, int(self.ground.seat_place[seat]), week)

    def fill_all(self) -> None:
        """Fill the seats that are still empty, those that few can take first."""
        for seat in _scarcest_first(self.ground):
            if self.holder[seat] == NOBODY:
                self.fill(seat)

    def keep(self, member: int, place: int, week: int) -> None:
        """Seat a member in a place if that is legal."""
        if self._is_open(member, place, week):
            first = int(self.ground.first[place, week])
            for seat in range(first, first + int(self.ground.seats[place, week])):
                if self.holder[seat] == NOBODY:
                    if self._suits(np.array([member]), seat)[0]:
                        self._seat(seat, member)
                    return

    def fill(self, seat: int) -> None:
        """Seat whoever is owed the most, if anybody may sit there."""
        ground, place, week = self.ground, int(self.ground.seat_place[seat]), int(self.ground.seat_week[seat])
        team = self._team(place, week)
        able = self._able[place]
        able = able[self.open[able, week] & (self.left[able] > 0)]
        owed = self.owed[able] // TERM * FAR - ground.points[able, place]
        if place < ground.villages:
            leads = ground.lead[able]
            if (~ground.lead[team]).sum() >= ground.team_size - 1:
                able, owed = able[leads], owed[leads]
            elif seat == ground.first[place, week]:
                owed = owed + np.where(leads, MUCH, 0)
        while len(able):
            best = int(np.argmax(owed))
            if place >= ground.villages or not any((int(able[best]), mate) in ground.apart for mate in team.tolist()):
                self._seat(seat, int(able[best]))
                return
            able, owed = np.delete(able, best), np.delete(owed, best)

    @cached_property
    def _able(self) -> list[Array]:
        """By place: who may serve there."""
        return [np.nonzero(may)[0] for may in self.ground.may.T]

    def _team(self, place: int, week: int) -> Array:
        """Who sits there already."""
        first = int(self.ground.first[place, week])
        team = self.holder[first : first + int(self.ground.seats[place, week])]
        there: Array = team[team != NOBODY]
        return there

    def _is_open(self, member: int, place: int, week: int) -> bool:
        if self.ground.pinned[member, week] == place:
            return True
        return bool(self.open[member, week] and self.ground.may[member, place] and self.left[member] > 0)

    def _suits(self, members: Array, seat: int) -> Array:
        """Which of them the team can take: one seat is the lead's, and nobody sits beside one kept apart."""
        ground = self.ground
        place, week = ground.seat_place[seat], ground.seat_week[seat]
        if place >= ground.villages:
            return np.ones(len(members), dtype=np.bool_)
        team = self._team(int(place), int(week))
        followers = (~ground.lead[team]).sum()
        suits: Array = ground.lead[members] | (followers < ground.team_size - 1)
        if ground.apart:
            suits &= [not any((one, mate) in ground.apart for mate in team.tolist()) for one in members.tolist()]
        return suits

    def _seat(self, seat: int, member: int) -> None:
        week = int(self.ground.seat_week[seat])
        self.holder[seat] = member
        self.owed[member] -= 100
        if self.ground.pinned[member, week] == NOWHERE:
            self.left[member] -= 1
            self._rest(member, week)

    def _rest(self, member: int, week: int) -> None:
        self.open[member, max(0, week - self.ground.rest) : week + self.ground.rest + 1] = False
