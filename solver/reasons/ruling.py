"""What each hard rule costs the whole roster: the problem is solved without it, from the same roster on."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from solver.limits import Limits
from solver.problem import TEAM, TROUBLESHOOTER, Member, Problem
from solver.solution import TIERS, Costs, Solution
from solver.solve import solve

__all__ = ["RULES_TO_DROP", "RuleCost", "rules_in_force", "what_rules_cost", "without_rule"]


@dataclass(frozen=True, slots=True)
class RuleCost:
    """A rule, and the best roster found without it."""

    rule: str
    without: Solution
    saved: Costs
    """What the roster costs more than that one, tier by tier; a later tier may cost less for an earlier one."""
    proven: tuple[str, ...]
    """The tiers, from the first on, of which no roster without the rule could save more; of the others, one might."""


def what_rules_cost(
    problem: Problem, roster: Solution, limits: Limits, should_stop: Callable[[], bool] | None = None
) -> Iterator[RuleCost]:
    """One rule after the other, each with these limits; rules that nothing in the problem asks for are left out."""
    for rule in rules_in_force(problem):
        if not (should_stop and should_stop()):
            found = solve(without_rule(problem, rule), limits, start=roster, should_stop=should_stop)
            yield RuleCost(rule, found, _saved(roster.costs, found.costs), tuple(_proven(found)))


def rules_in_force(problem: Problem) -> tuple[str, ...]:
    """The rules that something in the problem asks for."""
    return tuple(rule for rule in RULES_TO_DROP if without_rule(problem, rule) != problem)


def without_rule(problem: Problem, rule: str) -> Problem:
    """The problem without a rule; the same problem where nothing in it asks for the rule."""
    return RULES_TO_DROP[rule](problem)


def _saved(before: Costs, after: Costs) -> Costs:
    return Costs(*(getattr(before, tier) - getattr(after, tier) for tier in TIERS))


def _proven(found: Solution) -> Iterator[str]:
    for tier in TIERS:
        if getattr(found.costs, tier) != getattr(found.bounds, tier):
            return
        yield tier


def _members(**changes: object) -> Callable[[Problem], Problem]:
    def change(problem: Problem) -> Problem:
        return replace(problem, members=tuple(map(changed, problem.members)))

    def changed(member: Member) -> Member:
        return replace(member, **changes)  # type: ignore[arg-type]

    return change


def _rested(problem: Problem) -> Problem:
    return replace(problem, rest_weeks=0)


def _together(problem: Problem) -> Problem:
    return replace(problem, apart=())


def _unpinned(problem: Problem) -> Problem:
    return replace(problem, pinned=())


RULES_TO_DROP: Mapping[str, Callable[[Problem], Problem]] = {
    "rest_between_terms": _rested,
    "only_their_role": _members(roles=frozenset({TEAM, TROUBLESHOOTER})),
    "nobody_where_recused": _members(recused=frozenset()),
    "within_reach": _members(max_km=None),
    "apart_stay_apart": _together,
    "at_most_max_terms": _members(max_terms=None),
    "a_lead_in_every_team": _members(lead=True),
    "pins_hold": _unpinned,
}
"""Leave is not among them: it is what shares are counted from, so that without it unfairness is another measure."""
