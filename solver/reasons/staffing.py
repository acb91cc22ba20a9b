"""What is to be staffed and by whom, as tables, with some of the facts left out."""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from time import monotonic

import numpy as np

from solver.engine.ground import Array
from solver.errors import OutOfTime
from solver.judge.roster import Roster
from solver.problem import TEAM, TROUBLESHOOTER, Assignment, Problem
from solver.reasons.facts import Fact

__all__ = ["Clock", "Staffing", "Table", "Term"]

NOWHERE = -1
Term = tuple[int, int, int]
"""A member, a place and a week."""


@dataclass(frozen=True)
class Table:
    """M members, P places (V villages first), W weeks: who may serve where and when, under the facts that hold."""

    free: Array
    """M x W"""
    may: Array
    """M x P"""
    lead: Array
    """M"""
    limit: Array
    """M: the most terms."""
    rest: int
    apart: tuple[tuple[int, int], ...]
    pins: tuple[tuple[int, int, int], ...]
    """Member, place and week."""


class Clock:
    """How long may still be thought about a question."""

    def __init__(self, seconds: float) -> None:
        self._until = monotonic() + seconds

    @property
    def remaining(self) -> float:
        """Seconds that are left; OutOfTime where none are."""
        remaining = self._until - monotonic()
        if remaining <= 0:
            raise OutOfTime
        return remaining


class Staffing:
    """The seats of a roster that are filled, and one of its empty ones, all of which are to be filled."""

    def __init__(
        self,
        problem: Problem,
        assignments: Iterable[Assignment],
        week: int,
        place: str,
        clock: Clock,
        like: "Staffing | None" = None,
    ) -> None:
        """`like` is a staffing whose problem has mostly the same members, in the same order, and the same places."""
        self.problem = problem
        self.clock = clock
        self.week = week
        self.villages = len(problem.villages)
        self.member = {member.id: number for number, member in enumerate(problem.members)}
        self.place = {known: number for number, known in enumerate(problem.place_of)}
        self.empty = self.place[place]
        roster = Roster.of(problem, assignments)
        self.at = np.full((len(self.member), problem.weeks), NOWHERE, dtype=np.int64)
        self.seats = np.zeros((len(self.place), problem.weeks), dtype=np.int64)
        self._teams: dict[tuple[int, int], list[int]] = defaultdict(list)
        for (member, when), where in roster.place_of.items():
            self.at[self.member[member], when] = self.place[where]
            self.seats[self.place[where], when] += 1
            self._teams[self.place[where], when].append(self.member[member])
        self.serves = self.at != NOWHERE
        self.seats[self.empty, week] += 1
        self._near = self._reached(like)

    def _reached(self, like: "Staffing | None") -> Array:
        """M x P: what lies within each member's reach."""
        near = np.zeros((len(self.member), len(self.place)), dtype=np.bool_)
        for number, member in enumerate(self.problem.members):
            if like is not None and member is like.problem.member_of.get(member.id):
                near[number] = like._near[like.member[member.id]]  # noqa: SLF001 - its own kind
            elif member.max_km is None:
                near[number] = True
            else:
                near[number] = [self.problem.reaches(member.id, place) for place in self.place]
        return near

    def asking(self, place: int, week: int) -> "Staffing":
        """The same, with another seat as the one that is empty."""
        twin = copy(self)
        twin.empty, twin.week = place, week
        return twin

    def after(self, gone: Iterable[Term], come: Iterable[Term]) -> "Staffing":
        """The same after some terms (member, place, week) have been given up, and others taken."""
        twin = copy(self)
        twin.at, twin.serves = self.at.copy(), self.serves.copy()
        twin._teams = self._teams.copy()  # noqa: SLF001 - its own kind
        for member, place, week in gone:
            twin.at[member, week], twin.serves[member, week] = NOWHERE, False
            twin._teams[place, week] = [mate for mate in twin.team(place, week) if mate != member]  # noqa: SLF001
        for member, place, week in come:
            twin.at[member, week], twin.serves[member, week] = place, True
            twin._teams[place, week] = [*twin.team(place, week), member]  # noqa: SLF001
        return twin

    def team(self, place: int, week: int) -> list[int]:
        """Who serves in a place in a week."""
        return self._teams.get((place, week), [])

    def table(self, facts: Iterable[Fact]) -> Table:
        """The tables where these facts hold and no others."""
        kept: dict[str, list[Fact]] = {}
        for fact in facts:
            kept.setdefault(fact.kind, []).append(fact)
        rest = self.problem.rest_weeks if "rest" in kept else 0
        return Table(
            self._free(kept, rest),
            self._may(kept),
            self._lead("needs_a_lead" in kept),
            self._limit(kept.get("at_max_terms", ())),
            min(rest, self.problem.weeks),
            tuple((self.member[fact.member], self.member[fact.other]) for fact in kept.get("apart", ())),
            tuple((self.member[f.member], self.place[f.place], f.week) for f in kept.get("pinned", ())),
        )

    def _free(self, kept: dict[str, list[Fact]], rest: int) -> Array:
        free = np.ones((len(self.member), self.problem.weeks), dtype=np.bool_)
        for fact in kept.get("away", ()):
            free[self.member[fact.member], fact.week] = False
        for fact in kept.get("served_before", ()):
            last = self.problem.member_of[fact.member].history.last_week
            if last is not None:
                free[self.member[fact.member], : max(0, last + rest + 1)] = False
        return free

    def _may(self, kept: dict[str, list[Fact]]) -> Array:
        may = np.ones((len(self.member), len(self.place)), dtype=np.bool_)
        for fact in kept.get("recused", ()):
            may[self.member[fact.member], self.place[fact.place]] = False
        for fact in kept.get("out_of_reach", ()):
            may[self.member[fact.member]] &= self._near[self.member[fact.member]]
        if "no_team_role" in kept:
            may[self._without(TEAM), : self.villages] = False
        if "no_troubleshooter_role" in kept:
            may[self._without(TROUBLESHOOTER), self.villages :] = False
        return may

    def _without(self, role: str) -> list[int]:
        return [self.member[member.id] for member in self.problem.members if role not in member.roles]

    def _lead(self, asked: bool) -> Array:  # noqa: FBT001 - one question, asked by one caller
        return np.array([member.lead or not asked for member in self.problem.members], dtype=np.bool_)

    def _limit(self, facts: Iterable[Fact]) -> Array:
        limit = np.full(len(self.member), self.problem.weeks, dtype=np.int64)
        for fact in facts:
            limit[self.member[fact.member]] = self.problem.member_of[fact.member].max_terms or 0
        return limit
