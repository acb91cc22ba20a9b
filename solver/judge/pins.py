"""Pins that cannot all hold.

Rules are only ever broken by somebody who serves, never by an empty seat: either the pins alone are a legal
roster, or no roster with them is. So they are judged without anything else.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from solver.errors import N_, ProblemError, Sentence
from solver.judge.roster import Roster
from solver.judge.rules import RULES, Broken, Rule, pins_hold
from solver.problem import Assignment, Problem

__all__ = ["Conflict", "PinConflict", "check_pins", "conflicts"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Pins that break a rule together, and none of which could be left out: without any one of them it holds."""

    pins: tuple[Assignment, ...]
    rule: str
    detail: Sentence


class PinConflict(ProblemError):
    """Pins that contradict each other or a rule. `conflicts` names each such set, `pins` and `rules` the first."""

    conflicts: tuple[Conflict, ...] = ()

    @staticmethod
    def of(problem: Problem, found: tuple[Conflict, ...]) -> "PinConflict":
        """The error that names these conflicts."""
        template = N_("the pins cannot all hold: %(detail)s")
        position = problem.pinned.index(found[0].pins[-1])
        conflict = PinConflict(f"pinned[{position}]", template, {"detail": found[0].detail})
        conflict.conflicts = found
        return conflict

    @property
    def pins(self) -> tuple[Assignment, ...]:
        """The pins of the first conflict."""
        return self.conflicts[0].pins

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules of the first conflict."""
        return (self.conflicts[0].rule,)


def check_pins(problem: Problem) -> None:
    """Raise PinConflict where the pins break a rule."""
    found = tuple(conflicts(problem))
    if found:
        raise PinConflict.of(problem, found)


def conflicts(problem: Problem) -> Iterator[Conflict]:
    """Each rule that the pins break, with the fewest pins that break it: leaving any one out mends it."""
    pinned = Roster.of(problem, problem.pinned)
    for rule in RULES:
        if rule is not pins_hold:
            for broken in rule(problem, pinned):
                yield _smallest(problem, rule, broken)


def _smallest(problem: Problem, rule: Rule, broken: Broken) -> Conflict:
    kept = broken.assignments
    for pin in broken.assignments:
        fewer = tuple(other for other in kept if other != pin)
        if any(rule(problem, Roster.of(problem, fewer))):
            kept = fewer
    detail = next(rule(problem, Roster.of(problem, kept))).detail
    return Conflict(kept, broken.rule, detail)
