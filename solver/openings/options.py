"""What could be done about a term, and what it would cost."""

from dataclasses import dataclass, replace

from solver.errors import N_, RosterError, Sentence
from solver.judge.standing import Difference, Standing
from solver.openings.eligibility import COULD_SERVE, Opening
from solver.problem import Assignment, Problem

__all__ = ["Move", "Option", "Refusal", "as_baseline", "by_costs", "is_pinned", "judged", "term_of"]


@dataclass(frozen=True, slots=True)
class Move:
    """A member takes a term, and gives up another for it or (`left` None) does not."""

    term: Assignment
    left: Assignment | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """Moves that together break no rule, in the order in which people would be asked; and what they cost together."""

    moves: tuple[Move, ...]
    difference: Difference


@dataclass(frozen=True, slots=True)
class Refusal:
    """A term that a member cannot take, under the first reason (see solver.openings.eligibility) that holds."""

    term: Assignment
    reason: str
    sentence: Sentence


def by_costs(option: Option) -> tuple[object, ...]:
    """The order of options: their tiers, then their terms."""
    return option.difference.costs, [move.term for move in option.moves]


def judged(standing: Standing, opening: Opening, member: str) -> Option | Refusal:
    """What it would cost to give a member an empty seat, or why that cannot be."""
    term = Assignment(opening.week, opening.place, member)
    me = standing.problem.member_of[member]
    reason = opening.reason(me)
    if reason == COULD_SERVE:
        return Option((Move(term),), standing.price(term))
    return Refusal(term, reason, opening.sentence(me))


def is_pinned(problem: Problem, term: Assignment) -> bool:
    """Whether a term must stay as it is."""
    return term in problem.pinned


def as_baseline(problem: Problem, assignments: tuple[Assignment, ...]) -> Problem:
    """The problem in which every change of this roster is one that somebody must be told."""
    return replace(problem, baseline=tuple(sorted(assignments)))


def term_of(standing: Standing, member: str, week: int) -> Assignment:
    """The term of a member in a week; RosterError where there is none."""
    term = standing.term(member, week)
    if term is None:
        raise RosterError("", N_("%(member)s does not serve in week %(week)s"), {"member": member, "week": week})
    return term
