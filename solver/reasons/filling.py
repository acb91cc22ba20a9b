"""Whether all seats of some weeks can be filled: an integer programme, exact down to the places.

A column says that a member serves in a week. Where to is decided by kinds of members: those who may serve in the same
places and are leads alike are one kind, and so many of a kind go to each place. Once the members of a week are
whole numbers, so is this flow of kinds to places; only people kept apart must be whole numbers of their own.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from solver.engine.ground import Array
from solver.engine.linear import INFINITE, Method, Programme
from solver.errors import OutOfTime
from solver.reasons.moving import cannot_by_itself, moves_fill
from solver.reasons.staffing import Staffing, Table

__all__ = ["can_be_filled"]

LARGE = 20_000
"""Members times places from which a coarser question is asked first."""
SHARE = 1 / 3
"""Of the time that is left, for each programme; they take milliseconds, unless a whole city must be staffed."""


def can_be_filled(staffing: Staffing, table: Table) -> bool:
    """Whether some roster fills all seats of all weeks.

    Mostly members who move over tell it. Else a few weeks around the seat settle it where they cannot be filled even if
    nothing else is asked of anybody, or can be although all other weeks stay as they are.

    OutOfTime where it cannot be told in the time there is.
    """
    if cannot_by_itself(staffing, table):
        return False
    if moves_fill(staffing, table):
        return True
    anywhere = _anywhere(staffing, table)
    for first, beyond in _spans(staffing.week, staffing.problem.weeks, table.rest):
        if table.may.size > LARGE and not _fits(staffing, anywhere, first, beyond):
            return False
        if not _fits(staffing, table, first, beyond):
            return False
        if beyond - first == staffing.problem.weeks or _fits(
            staffing, _around(staffing, table, first, beyond), first, beyond
        ):
            return True
    raise AssertionError("the last span holds all weeks")


def _anywhere(staffing: Staffing, table: Table) -> Table:
    """A coarser question: whoever may serve in one village may in all, and so with zones; nobody is apart."""
    may = np.empty_like(table.may)
    for part in (slice(None, staffing.villages), slice(staffing.villages, None)):
        may[:, part] = table.may[:, part].any(axis=1, keepdims=True)
    return replace(table, may=may, apart=(), pins=())


def _spans(week: int, weeks: int, rest: int) -> Iterator[tuple[int, int]]:
    """Wider and wider spans of weeks around one, the last of all weeks."""
    reach = 0
    while True:
        first, beyond = max(0, week - reach), min(weeks, week + reach + 1)
        yield first, beyond
        if beyond - first == weeks:
            return
        reach = max(reach + rest, 2 * reach, 1)


def _around(staffing: Staffing, table: Table, first: int, beyond: int) -> Table:
    """What a span is left with where everybody's terms outside of it stay."""
    outside = staffing.serves.copy()
    outside[:, first:beyond] = False
    free = table.free & ~outside
    for weeks in range(1, table.rest + 1):
        free[:, weeks:] &= ~outside[:, :-weeks]
        free[:, :-weeks] &= ~outside[:, weeks:]
    limit = table.limit - outside.sum(axis=1)
    return replace(table, free=free, limit=limit)


def _fits(staffing: Staffing, table: Table, first: int, beyond: int) -> bool:
    programme = _Filling(staffing, table, first, beyond).programme
    if not programme.width:
        return not staffing.seats[:, first:beyond].any()
    answer = programme.solve(np.zeros(programme.width), Method.INTEGER, SHARE * staffing.clock.remaining)
    if answer.feasible and answer.values is None:
        raise OutOfTime
    return answer.feasible


