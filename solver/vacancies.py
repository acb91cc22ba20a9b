"""Why a seat is empty: how many members there are for it, and what keeps each of them away."""

from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from solver.charges import vacancies
from solver.errors import N_, Sentence
from solver.problem import Assignment, Member, Problem
from solver.roster import Roster

__all__ = ["COULD_SERVE", "REASONS", "Vacancy", "explain"]

COULD_SERVE = "could_serve"

# In the order in which they are asked: a member is counted under the first that holds.
REASONS: Mapping[str, str] = {
    "wrong_role": N_("without the role: %(count)s"),
    "away": N_("away that week: %(count)s"),
    "serving": N_("serving that week already: %(count)s"),
    "resting": N_("resting before or after another term: %(count)s"),
    "recused": N_("recused from this place: %(count)s"),
    "out_of_reach": N_("too far from home: %(count)s"),
    "apart": N_("kept apart from somebody in the team: %(count)s"),
    "at_max_terms": N_("at their most terms already: %(count)s"),
    "needs_a_lead": N_("no lead, and the seat left is the lead's: %(count)s"),
    COULD_SERVE: N_("could still serve: %(count)s"),
}


@dataclass(frozen=True, slots=True)
class Vacancy:
    """Empty seats of one place in one week. `reasons` holds every member under the first reason that applies."""

    week: int
    place: str
    seats: int
    members: int
    reasons: Mapping[str, tuple[str, ...]]

    def sentences(self) -> Iterator[Sentence]:
        """The reasons in words, each with its number of members; reasons that keep nobody away are left out."""
        yield Sentence(N_("members in all: %(count)s"), {"count": self.members})
        for reason, members in self.reasons.items():
            yield Sentence(REASONS[reason], {"count": len(members)})


def explain(problem: Problem, assignments: Iterable[Assignment]) -> tuple[Vacancy, ...]:
    """Each place and week with empty seats, and why, given everybody else's terms in this roster."""
    roster = Roster.of(problem, assignments)
    reach = cache(problem.reaches)
    return tuple(
        _vacancy(_Opening(problem, roster, charge.week or 0, charge.place, reach), charge.count)
        for charge in vacancies(problem, roster)
    )


@dataclass(frozen=True, slots=True)
class _Opening:
    """A seat that is empty, with what it takes to ask why; each question is a reason's name."""

    problem: Problem
    roster: Roster
    week: int
    place: str
    reach: Callable[[str, str], bool]

    def wrong_role(self, member: Member) -> bool:
        return self.problem.role_in(self.place) not in member.roles

    def away(self, member: Member) -> bool:
        return self.week in member.unavailable

    def serving(self, member: Member) -> bool:
        return (member.id, self.week) in self.roster.place_of

    def resting(self, member: Member) -> bool:
        last, rest = member.history.last_week, self.problem.rest_weeks
        terms = self.roster.terms.get(member.id, ())
        after = bisect(terms, self.week)
        nearest = terms[max(0, after - 1) : after + 1]
        return (last is not None and self.week - last <= rest) or any(
            abs(self.week - other) <= rest for other in nearest
        )

    def recused(self, member: Member) -> bool:
        return self.place in member.recused

    def out_of_reach(self, member: Member) -> bool:
        return not self.reach(member.id, self.place)

    def apart(self, member: Member) -> bool:
        return any(frozenset({member.id, mate}) in self.problem.apart_pairs for mate in self._team())

    def at_max_terms(self, member: Member) -> bool:
        return member.max_terms is not None and len(self.roster.terms.get(member.id, ())) >= member.max_terms

    def needs_a_lead(self, member: Member) -> bool:
        if self.place in self.problem.zone_of or member.lead:
            return False
        followers = sum(not self.problem.member_of[mate].lead for mate in self._team())
        return followers >= self.problem.team_size - 1

    def could_serve(self, _member: Member) -> bool:
        return True

    def _team(self) -> tuple[str, ...]:
        return self.roster.team(self.place, self.week) if self.place in self.problem.village_of else ()


def _vacancy(opening: _Opening, seats: int) -> Vacancy:
    kept: dict[str, list[str]] = defaultdict(list)
    questions = [(reason, getattr(opening, reason)) for reason in REASONS]
    for member in opening.problem.members:
        first = next(reason for reason, holds in questions if holds(member))
        kept[first].append(member.id)
    reasons = {reason: tuple(kept[reason]) for reason in REASONS if reason in kept}
    return Vacancy(opening.week, opening.place, seats, len(opening.problem.members), reasons)
