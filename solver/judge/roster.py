"""A roster seen from each side: by member, by place and by week."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from solver.problem import Assignment, Problem

__all__ = ["Roster", "Served"]


class Served(Protocol):
    """A roster, whether it can be changed or not."""

    @property
    def place_of(self) -> Mapping[tuple[str, int], str]:
        """The place by member and week."""

    @property
    def terms(self) -> Mapping[str, Sequence[int]]:
        """The weeks served by member, in their order."""

    def team(self, place: str, week: int) -> tuple[str, ...]:
        """Who serves in a place in a week."""


@dataclass(frozen=True, slots=True)
class Roster:
    """Who serves where, indexed. `strays` name nobody, nowhere or no week; `doubles` are second places in a week.

    Both are counted as broken rules, and as nothing else: only what is left is served.
    """

    place_of: Mapping[tuple[str, int], str]
    """The place by member and week."""
    serving: Mapping[tuple[str, int], tuple[str, ...]]
    """The members by place and week, week after week."""
    terms: Mapping[str, tuple[int, ...]]
    """The weeks served by member, in their order."""
    strays: tuple[Assignment, ...] = ()
    doubles: tuple[Assignment, ...] = ()

    @staticmethod
    def of(problem: Problem, assignments: Iterable[Assignment]) -> "Roster":
        """The roster that these assignments make; of two places in one week the first one stands."""
        place_of: dict[tuple[str, int], str] = {}
        strays, doubles = [], []
        for assignment in assignments:
            key = assignment.member, assignment.week
            if not _is_known(problem, assignment):
                strays.append(assignment)
            elif key in place_of:
                doubles.append(assignment)
            else:
                place_of[key] = assignment.place
        return Roster(place_of, *_indexes(place_of), tuple(strays), tuple(doubles))

    def term(self, member: str, week: int) -> Assignment:
        """The assignment of a member who serves in that week."""
        return Assignment(week, self.place_of[member, week], member)

    def team(self, place: str, week: int) -> tuple[str, ...]:
        """Who serves in a place in a week; empty where nobody does."""
        return self.serving.get((place, week), ())


def _is_known(problem: Problem, assignment: Assignment) -> bool:
    return (
        assignment.member in problem.member_of
        and assignment.place in problem.place_of
        and 0 <= assignment.week < problem.weeks
    )


def _indexes(
    place_of: Mapping[tuple[str, int], str],
) -> tuple[dict[tuple[str, int], tuple[str, ...]], dict[str, tuple[int, ...]]]:
    serving: dict[tuple[str, int], list[str]] = defaultdict(list)
    terms: dict[str, list[int]] = defaultdict(list)
    for (member, week), place in sorted(place_of.items(), key=lambda entry: entry[0][1]):
        serving[place, week].append(member)
        terms[member].append(week)
    return (
        {key: tuple(members) for key, members in serving.items()},
        {member: tuple(weeks) for member, weeks in terms.items()},
    )
