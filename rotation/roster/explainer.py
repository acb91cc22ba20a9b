"""What the solver's process answers where a roster is to be explained: in JSON, as far as it is known by then.

A seat: {"avoidable": false, "facts": [{"kind": "away", "member": "m001", "week": 3, "place": "", "other": ""}, ...],
         "ways": [{"kind": "back_earlier", "values": {"member": "m001", "week": 3}}, ...], "minimal": true};
or, where it need not be empty, {"avoidable": true, "moves": [{"term": {"week": 3, "place": "v01", "member": "m001"},
"left": null}, ...]} and the same with nothing in it; or {"untold": true} where that would take too long.
The rules: {"rules": [{"rule": "rest_between_terms", "saved": {"vacancies": 2, ...}, "proven": ["vacancies"]}, ...],
            "of": 5}, one rule more in each answer.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import solver


def explained(asked: dict[str, Any], should_stop: Callable[[], bool]) -> Iterator[str]:
    """The answers to what is asked, each whole: a later one says more."""
    problem = solver.Problem.from_json(asked["problem"])
    roster = solver.Solution.from_json(asked["start"])
    if asked["explain"] == "rules":
        limits = solver.Limits(seconds=asked["seconds"])
        yield from map(json.dumps, _rules(problem, roster, limits, should_stop))
    else:
        yield json.dumps(_seat(problem, roster, asked))


def _seat(problem: solver.Problem, roster: solver.Solution, asked: dict[str, Any]) -> dict[str, Any]:
    try:
        found = solver.why_empty(problem, roster.assignments, asked["week"], asked["place"], seconds=asked["seconds"])
    except solver.OutOfTime:
        return {"untold": True}
    return {
        "avoidable": found.avoidable,
        "moves": [asdict(move) for move in found.moves],
        "facts": [asdict(fact) for fact in found.facts],
        "ways": [{"kind": way.kind, "values": dict(way.sentence.values)} for way in found.ways],
        "minimal": found.minimal,
    }


def _rules(
    problem: solver.Problem, roster: solver.Solution, limits: solver.Limits, should_stop: Callable[[], bool]
) -> Iterator[dict[str, Any]]:
    of = len(solver.rules_in_force(problem))
    found: list[dict[str, Any]] = []
    yield {"rules": found, "of": of}
    for cost in solver.what_rules_cost(problem, roster, limits, should_stop):
        found.append({"rule": cost.rule, "saved": asdict(cost.saved), "proven": list(cost.proven)})
        yield {"rules": found, "of": of}
