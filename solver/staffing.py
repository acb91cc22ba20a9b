"""What is to be staffed and by whom, as tables, with some of the facts left out."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from solver.facts import Fact
from solver.ground import Array
from solver.problem import TEAM, TROUBLESHOOTER, Assignment, Problem
from solver.roster import Roster

__all__ = ["Staffing", "Table"]


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


class Staffing:
    """The seats of a roster that are filled, and one of its empty ones, all of which are to be filled."""

    def __init__(self, problem: Problem, assignments: Iterable[Assignment], week: int, place: str) -> None:
        self.problem = problem
        self.week = week
        self.villages = len(problem.villages)
        self.member = {member.id: number for number, member in enumerate(problem.members)}
        self.place = {known: number for number, known in enumerate(problem.place_of)}
        roster = Roster.of(problem, assignments)
        self.serves = np.zeros((len(self.member), problem.weeks), dtype=np.bool_)
        self.seats = np.zeros((len(self.place), problem.weeks), dtype=np.int64)
        for (member, when), where in roster.place_of.items():
            self.serves[self.member[member], when] = True
            self.seats[self.place[where], when] += 1
        self.seats[self.place[place], week] += 1
        self._near = np.array(
            [[problem.reaches(member, known) for known in self.place] for member in self.member], dtype=np.bool_
        ).reshape(len(self.member), len(self.place))

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
            rest,
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
