"""A draft on the planner's desk: its terms, its pins, and the problem that today's facts make of it."""

from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass, replace
from datetime import date
from functools import cached_property
from operator import add

from sqlalchemy.orm import Session

from rotation.district.villages import District
from rotation.roster.drafts import check_current
from rotation.roster.planning import assignments, lines_of, problem_of
from rotation.roster.plans import plan_of
from rotation.roster.rosters import Line, Roster, lines, pins
from rotation.roster.words import Words
from rotation.settings import Settings
from solver import (
    Assignment,
    Broken,
    Costs,
    Difference,
    Edited,
    Problem,
    Sentence,
    Wishes,
    audit,
    breaches,
    edited,
)


@dataclass(frozen=True, slots=True)
class Counted:
    """The costs of a roster, and how often each wish is unmet."""

    costs: Costs
    wishes: Wishes

    def plus(self, difference: Difference) -> "Counted":
        """What they become by a change."""
        costs = map(add, astuple(self.costs), astuple(difference.costs))
        return Counted(Costs(*costs), Wishes(*map(add, astuple(self.wishes), astuple(difference.wishes))))


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
    def judged(self) -> Counted:
        """What the draft costs as it stands, counted anew."""
        found = audit(self.pinned_problem, self.planned(self.terms))
        return Counted(found.costs, found.wishes)

    @cached_property
    def costs(self) -> Counted:
        """What the draft costs as it stands: as it was counted last, as long as the facts are still those of then."""
        if self.facts_changed:
            return self.judged
        return Counted(Costs(**self.roster.costs), Wishes(**self.roster.wishes))

    @cached_property
    def facts_changed(self) -> bool:
        """Whether today's facts are others than those that the draft was solved with."""
        return self.problem != replace(self.solved, pinned=())

    def planned(self, terms: Iterable[Line]) -> list[Assignment]:
        """Those terms that lie in the plan, in the solver's words."""
        return [one for one in assignments(terms, self.roster.start) if one.week >= 0]

    @cached_property
    def pinned_problem(self) -> Problem:
        """Today's problem with the pins."""
        return replace(self.problem, pinned=tuple(self.planned(self.pinned)))

    def broken(self) -> tuple[Sentence, ...]:
        """In words: the rules that the draft breaks as it stands."""
        return self.in_words(breaches(self.pinned_problem, self.planned(self.terms)))

    def in_words(self, broken: Iterable[Broken]) -> tuple[Sentence, ...]:
        """Broken rules with names and days."""
        return tuple(self.words.broken(one.rule, one.detail) for one in broken)

    def edited(self, out: Iterable[Line], into: Iterable[Line]) -> Edited:
        """What a change of some terms newly breaks and adds to the costs."""
        return edited(self.pinned_problem, self.planned(self.terms), self.planned(out), self.planned(into))

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
