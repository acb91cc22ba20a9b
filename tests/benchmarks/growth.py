"""Twice the members, villages or weeks: how much longer until the same gap is reached.

python -m tests.benchmarks.growth [--seconds N]

The least problem is qixia104-1 with half its villages and half its weeks; each other one doubles something of it. A
gap is that between the wishes and the best bound that is known in the end, once the first tiers cost the least that
they were seen to. The search cools over all the time it is given, so each problem is solved with several times, and
the run that comes to a gap first counts.
"""

import argparse
from dataclasses import replace

from tests.benchmarks.measured import costs_of, given, reached, solved, warmed_up
from tests.benchmarks.report import report

GAPS = (10, 7, 5)
"""Per cent above the bound."""
SHARES = (0.25, 0.5, 1.0)
"""Of the seconds: how long the runs of a problem are."""


def main():
    """Solve the four problems, each several times; compare when each came to the same gaps."""
    asked = _asked()
    warmed_up()
    runs = {name: [solved(one, share * asked.seconds) for share in SHARES] for name, one in problems().items()}
    times = {name: {gap: _time(several, gap) for gap in GAPS} for name, several in runs.items()}
    report("growth", [_row(name, several, times[name], times["base"]) for name, several in runs.items()])


def problems():
    """The base, and what is doubled."""
    whole = given("qixia104-1")
    base = half_the_weeks(half_the_villages(whole))
    return {
        "base": base,
        "members": doubled_members(base),
        "villages": half_the_weeks(whole),
        "weeks": half_the_villages(whole),
    }


def half_the_villages(problem):
    """Every other village; nobody is recused from the others any more, or dislikes them."""
    villages = problem.villages[::2]
    kept = {village.id for village in villages} | {zone.id for zone in problem.zones}
    members = tuple(
        replace(
            one,
            recused=one.recused & kept,
            dislikes=replace(one.dislikes, villages=one.dislikes.villages & kept),
        )
        for one in problem.members
    )
    return replace(problem, villages=villages, members=members)


def half_the_weeks(problem):
    """The first half."""
    return replace(problem, weeks=problem.weeks // 2)


def doubled_members(problem):
    """Each member twice, the other under another name."""
    twins = tuple(replace(member, id=f"twin-{member.id}") for member in problem.members)
    return replace(problem, members=(*problem.members, *twins))


def _bound(runs):
    return max(run.solution.bounds.wishes for run in runs)


def _time(runs, gap):
    """Seconds; None where no run came so near, or no bound is known."""
    tiers = min(costs_of(run.solution)[:3] for run in runs)
    most = (100 + gap) * _bound(runs) // 100
    times = [reached(run.curve, (*tiers, most)) for run in runs]
    return min((time for time in times if time is not None), default=None)


def _row(name, runs, times, base):
    best = min(runs, key=lambda run: costs_of(run.solution)).solution
    row = {"doubled": name, "vacancies": best.costs.vacancies, "unfairness": best.costs.unfairness}
    row |= {"wishes": best.costs.wishes, "wishes bound": _bound(runs)}
    row["gap %"] = round(100 * best.costs.wishes / _bound(runs) - 100, 2) if _bound(runs) else ""
    for gap, time in times.items():
        row[f"to {gap} %"] = time if time is not None else ""
        row[f"× base, {gap} %"] = round(time / base[gap], 2) if time and base[gap] else ""
    return row | {"MiB": round(max(run.mib for run in runs))}


def _asked():
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="of the longest run")
    return parser.parse_args()


if __name__ == "__main__":
    main()
