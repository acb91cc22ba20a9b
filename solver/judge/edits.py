"""What a small change of a roster would newly break and cost: only what it touches is counted again."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from solver.judge.audit import audit
from solver.judge.roster import Roster
from solver.judge.rules import RULES, Broken
from solver.judge.standing import NO_DIFFERENCE, Difference, Standing, between
from solver.problem import Assignment, Problem

__all__ = ["Edited", "breaches", "edited"]


@dataclass(frozen=True, slots=True)
class Edited:
    """What a change breaks that was not broken before, and what it adds to every cost."""

    broken: tuple[Broken, ...]
    difference: Difference


def breaches(problem: Problem, assignments: Iterable[Assignment]) -> tuple[Broken, ...]:
    """Every hard rule that these assignments break; their costs are not counted."""
    roster = Roster.of(problem, assignments)
    return tuple(breach for rule in RULES for breach in rule(problem, roster))


def edited(
    problem: Problem, assignments: Sequence[Assignment], out: Collection[Assignment], into: Collection[Assignment]
) -> Edited:
    """What becomes of a roster if some of its terms are taken out and others come into it.

    Where a rule is broken already, fewer terms that break it are no new fault: so it is mended, one by one.
    """
    gone, come = set(out) - set(into), set(into) - set(out)
    members = {term.member for term in gone | come}
    stand = {(term.member, term.week) for term in gone | come}  # who stands in two places is counted in one of them
    teams = {(one.place, one.week) for one in (*gone, *come, *assignments) if (one.member, one.week) in stand}
    mates = {(one.member, one.week) for one in assignments if (one.place, one.week) in teams}
    near = [one for one in assignments if one.member in members or (one.member, one.week) in mates]
    there = set(near)
    gone, come = gone & there, come - there
    theirs = replace(problem, pinned=tuple(pin for pin in problem.pinned if pin.member in members))
    before = breaches(theirs, near)
    after = breaches(theirs, sorted((there - gone) | come))
    return Edited(_new(after, before), _difference(problem, assignments, gone, come))


def _new(after: Iterable[Broken], before: Iterable[Broken]) -> tuple[Broken, ...]:
    known = [(one.rule, set(one.assignments)) for one in before]
    return tuple(
        one for one in after if not any(one.rule == rule and terms.issuperset(one.assignments) for rule, terms in known)
    )


def _difference(
    problem: Problem, assignments: Sequence[Assignment], gone: set[Assignment], come: set[Assignment]
) -> Difference:
    if _leaves_another_place(assignments, gone):
        return _recounted(problem, assignments, gone, come)
    standing = Standing(problem, assignments)
    total = NO_DIFFERENCE
    for term in sorted(gone):
        if standing.term(term.member, term.week) != term:
            return _recounted(problem, assignments, gone, come)
        total += standing.vacate(term)
    for term in sorted(come):
        if not _is_plain(standing, term):
            return _recounted(problem, assignments, gone, come)
        total += standing.seat(term)
    return total


def _leaves_another_place(assignments: Iterable[Assignment], gone: set[Assignment]) -> bool:
    """Whether somebody who loses a term serves, against the rules, in another place in the same week as well."""
    lost = {(term.member, term.week) for term in gone}
    return sum((one.member, one.week) in lost for one in assignments) > len(gone)


def _is_plain(standing: Standing, term: Assignment) -> bool:
    """Whether a term is one that can be served: a known member, place and week, and no other place that week."""
    problem = standing.problem
    known = term.member in problem.member_of and term.place in problem.place_of and 0 <= term.week < problem.weeks
    return known and standing.term(term.member, term.week) is None


def _recounted(
    problem: Problem, assignments: Sequence[Assignment], gone: set[Assignment], come: set[Assignment]
) -> Difference:
    after = audit(problem, sorted((set(assignments) - gone) | come))
    before = audit(problem, assignments)
    return between(before, after)
