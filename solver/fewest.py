"""The fewest facts that keep a seat empty."""

from collections.abc import Iterable

from solver.facts import Fact
from solver.filling import can_be_filled
from solver.staffing import Staffing

__all__ = ["fewest_facts"]


def fewest_facts(staffing: Staffing, facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Facts that keep the seat empty, none of which could be left out; those near to the seat are preferred."""
    kept = sorted(facts, key=lambda fact: (_weeks_off(staffing, fact), fact))
    for group in dict.fromkeys(_group(staffing, fact) for fact in reversed(kept)):
        tried = [fact for fact in kept if _group(staffing, fact) != group]
        if not can_be_filled(staffing, staffing.table(tried)):
            kept = tried
    return tuple(sorted(_needed(staffing, [], kept, since_changed=True)))


def _weeks_off(staffing: Staffing, fact: Fact) -> int:
    return abs(fact.week - staffing.week) if fact.week >= 0 else 0


def _group(staffing: Staffing, fact: Fact) -> str:
    """Facts that are first tried to be left out all together: most are of no account."""
    return "other weeks" if _weeks_off(staffing, fact) else fact.kind


def _needed(staffing: Staffing, given: list[Fact], facts: list[Fact], *, since_changed: bool) -> list[Fact]:
    """The facts without which, the given ones aside, the seat could be filled (QuickXplain, Junker 2004)."""
    if not facts or (since_changed and not can_be_filled(staffing, staffing.table(given))):
        return []
    if len(facts) == 1:
        return facts
    first, second = facts[: len(facts) // 2], facts[len(facts) // 2 :]
    of_second = _needed(staffing, given + first, second, since_changed=bool(first))
    return _needed(staffing, given + of_second, first, since_changed=bool(of_second)) + of_second
