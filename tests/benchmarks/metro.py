"""Four times city-1 beside one another: 4,576 members, 528 villages, 52 weeks.

python -m tests.benchmarks.metro [--seconds N] [--write FILE]
"""
# ruff: noqa: T201 - prints are what a measurement is for

import argparse
from dataclasses import replace
from pathlib import Path

from solver import Problem, audit
from tests.benchmarks.measured import given, proven, solved, warmed_up
from tests.benchmarks.report import report

NORTH, EAST = 0.21, 0.37
"""How far the copies lie apart, in degrees: about as far as the city is wide."""


def metro(city: Problem) -> Problem:
    """Four copies of a city, side by side, under names of their own; their borders stop no member."""
    parts = [
        _moved(city, name, north * NORTH, east * EAST)
        for name, north, east in (("a", 0, 0), ("b", 0, 1), ("c", 1, 0), ("d", 1, 1))
    ]
    together = {
        key: tuple(thing for part in parts for thing in getattr(part, key))
        for key in ("members", "villages", "zones", "apart", "pinned")
    }
    return replace(city, **together)


def _moved(city, name, north, east):
    def new(old):
        return f"{name}-{old}"

    def moved(place, **more):
        where = {} if place.lat is None else {"lat": place.lat + north, "lon": place.lon + east}
        return replace(place, id=new(place.id), **where, **more)

    def keys(counts):
        return {new(key): count for key, count in counts.items()}

    members = tuple(
        moved(
            one,
            recused=frozenset(map(new, one.recused)),
            dislikes=replace(one.dislikes, villages=frozenset(map(new, one.dislikes.villages))),
            history=replace(one.history, villages=keys(one.history.villages), partners=keys(one.history.partners)),
        )
        for one in city.members
    )
    villages = tuple(
        moved(one, zone=one.zone and new(one.zone), last_served=keys(one.last_served)) for one in city.villages
    )
    return replace(
        city,
        members=members,
        villages=villages,
        zones=tuple(map(moved, city.zones)),
        apart=tuple((new(one), new(other)) for one, other in city.apart),
        pinned=tuple(replace(pin, place=new(pin.place), member=new(pin.member)) for pin in city.pinned),
    )


def main():
    """Write it, or solve it and say what that took."""
    asked = _asked()
    problem = metro(given("city-1"))
    if asked.write:
        asked.write.write_text(problem.to_json())
        print(f"Written to {asked.write}.")
        return
    warmed_up()
    run = solved(problem, asked.seconds)
    found, since = audit(problem, run.solution.assignments), proven(run.curve)
    row = {"seconds": round(run.seconds), "cpu": round(run.cpu), "MiB": round(run.mib), "broken": len(found.broken)}
    for tier in ("vacancies", "unfairness", "wishes"):
        row |= {tier: getattr(found.costs, tier), f"{tier} bound": getattr(run.solution.bounds, tier)}
    report("metro", [row | {"vacancies proven after": since["vacancies"]}])


def _asked():
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.metro", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1800)
    parser.add_argument("--write", type=Path, help="only write the problem")
    return parser.parse_args()


if __name__ == "__main__":
    main()
