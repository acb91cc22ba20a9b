"""The programme of the first stage: who serves in which week, in a village or in a zone.

It knows of each week how many seats, leads' seats and zone seats there are; whether the members of a week fit its
places one by one is asked afterwards (solver.terms.seats), and answered by further rows where they do not. Without
these it allows more than the rules do, so that its bounds hold for every roster.
"""

from copy import copy
from functools import cached_property

import numpy as np

from solver.engine.ground import Array, Ground
from solver.engine.linear import INFINITE, Programme
from solver.terms.seats import ANY_VILLAGE, ANY_ZONE, Berths
from solver.terms.settled import Settled
from solver.terms.week_choices import Choice, Choices

__all__ = ["Weeks"]


class Weeks:
    """The programme, its choices, and what each tier costs in it."""

    def __init__(self, ground: Ground, choices: Choices) -> None:
        self.ground = ground
        self.choices = choices
        self._crowded: list[frozenset[int]] = []
        self._forbidden: list[frozenset[Choice]] = []
        self.programme = Programme()
        pinned = self.choices.pinned
        self.serves = self.programme.columns(len(pinned), 0, 1, integer=True)
        self._steps = self._fair_steps()
        self._pins_hold()
        self._rest_between_terms()
        self._seats_of_weeks()
        self._seats_of_places()
        self._seats_within_reach()

    @cached_property
    def tiers(self) -> tuple[Array, Array, Array]:
        """The cost of each column in vacancies, changes and unfairness, less what no roster can change."""
        vacancies, changes, unfairness = (np.zeros(self.programme.width, dtype=np.int64) for _ in range(3))
        vacancies[self.serves] = -1
        changes[self.serves] = self.choices.change
        columns, costs = self._steps
        unfairness[columns] = costs
        return vacancies, changes, unfairness

    def keep(self, tier: int, value: int) -> None:
        """From now on, this tier costs no more than this."""
        cost = self.tiers[tier]
        columns = np.nonzero(cost)[0]
        self.programme.row(columns, cost[columns], -INFINITE, value)

    def narrowed(self, known: Settled) -> "Weeks":
        """The same, with nothing left to choose where that is known."""
        twin = Weeks(self.ground, self.choices.narrowed(known))
        for berths in self._crowded:
            twin.crowd(berths)
        for together in self._forbidden:
            twin.forbid(together)
        return twin

    def copy(self) -> "Weeks":
        """The same programme, to add rows to apart."""
        twin = copy(self)
        twin.programme = self.programme.copy()
        return twin

    def _fair_steps(self) -> tuple[Array, Array]:
        """Columns of each member's first, second, third ... term, with the unfairness (in units of 200) each adds."""
        ground, choices = self.ground, self.choices
        weeks = np.array([len(set(choices.week[choices.member == m].tolist())) for m in range(len(ground.lead))])
        most = np.minimum(np.minimum(ground.limit, weeks), -(-ground.weeks // (ground.rest + 1))).astype(np.int64)
        member = np.repeat(np.arange(len(most)), most)
        term = np.concatenate([np.arange(count) for count in most]) if len(most) else np.zeros(0, dtype=np.int64)
        columns = self.programme.columns(len(member), 0, 1)
        rows = self.programme.rows(len(most), 0, 0)
        self.programme.put(rows[member], columns)
        self.programme.put(rows[choices.member], self.serves, -1)
        return columns, 50 * (2 * term + 1) - ground.share[member]

    def _pins_hold(self) -> None:
        for column in self.serves[self.choices.pinned.astype(np.bool_)]:
            self.programme.row(column, 1, 1, INFINITE)

    def _rest_between_terms(self) -> None:
        """In any rest_weeks + 1 weeks in a row, a member serves at most once."""
        choices, rest = self.choices, self.ground.rest
        for week in range(max(1, self.ground.weeks - rest)):
            near = (choices.week >= week) & (choices.week <= week + rest)
            members, rows = np.unique(choices.member[near], return_inverse=True)
            self.programme.put(self.programme.rows(len(members), -INFINITE, 1)[rows], self.serves[near])

    def _seats_of_weeks(self) -> None:
        """In all villages of a week, in all zones of a week, no more than seats; and a lead in every team."""
        ground, choices = self.ground, self.choices
        seats = ground.seats[: ground.villages].sum(axis=0)
        others = np.maximum(0, ground.seats[: ground.villages] - 1).sum(axis=0)
        zones = ground.seats[ground.villages :].sum(axis=0)
        in_zone = (choices.where == ANY_ZONE) | (choices.where >= ground.villages)
        follows = ~ground.lead[choices.member]
        for part, room in ((~in_zone, seats), (~in_zone & follows, others), (in_zone, zones)):
            rows = self.programme.rows(ground.weeks, -INFINITE, room)
            self.programme.put(rows[choices.week[part]], self.serves[part])

    def _seats_of_places(self) -> None:
        """Where choices name a place: no more than its seats, and in a village one of them for a lead."""
        choices, ground = self.choices, self.ground
        named = choices.where >= 0
        follows = named & (choices.where < ground.villages) & ~ground.lead[choices.member]
        for part, but in ((named, 0), (follows, 1)):
            places, rows = np.unique(choices.where[part] * ground.weeks + choices.week[part], return_inverse=True)
            room = ground.seats.ravel()[places] - but
            self.programme.put(self.programme.rows(len(places), -INFINITE, room)[rows], self.serves[part])

    def _seats_within_reach(self) -> None:
        """Of those who can only serve in the same few places, no more than these places take."""
        ground = self.ground
        for part in (slice(None, ground.villages), slice(ground.villages, None)):
            for within in np.unique(ground.may[:, part], axis=0):
                places = np.zeros(len(ground.seats), dtype=np.bool_)
                places[part] = within
                bound_to = ~(ground.may[:, part] & ~within).any(axis=1)
                self._crowd_of(places, bound_to, ground.seats)
                if part.start is None:
                    self._crowd_of(places, bound_to & ~ground.lead, np.maximum(0, ground.seats - 1))

    def _crowd_of(self, places: Array, members: Array, room: Array) -> None:
        """In each week, no more of these members in these places than there is room, where there are more at all."""
        choices = self.choices
        in_zone = (choices.where == ANY_ZONE) | (choices.where >= self.ground.villages)
        there = members[choices.member] & (in_zone == bool(places[self.ground.villages :].any()))
        limits = room[places].sum(axis=0)
        crowded = np.bincount(choices.week[there], minlength=self.ground.weeks) > limits
        if places.any() and crowded.any() and not places[: self.ground.villages].all():
            weeks = np.nonzero(crowded)[0]
            rows = np.full(self.ground.weeks, -1)
            rows[weeks] = self.programme.rows(len(weeks), -INFINITE, limits[weeks])
            chosen = there & crowded[choices.week]
            self.programme.put(rows[choices.week[chosen]], self.serves[chosen])

    def crowd(self, berths: frozenset[int]) -> None:
        """In every week, no more serve in these berths only than the berths take (Hall 1935)."""
        self._crowded.append(berths)
        inside = np.zeros((2, len(self.ground.seats)), dtype=np.bool_)
        for berth in berths:
            inside[berth % 2, berth // 2] = True
        for week in range(self.ground.weeks):
            sizes = Berths(self.ground, week)
            bound_to = self._bound_to(sizes, inside)
            self.programme.row(self.serves[bound_to], 1, -INFINITE, sum(sizes.size(berth) for berth in berths))

    def _bound_to(self, sizes: Berths, inside: Array) -> Array:
        """The choices of a week that allow no berth but these; `inside` by kind of berth and place."""
        ground, choices = self.ground, self.choices
        here = np.nonzero(choices.week == sizes.week)[0]
        where, old = choices.where[here, None], ground.baseline[choices.member[here], sizes.week][:, None]
        place = np.arange(len(ground.seats))
        in_zone = place >= ground.villages
        elsewhere = (place != old) if ground.has_baseline else True
        anywhere = np.where(in_zone, where == ANY_ZONE, where == ANY_VILLAGE) & elsewhere
        open_to = ground.may[choices.member[here]] & ((where == place) | anywhere)
        room = np.array([[sizes.size(2 * p + kind) > 0 for p in place.tolist()] for kind in (0, 1)])
        outside = room.reshape(inside.shape) & ~inside
        leads = ground.lead[choices.member[here]]
        free = (open_to & outside[1]).any(axis=1) | leads & (open_to & outside[0]).any(axis=1)
        bound_to: Array = here[~free]
        return bound_to

    def forbid(self, together: frozenset[Choice]) -> None:
        """Not all of these together: no legal team can be made of them."""
        self._forbidden.append(together)
        columns = [column for column, choice in enumerate(self.choices.named()) if choice in together]
        self.programme.row(self.serves[columns], 1, -INFINITE, len(together) - 1)
