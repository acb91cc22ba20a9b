"""Whether the members of one week can take its seats: a matching, and where there is none, the seats that are too few.

A team's rule that one seat is the lead's makes two kinds of berth in a village: its lead's, which only a lead can
take, and the others. So who can sit where is a matching of members to berths, people kept apart aside.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from solver.engine.ground import Ground

__all__ = ["ANY_VILLAGE", "ANY_ZONE", "Berths", "Fit", "fit", "seat_numbers"]

ANY_VILLAGE = -1
ANY_ZONE = -2


@dataclass(frozen=True)
class Berths:
    """The berths of one week: berth 2p is the lead's seat of place p, 2p + 1 all its other seats."""

    ground: Ground
    week: int

    def size(self, berth: int) -> int:
        """How many members a berth takes."""
        place, is_common = divmod(berth, 2)
        seats = int(self.ground.seats[place, self.week])
        if place >= self.ground.villages:
            return seats if is_common else 0
        return max(0, seats - 1) if is_common else min(1, seats)

    def open_to(self, member: int, where: int, but: int = ANY_VILLAGE) -> list[int]:
        """The berths that a member may take: of one place, or of any village or zone (but one)."""
        places = [where] if where >= 0 else self._all(where, but)
        kinds = (0, 1) if self.ground.lead[member] else (1,)
        allowed = [place for place in places if self.ground.may[member, place]]
        return [2 * place + kind for place in allowed for kind in kinds if self.size(2 * place + kind)]

    def _all(self, where: int, but: int) -> list[int]:
        villages, places = self.ground.villages, len(self.ground.seats)
        span = range(villages) if where == ANY_VILLAGE else range(villages, places)
        return [place for place in span if place != but]


@dataclass(frozen=True)
class Fit:
    """Which berth each member takes (None: no berth is left), and berths that more members need than they take."""

    berths: tuple[int | None, ...]
    crowded: frozenset[int] | None = None


def fit(berths: Berths, options: Sequence[Sequence[int]]) -> Fit:
    """Seat as many as can be by augmenting paths (Kuhn 1955); each member has a list of berths."""
    matching = _Matching(berths, options)
    crowded: frozenset[int] | None = None
    for member in range(len(options)):
        seen = matching.seat(member)
        crowded = seen if crowded is None else crowded
    return Fit(tuple(matching.chosen), crowded)


class _Matching:
    def __init__(self, berths: Berths, options: Sequence[Sequence[int]]) -> None:
        self.options = options
        self.room = {berth: berths.size(berth) for berth in {berth for berths in options for berth in berths}}
        self.taken: dict[int, list[int]] = {berth: [] for berth in self.room}
        self.chosen: list[int | None] = [None] * len(options)

    def seat(self, member: int) -> frozenset[int] | None:
        """Seat one more, others moving up if need be; else the berths that all these cannot share."""
        came_from: dict[int, int] = {}
        queue = [member]
        for mover in queue:
            for berth in self.options[mover]:
                if berth not in came_from:
                    came_from[berth] = mover
                    if len(self.taken[berth]) < self.room[berth]:
                        self._move_up(berth, came_from)
                        return None
                    queue += self.taken[berth]
        return frozenset(came_from)

    def _move_up(self, berth: int, came_from: dict[int, int]) -> None:
        """Everybody on the path takes the next berth; it begins with the one who had none."""
        before: int | None = berth
        while before is not None:
            mover, berth = came_from[before], before
            before = self.chosen[mover]
            self.taken[berth].append(mover)
            self.chosen[mover] = berth
            if before is not None:
                self.taken[before].remove(mover)


def seat_numbers(ground: Ground, week: int, members: Iterable[int], berths: Iterable[int | None]) -> dict[int, int]:
    """Seat -> member; a village's first seat is its lead's."""
    seats: dict[int, int] = {}
    for member, berth in zip(members, berths, strict=True):
        if berth is not None:
            place, is_common = divmod(berth, 2)
            first = int(ground.first[place, week]) + (is_common if place < ground.villages else 0)
            seats[next(seat for seat in count(first) if seat not in seats)] = member
    return seats
