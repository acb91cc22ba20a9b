"""Twice the members, villages or weeks: how much longer until the same gap is reached.

python -m tests.benchmarks.growth [--seconds N]

The least problem is qixia104-1 with half its villages and half its weeks; each other one doubles something of it. The
gap is that between the wishes and the bound that is known in the end, once the first tiers cost what they cost in the
end.
"""
# ruff: noqa: T201 - prints are what a measurement is for

import argparse
from dataclasses import replace

from tests.benchmarks.measured import costs_of, given, reached, solved, warmed_up
from tests.benchmarks.report import report

SLACK = 1.02
"""Of the largest gap that is left in the end: what all reach."""


def main():
    """Solve the four problems for the same time; compare when each came to the same gap."""
    asked = _asked()
    warmed_up()
    runs = {name: solved(problem, asked.seconds) for name, problem in problems().items()}
    gaps = {name: _gap(run) for name, run in runs.items() if run.solution.bounds.wishes}
    if len(gaps) < len(runs):
        print("There is no bound on wishes for all of them in this time: no gap to compare.")
    aim = SLACK * max(gaps.values(), default=0.0)
    report("growth", [_row(name, run, aim, _time(runs["base"], aim)) for name, run in runs.items()])


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


def _gap(run):
    return run.solution.costs.wishes / run.solution.bounds.wishes - 1


def _time(run, gap):
    tiers = costs_of(run.solution)[:3]
    return reached(run.curve, (*tiers, int((1 + gap) * run.solution.bounds.wishes)))


def _row(name, run, aim, base):
    time = _time(run, aim)
    return {
        "doubled": name,
        "vacancies": run.solution.costs.vacancies,
        "unfairness": run.solution.costs.unfairness,
        "wishes": run.solution.costs.wishes,
        "wishes bound": run.solution.bounds.wishes,
        "gap %": round(100 * _gap(run), 2) if run.solution.bounds.wishes else "",
        "gap compared %": round(100 * aim, 2),
        "seconds to it": time if time is not None else "",
        "times the base": round(time / base, 2) if time and base else "",
        "MiB": round(run.mib),
    }


def _asked():
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.growth", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    return parser.parse_args()


if __name__ == "__main__":
    main()
