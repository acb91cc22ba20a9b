"""Whether a seat can be filled by members who move over one after the other: augmenting paths (Berge 1957).

Somebody takes the seat, another takes that member's, and so on, until somebody comes who gives nothing up. In a
few weeks alone, all others left aside, no such path means that the seat cannot be filled at all. Over all weeks a path
is looked for that leaves everybody else where they are; it is checked before it is believed.
"""

from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise

import numpy as np

from solver.engine.ground import Array
from solver.openings.options import Move
from solver.problem import Assignment
from solver.reasons.staffing import Staffing, Table, Term

__all__ = ["cannot_by_itself", "moves_fill", "moves_to_fill"]

MOST_BERTHS = 4_000
"""Berths that are looked at before a path through all weeks is given up; in a run of weeks all are."""
MOST_ENDS = 30
"""Members who are tried as the last of a path."""


@dataclass(frozen=True, slots=True)
class Berth:
    """A place in a week; where its team is to be full, one seat of it is the lead's."""

    place: int
    week: int
    leads: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A member takes a berth, and gives up another for it or (None) does not."""

    member: int
    into: Berth
    left: Berth | None


def cannot_by_itself(staffing: Staffing, table: Table) -> bool:
    """Whether the seat stays empty even if nothing is asked of anybody outside of some weeks around it.

    These are so few that nobody has two terms in them: then a path is found if there is one.
    """
    weeks = staffing.problem.weeks
    firsts = {min(max(0, staffing.week - before), max(0, weeks - 1 - table.rest)) for before in range(table.rest + 1)}
    runs = {(staffing.week, staffing.week + 1), *((first, first + table.rest + 1) for first in firsts)}
    return any(next(_Paths(staffing, table, run).ends(), None) is None for run in sorted(runs, key=_length))


def _length(run: tuple[int, int]) -> tuple[int, int]:
    return run[1] - run[0], run[0]


def moves_fill(staffing: Staffing, table: Table) -> bool:
    """Whether some members who move over fill the seat, all others staying where they are."""
    return _filled(staffing, table) is not None or _several_move(staffing, table)


def moves_to_fill(staffing: Staffing, table: Table) -> tuple[Move, ...]:
    """The moves of one path that fills the seat; the first gives nothing up. None where no such path was found."""
    places, members = list(staffing.problem.place_of), staffing.problem.members

    def term(member: int, berth: Berth) -> Assignment:
        return Assignment(berth.week, places[berth.place], members[member].id)

    path = _path_that_holds(staffing, table)
    return tuple(Move(term(one.member, one.into), term(one.member, one.left) if one.left else None) for one in path)


def _filled(staffing: Staffing, table: Table) -> Staffing | None:
    """The staffing after a path that fills the seat; None where none was found."""
    path = _path_that_holds(staffing, table)
    return _after(staffing, path) if path else None


def _path_that_holds(staffing: Staffing, table: Table) -> "list[Step]":
    paths = _Paths(staffing, table)
    return next((path for path in islice(paths.ends(), MOST_ENDS) if paths.holds(path)), [])


def _after(staffing: Staffing, path: "list[Step]", gone: Collection[Term] = ()) -> Staffing:
    left = [(step.member, step.left.place, step.left.week) for step in path if step.left is not None]
    return staffing.after([*left, *gone], [(step.member, step.into.place, step.into.week) for step in path])


def _several_move(staffing: Staffing, table: Table) -> bool:
    """Whether a member who would give up several terms fills the seat, and others fill what that leaves empty."""
    paths = _Paths(staffing, table)
    for _ in paths.ends():
        continue
    return any(_refilled(staffing, table, paths, path) for path in islice(paths.crowded(), MOST_ENDS))


def _refilled(staffing: Staffing, table: Table, paths: "_Paths", path: "list[Step]") -> bool:
    last, into = path[0].member, path[0].into
    gone = [(last, int(staffing.at[last, week]), week) for week in paths.near(last, into.week)]
    if not paths.holds(path, [week for _, _, week in gone]):
        return False
    held = replace(table, pins=(*table.pins, *((step.member, step.into.place, step.into.week) for step in path)))
    changed: Staffing | None = _after(staffing, path, gone)
    for _, place, week in gone:
        changed = None if changed is None else _filled(changed.asking(place, week), held)
    return changed is not None


class _Paths:
    """Paths from the empty seat: through all weeks, or in a run of weeks alone, as if there were no others."""

    def __init__(self, staffing: Staffing, table: Table, run: tuple[int, int] | None = None) -> None:
        self.staffing = staffing
        self.table = table
        self.run = run
        self.terms = np.zeros(len(table.lead), dtype=np.int64) if run else staffing.serves.sum(axis=1)
        self.fixed = np.zeros_like(table.free)
        for member, _, week in table.pins:
            self.fixed[member, week] = True
        self.came: dict[Berth, tuple[int, Berth] | None] = {}
        self._crowded: list[tuple[int, Berth]] = []

    def ends(self) -> Iterator[list[Step]]:
        """The paths that are found, one for each member who can be the last of one; the shortest first."""
        place, week = self.staffing.empty, self.staffing.week
        first = Berth(place, week, self._lacks_a_lead(place, week))
        self.came = {first: None}
        queue = deque([first])
        while queue and (self.run or len(self.came) < MOST_BERTHS):
            berth = queue.popleft()
            able, conflicts = self._able(berth)
            for member in np.nonzero(able & (conflicts == 0) & (self.terms < self.table.limit))[0].tolist():
                yield self._path(member, berth)
            for member, week in self._bound(berth, able, conflicts):
                left = self._berth_of(member, week)
                if left not in self.came:
                    self.came[left] = (member, berth)
                    queue.append(left)
            several = able & (conflicts > 1) & ~(self.staffing.serves & self.fixed).any(axis=1)
            self._crowded += [(member, berth) for member in np.nonzero(several)[0].tolist()]

    def crowded(self) -> Iterator[list[Step]]:
        """Paths whose last member would have to give up several terms; `ends` has gone before."""
        return (self._path(member, berth) for member, berth in self._crowded)

    def near(self, member: int, week: int) -> list[int]:
        """The weeks of the terms that keep a member from a term in this week."""
        first, beyond = self._near_to(week)
        return [first + int(near) for near in np.nonzero(self.staffing.serves[member, first:beyond])[0]]

    def _near_to(self, week: int) -> tuple[int, int]:
        """From which week to before which a member's terms keep the member from this week."""
        return self.run or (max(0, week - self.table.rest), week + self.table.rest + 1)

    def _able(self, berth: Berth) -> tuple[Array, Array]:
        """Who may take a berth, and how many terms each would have to give up for it."""
        first, beyond = self._near_to(berth.week)
        table = self.table
        able = table.may[:, berth.place] & table.free[:, berth.week] & (table.limit > 0) & ~self.fixed[:, berth.week]
        if berth.leads:
            able &= table.lead
        return able, self.staffing.serves[:, first:beyond].sum(axis=1)

    def _bound(self, berth: Berth, able: Array, conflicts: Array) -> Iterator[tuple[int, int]]:
        """Members who would have to give up one term, and the week of it."""
        first, beyond = self._near_to(berth.week)
        serves = self.staffing.serves & ~self.fixed
        for member in np.nonzero(able & (conflicts == 1))[0].tolist():
            yield from ((member, first + int(week)) for week in np.nonzero(serves[member, first:beyond])[0])
        for member in np.nonzero(able & (conflicts == 0) & (self.terms >= self.table.limit))[0].tolist():
            yield from ((member, int(week)) for week in np.nonzero(serves[member])[0])

    def _berth_of(self, member: int, week: int) -> Berth:
        place = int(self.staffing.at[member, week])
        return Berth(place, week, self._sits_as_lead(member, place, week))

    def _sits_as_lead(self, member: int, place: int, week: int) -> bool:
        """In a full team its first lead has the lead's seat."""
        if not self._is_full(place, week):
            return False
        leads = [mate for mate in self.staffing.team(place, week) if self.table.lead[mate]]
        return leads[:1] == [member]

    def _lacks_a_lead(self, place: int, week: int) -> bool:
        team = self.staffing.team(place, week)
        return self._is_full(place, week) and not any(self.table.lead[mate] for mate in team)

    def _is_full(self, place: int, week: int) -> bool:
        """Whether all seats of a team are to be filled."""
        size = self.staffing.problem.team_size
        return place < self.staffing.villages and int(self.staffing.seats[place, week]) == size

    def _path(self, last: int, berth: Berth) -> list[Step]:
        path = [Step(last, berth, None)]
        while (move := self.came[berth]) is not None:
            path.append(Step(*move, berth))
            berth = move[1]
        return path

    def holds(self, path: list[Step], gone: Collection[int] = ()) -> bool:
        """Whether all rules hold once these moves are made, and the last member's terms of some weeks are given up."""
        moved = _Moved(self.staffing, path, gone)
        movers = {step.member for step in path}
        return (
            len(movers) == len(path)
            and all(self._is_rested(moved.weeks(member)) for member in movers)
            and all(len(moved.weeks(member)) <= self.table.limit[member] for member in movers)
            and all(self._may_be_a_team(moved.team(step.into), step.into) for step in path)
        )

    def _is_rested(self, weeks: list[int]) -> bool:
        return all(later - earlier > self.table.rest for earlier, later in pairwise(weeks))

    def _may_be_a_team(self, team: set[int], berth: Berth) -> bool:
        if berth.place >= self.staffing.villages:
            return True
        together = any(one in team and other in team for one, other in self.table.apart)
        others = sum(not self.table.lead[member] for member in team)
        return not together and others < self.staffing.problem.team_size


class _Moved:
    """The terms after some moves: each member of a path gives up the berth that the next of it takes."""

    def __init__(self, staffing: Staffing, path: list[Step], gone: Collection[int] = ()) -> None:
        self.staffing = staffing
        self.last = path[0].member
        self.gone = gone
        self.into = {step.member: step.into for step in path}
        self.left = {step.member: step.left for step in path if step.left is not None}

    def weeks(self, member: int) -> list[int]:
        """The weeks in which a member of the path serves then."""
        weeks = set(np.nonzero(self.staffing.serves[member])[0].tolist())
        if member in self.left:
            weeks.discard(self.left[member].week)
        if member == self.last:
            weeks.difference_update(self.gone)
        return sorted(weeks | {self.into[member].week})

    def team(self, berth: Berth) -> set[int]:
        """Who serves there then."""
        where = berth.place, berth.week
        gone = {member for member, left in self.left.items() if (left.place, left.week) == where}
        come = {member for member, into in self.into.items() if (into.place, into.week) == where}
        return (set(self.staffing.team(*where)) - gone) | come
