"""Why a seat is empty: how many members there are for it, and what keeps each of them away."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from solver.errors import N_, Sentence
from solver.judge.charges import vacancies
from solver.judge.roster import Roster
from solver.openings.eligibility import COULD_SERVE, Opening
from solver.problem import Assignment, Problem

__all__ = ["COULD_SERVE", "REASONS", "Vacancy", "explain"]

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
        _vacancy(Opening(problem, roster, charge.week or 0, charge.place, reach), charge.count)
        for charge in vacancies(problem, roster)
    )


def _vacancy(opening: Opening, seats: int) -> Vacancy:
    kept: dict[str, list[str]] = defaultdict(list)
    for member in opening.problem.members:
        kept[opening.reason(member)].append(member.id)
    reasons = {reason: tuple(kept[reason]) for reason in REASONS if reason in kept}
    return Vacancy(opening.week, opening.place, seats, len(opening.problem.members), reasons)
