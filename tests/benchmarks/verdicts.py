"""What a race says: when ours came to what, and how its ends compare with those of the peers."""

from collections.abc import Iterable, Iterator

from solver.solution import TIERS
from tests.benchmarks.contenders import CP_SAT, HASTY, OURS, TIMEFOLD
from tests.benchmarks.measured import proven, reached
from tests.benchmarks.race import Result

__all__ = ["targets", "verdicts"]

ABOVE = (20, 10, 5, 2, 1)
"""Per cent above our own wishes in the end."""


def targets(one: Result, results: list[Result]) -> Iterator[dict[str, object]]:
    """When ours came to what each peer had in the end, and how near to its own end."""
    if one.contender != OURS or not one.curve or not one.costs:
        return
    tiers = tuple(one.costs[tier] for tier in TIERS)
    aims = {f"{above} % above its end": (*tiers[:3], tiers[3] + tiers[3] * above // 100) for above in ABOVE}
    for other in results:
        if other.problem == one.problem and other.contender in (TIMEFOLD, CP_SAT) and other.is_legal:
            aims[f"as good as {other.contender} after {other.limit:g} s"] = tuple(other.costs[tier] for tier in TIERS)
    for aim, costs in aims.items():
        time = reached(one.curve, costs)
        yield {"problem": one.problem, "target": aim, "wishes": costs[3], "seconds": "" if time is None else time}


def verdicts(results: list[Result]) -> Iterator[str]:
    """By problem what is proven of ours, and how it compares; then where a peer's roster is better."""
    for one in results:
        if one.contender == OURS and one.costs and one.bounds:
            yield f"{one.problem}: {'; '.join(_said(one, results))}"
    for mine, said in ((OURS, "Ours"), (HASTY, "Ours in a tenth of the time (half on city-1)")):
        yield from _worse(mine, said, results)


def _said(one: Result, results: Iterable[Result]) -> Iterator[str]:
    since = proven(one.curve or [])
    told = (f"{tier} after {since[tier]} s" for tier in TIERS if since[tier] is not None and tier != "changes")
    yield f"proven: {', '.join(told) or 'nothing'}"
    wishes = one.costs["wishes"]
    if wishes:
        yield f"wishes at least {100 * one.bounds['wishes'] / wishes:.1f} %"
    for other in results:
        if other.problem == one.problem and other.contender in (TIMEFOLD, CP_SAT) and other.is_legal:
            share = wishes / max(1, other.costs["wishes"])
            earlier = tuple(other.costs[tier] - one.costs[tier] for tier in TIERS[:3])
            yield f"{share:.2f} times those of {other.contender}" + (" (earlier tiers differ)" if any(earlier) else "")
    yield f"{one.mib:,.0f} MiB"


def _worse(mine: str, said: str, results: list[Result]) -> Iterator[str]:
    own = {one.problem: one.order() for one in results if one.contender == mine}
    others = [one for one in results if one.contender in (TIMEFOLD, CP_SAT) and one.is_legal]
    worse = [f"{one.problem} ({one.contender})" for one in others if one.order() < own[one.problem]]
    if others:
        yield f"{said} is worse on: {', '.join(worse)}" if worse else f"{said} is nowhere worse."
    refused = [one.problem for one in results if one.contender == mine and not one.is_legal]
    if refused:
        yield f"{said} is refused on: {', '.join(refused)}"
