"""A roster that can be changed a term at a time, and what each such change costs, to the point.

Only what a term touches is counted again: its member's other terms, its team, its village's weeks near by.
"""

from bisect import bisect, insort
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from operator import add, attrgetter, neg
from typing import Protocol

from solver.judge.marginal import TIERS_ADDED, WISHES_ADDED, unvisited
from solver.judge.roster import Roster
from solver.problem import Assignment, Problem
from solver.solution import Costs, Wishes

__all__ = ["NO_DIFFERENCE", "Counted", "Difference", "Standing", "between"]


_COSTS = attrgetter(*(part.name for part in fields(Costs)))
_COUNTS = attrgetter(*(part.name for part in fields(Wishes)))


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change adds to each tier and to each wish's count (below 0: takes away)."""

    costs: Costs
    wishes: Wishes

    def __add__(self, other: "Difference") -> "Difference":
        costs = map(add, _COSTS(self.costs), _COSTS(other.costs))
        return Difference(Costs(*costs), Wishes(*map(add, _COUNTS(self.wishes), _COUNTS(other.wishes))))

    def __neg__(self) -> "Difference":
        return Difference(Costs(*map(neg, _COSTS(self.costs))), Wishes(*map(neg, _COUNTS(self.wishes))))


NO_DIFFERENCE = Difference(Costs(), Wishes())


class Counted(Protocol):
    """Whatever has costs and the counts of its wishes."""

    @property
    def costs(self) -> Costs:
        """The four tiers."""

    @property
    def wishes(self) -> Wishes:
        """The count of each wish."""


def between(before: Counted, after: Counted) -> Difference:
    """What the costs of one roster have more than those of another."""
    return Difference(after.costs, after.wishes) + -Difference(before.costs, before.wishes)


class Standing:
    """A roster as it stands, to be changed. Its three views are those of Roster."""

    def __init__(self, problem: Problem, assignments: Iterable[Assignment]) -> None:
        self.problem = problem
        roster = Roster.of(problem, assignments)
        self.place_of = dict(roster.place_of)
        self.serving = {key: list(members) for key, members in roster.serving.items()}
        self.terms = defaultdict(list, {member: list(weeks) for member, weeks in roster.terms.items()})

    def team(self, place: str, week: int) -> tuple[str, ...]:
        """Who serves in a place in a week."""
        return tuple(self.serving.get((place, week), ()))

    def term(self, member: str, week: int) -> Assignment | None:
        """The term of a member in a week, if there is one."""
        place = self.place_of.get((member, week))
        return None if place is None else Assignment(week, place, member)

    def seat(self, term: Assignment) -> Difference:
        """Give a member who is free that week this term; what that costs."""
        price = self.price(term)
        self.put(term)
        return price

    def vacate(self, term: Assignment) -> Difference:
        """Take this term away; what that costs."""
        self.take(term)
        return -self.price(term)

    def price(self, term: Assignment) -> Difference:
        """What it would cost to give a member who is free that week this term."""
        vacancies, changes, unfairness = (added(self.problem, self, term) for added in TIERS_ADDED)
        counts = {added.__name__: added(self.problem, self, term) for added in WISHES_ADDED}
        wishes = Wishes(no_continuity=self._no_continuity(term), **counts)
        return Difference(Costs(vacancies, changes, unfairness, wishes.points(self.problem.weights)), wishes)

    def _no_continuity(self, term: Assignment) -> int:
        """The one wish that other weeks' teams have a part in: counted without the term and with it."""
        weeks = self._touched(term)
        before = sum(unvisited(self.problem, self, term.place, week) for week in weeks)
        self.put(term)
        after = sum(unvisited(self.problem, self, term.place, week) for week in weeks)
        self.take(term)
        return after - before

    def _touched(self, term: Assignment) -> list[int]:
        village = self.problem.village_of.get(term.place)
        memory = self.problem.continuity_weeks
        if village is None or not memory or term.week in village.closed:
            return []
        terms = self.terms[term.member]
        again = [
            week
            for week in terms[bisect(terms, term.week) :]
            if week - term.week <= memory and self.place_of[term.member, week] == term.place
        ]
        return [term.week, *dict.fromkeys(again + self._first_team_after(term))]

    def _first_team_after(self, term: Assignment) -> list[int]:
        """The village's first team, which is free of charge, where this term would come before it."""
        village = self.problem.village_of[term.place]
        if village.last_served:
            return []
        open_weeks = (week for week in range(self.problem.weeks) if week not in village.closed)
        first = next((week for week in open_weeks if (term.place, week) in self.serving), 0)
        return [first] if first > term.week else []

    def put(self, term: Assignment) -> None:
        """Enter a term, uncounted."""
        self.place_of[term.member, term.week] = term.place
        self.serving.setdefault((term.place, term.week), []).append(term.member)
        insort(self.terms[term.member], term.week)

    def take(self, term: Assignment) -> None:
        """Strike a term out, uncounted."""
        del self.place_of[term.member, term.week]
        team = self.serving[term.place, term.week]
        team.remove(term.member)
        if not team:
            del self.serving[term.place, term.week]
        self.terms[term.member].remove(term.week)