class _Filling:
    """The programme of one span of weeks."""

    def __init__(self, staffing: Staffing, table: Table, first: int, beyond: int) -> None:
        self.table = table
        self.first = first
        self.villages = staffing.villages
        self.team_size = staffing.problem.team_size
        self.seats = staffing.seats[:, first:beyond]
        self.programme = Programme()
        self.kind, self.whole = self._kinds()
        self.serves = self._serving()
        self.sent = self._sending()
        self._rest_between_terms()
        self._terms()
        self._everybody_goes_somewhere()
        self._seats_are_filled()
        self._apart_stay_apart()
        self._pins_hold()

    def _kinds(self) -> tuple[Array, Array]:
        """The kind of each member, and of each kind whether its one member must be told from others."""
        table = self.table
        named = np.zeros(len(table.lead), dtype=np.int64)
        special = sorted({member for pair in table.apart for member in pair} | {member for member, _, _ in table.pins})
        named[special] = np.arange(1, len(special) + 1)
        rows = np.column_stack([table.may.astype(np.int64), table.lead.astype(np.int64), named])
        kinds, kind = np.unique(rows, axis=0, return_inverse=True)
        self.may, self.lead = kinds[:, :-2].astype(np.bool_), kinds[:, -2].astype(np.bool_)
        return kind.ravel(), kinds[:, -1] > 0

    def _serving(self) -> Array:
        """M x weeks: the column of each member's serving in each week, or -1."""
        weeks = self.seats.shape[1]
        useful = self.may.astype(np.int64) @ (self.seats > 0) > 0
        open_ = self.table.free[:, self.first : self.first + weeks] & useful[self.kind]
        columns = np.full(open_.shape, -1)
        columns[open_] = self.programme.columns(int(open_.sum()), 0, 1, integer=True)
        return columns

    def _sending(self) -> Array:
        """Kinds x places x weeks: the column of how many of a kind go to a place in a week, or -1."""
        open_ = self.may[:, :, None] & (self.seats > 0)[None]
        columns = np.full(open_.shape, -1)
        most = np.broadcast_to(self.seats[None], open_.shape)
        for integer in (True, False):
            part = open_ & (self.whole == integer)[:, None, None]
            limit = 1 if integer else most[part]
            columns[part] = self.programme.columns(int(part.sum()), 0, limit, integer=integer)
        return columns

    def _rest_between_terms(self) -> None:
        run = self.table.rest + 1
        for week in range(max(1, self.seats.shape[1] - run + 1)):
            self._at_most(self.serves[:, week : week + run], np.ones(len(self.serves)))

    def _terms(self) -> None:
        self._at_most(self.serves, np.maximum(0, self.table.limit))

    def _at_most(self, columns: Array, most: Array) -> None:
        """A row for each member whose columns could be more than that."""
        binding = (columns >= 0).sum(axis=1) > most
        rows = self.programme.rows(int(binding.sum()), -INFINITE, most[binding])
        entries = columns[binding]
        where = np.argwhere(entries >= 0)
        self.programme.put(rows[where[:, 0]], entries[entries >= 0])

    def _everybody_goes_somewhere(self) -> None:
        kinds, weeks = self.sent.shape[0], self.sent.shape[2]
        rows = self.programme.rows(kinds * weeks, 0, 0).reshape(kinds, weeks)
        members, when = np.nonzero(self.serves >= 0)
        self.programme.put(rows[self.kind[members], when], self.serves[members, when])
        kind, place, week = np.nonzero(self.sent >= 0)
        self.programme.put(rows[kind, week], self.sent[kind, place, week], -1)

    def _seats_are_filled(self) -> None:
        """And in a team one seat is the lead's."""
        places, weeks = self.seats.shape
        rows = self.programme.rows(places * weeks, self.seats.ravel(), self.seats.ravel()).reshape(places, weeks)
        kind, place, week = np.nonzero(self.sent >= 0)
        self.programme.put(rows[place, week], self.sent[kind, place, week])
        others = self.programme.rows(places * weeks, -INFINITE, self.team_size - 1).reshape(places, weeks)
        follows = ~self.lead[kind] & (place < self.villages)
        kind, place, week = kind[follows], place[follows], week[follows]
        self.programme.put(others[place, week], self.sent[kind, place, week])

    def _apart_stay_apart(self) -> None:
        for one, other in self.table.apart:
            pair = self.sent[[self.kind[one], self.kind[other]], : self.villages]
            for place, week in np.argwhere((pair >= 0).all(axis=0)).tolist():
                self.programme.row(pair[:, place, week], 1, -INFINITE, 1)

    def _pins_hold(self) -> None:
        for member, place, week in self.table.pins:
            if 0 <= week - self.first < self.seats.shape[1]:
                column = self.sent[self.kind[member], place, week - self.first]
                columns = [column] if column >= 0 else []
                self.programme.row(np.array(columns, dtype=np.int64), 1, 1, INFINITE)
