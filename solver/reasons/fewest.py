"""The fewest facts that keep a seat empty."""

from collections.abc import Hashable, Iterable, Sequence

from solver.errors import OutOfTime
from solver.problem import Problem
from solver.reasons.facts import Fact
from solver.reasons.filling import can_be_filled
from solver.reasons.staffing import Staffing

__all__ = ["fewest_facts"]

OTHER_WEEKS = "other weeks"


def fewest_facts(staffing: Staffing, facts: Iterable[Fact]) -> tuple[tuple[Fact, ...], bool]:
    """Facts that keep the seat empty, and whether it is proven that none could be left out; nearer ones are preferred.

    Whole groups are tried first, since most are of no account; then what is left, by halves.
    """
    thinned = _Thinned(staffing, frozenset(facts))
    groups: dict[str, list[Fact]] = {}
    for fact in sorted(thinned.kept):
        groups.setdefault(_group(staffing, fact), []).append(fact)
    for name in sorted(groups, key=lambda name: name != OTHER_WEEKS):
        thinned.try_without(groups[name])
    for name in sorted(groups, key=lambda name: name != OTHER_WEEKS):
        thinned.thin(sorted(thinned.kept.intersection(groups[name]), key=lambda fact: -abs(fact.week - staffing.week)))
    return tuple(sorted(thinned.kept)), thinned.proven


def _group(staffing: Staffing, fact: Fact) -> str:
    return OTHER_WEEKS if fact.week not in (-1, staffing.week) else fact.kind


class _Thinned:
    """Facts that keep the seat empty, of which fewer and fewer are kept."""

    def __init__(self, staffing: Staffing, kept: frozenset[Fact]) -> None:
        self.staffing = staffing
        self._needed: list[Fact] = []
        self.proven = True
        self._keep(kept)

    def try_without(self, facts: Sequence[Fact]) -> bool:
        """Leave these out, if the seat stays empty without them."""
        fewer = self.kept.difference(facts)
        try:
            if can_be_filled(self.staffing, self.staffing.table(fewer)):
                return False
        except OutOfTime:
            self.proven = self.proven and len(facts) > 1  # many are tried again, one by one
            return False
        self._keep(fewer)
        return True

    def thin(self, facts: Sequence[Fact]) -> None:
        """Leave out as many of these as can be, in halves, so that none that is kept could be left out."""
        if all(self._is_needed(fact) for fact in facts) or self.try_without(facts):
            return
        if len(facts) == 1:
            self._needed += facts
            self._needed_likes.add(self._alike.of(facts[0]))
            return
        for half in (facts[: len(facts) // 2], facts[len(facts) // 2 :]):
            self.thin(half)

    def _keep(self, facts: frozenset[Fact]) -> None:
        self.kept = facts
        self._alike = _Likeness(self.staffing.problem, facts)
        self._needed_likes = {self._alike.of(needed) for needed in self._needed}

    def _is_needed(self, fact: Fact) -> bool:
        """Whether a fact is needed since one is that differs from it in nothing but its member's name."""
        return self._alike.of(fact) in self._needed_likes


class _Likeness:
    """Which facts say the same of members between whom the facts kept make no difference."""

    def __init__(self, problem: Problem, facts: frozenset[Fact]) -> None:
        self._problem = problem
        self._about: dict[str, set[Fact]] = {}
        for fact in facts:
            for member in (fact.member, fact.other):
                self._about.setdefault(member, set()).add(fact)

    def of(self, fact: Fact) -> Hashable:
        """What is equal for such facts."""
        member = self._problem.member_of.get(fact.member)
        mine = self._about.get(fact.member, set())
        if member is None or any(one.kind in ("apart", "out_of_reach") for one in mine):
            return fact
        said = frozenset((one.kind, one.week, one.place) for one in mine)
        most, last = member.max_terms, member.history.last_week
        return fact.kind, fact.week, fact.place, said, member.lead, member.roles, most, last
