"""A draft on the planner's desk: its terms, its pins, and the problem that today's facts make of it."""

from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass, replace
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.roster.drafts import check_current
from rotation.roster.planning import assignments, lines_of, problem_of
from rotation.roster.plans import plan_of
from rotation.roster.rosters import Line, Roster, lines, pins
from rotation.roster.words import Words
from rotation.settings import Settings
from solver import Assignment, Audit, Costs, Problem, Sentence, audit


@dataclass(frozen=True)
class Desk:
    """A draft as it stands. `problem` holds today's facts and no pins; `solved` is the problem that was solved."""

    roster: Roster
    terms: tuple[Line, ...]
    pinned: frozenset[Line]
    problem: Problem
    solved: Problem
    words: Words

    @cached_property
    def proven_pins(self) -> frozenset[Line]:
        """The pins that the bounds were proven with; without any one of them a better roster might exist."""
        return frozenset(lines_of(self.solved.pinned, self.roster.start))

    @cached_property
    def judged(self) -> Audit:
        """What the draft breaks and costs as it stands."""
        return self.audit(self.terms)

    @property
    def facts_changed(self) -> bool:
        """Whether today's facts are others than those that the draft was solved with."""
        return self.problem != replace(self.solved, pinned=())

    def audit(self, terms: Iterable[Line]) -> Audit:
        """What these terms break and cost in the weeks of the plan, by today's facts and all pins."""
        return audit(self.pinned_problem, self.planned(terms))

    def planned(self, terms: Iterable[Line]) -> list[Assignment]:
        """Those terms that lie in the plan, in the solver's words."""
        return [one for one in assignments(terms, self.roster.start) if one.week >= 0]

    @cached_property
    def pinned_problem(self) -> Problem:
        """Today's problem with the pins."""
        return replace(self.problem, pinned=tuple(self.planned(self.pinned)))

    def newly_broken(self, after: Audit) -> tuple[Sentence, ...]:
        """In words: the rules that are broken then and are not now.

        Where a rule is broken already, fewer terms that break it are no new fault: so it is mended, one by one.
        """
        before = [(one.rule, set(one.assignments)) for one in self.judged.broken]
        return tuple(
            self.words.broken(one.rule, one.detail)
            for one in after.broken
            if not any(one.rule == rule and terms.issuperset(one.assignments) for rule, terms in before)
        )

    def bounds(self, after: Costs, pinned: Collection[Line]) -> Costs:
        """What stays proven once the costs are `after` and these pins hold.

        A bound counts as long as the facts are those it was proven with and every pin of then still holds. It
        was proven with all earlier tiers kept exactly at their costs: the first tier whose cost has changed
        keeps its bound, and nothing is known of the tiers behind it.
        """
        if self.facts_changed or not self.proven_pins <= set(pinned):
            return Costs()
        return still_proven(Costs(**self.roster.costs), after, Costs(**self.roster.bounds))


def still_proven(before: Costs, after: Costs, bounds: Costs) -> Costs:
    """The bounds up to and with the first tier whose cost has changed, and 0 for all behind it."""
    kept: list[int] = []
    unchanged = True
    for was, becomes, bound in zip(astuple(before), astuple(after), astuple(bounds), strict=True):
        kept.append(bound if unchanged else 0)
        unchanged = unchanged and was == becomes
    return Costs(*kept)


def desk(session: Session, district: District, roster: Roster, settings: Settings, *, today: date) -> Desk:
    """Put a draft on the desk; Conflict where it is behind and must be brought up to date first."""
    check_current(session, roster, today=today)
    return Desk(
        roster,
        tuple(lines(session, roster)),
        frozenset(pins(session, roster)),
        problem_of(session, district, plan_of(roster), settings, today=today),
        Problem.from_json(roster.problem),
        Words.of(session, district.id, roster.start),
    )
