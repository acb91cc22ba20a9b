"""People kept apart, where a week's members fit its places but for that."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from solver.engine.ground import Ground
from solver.terms.seats import Berths

if TYPE_CHECKING:
    from ortools.sat.python import cp_model

__all__ = ["clash", "part", "smallest_clash"]

Options = Sequence[Sequence[int]]


def clash(ground: Ground, members: Sequence[int], berths: Sequence[int | None]) -> bool:
    """Whether two who are kept apart sit in one team."""
    teams: dict[int, list[int]] = {}
    for member, berth in zip(members, berths, strict=True):
        if berth is not None and berth // 2 < ground.villages:
            teams.setdefault(berth // 2, []).append(member)
    return any((one, other) in ground.apart for team in teams.values() for one in team for other in team)


def part(berths: Berths, members: Sequence[int], options: Options) -> list[int] | None:
    """Seat all these members with nobody beside one kept apart; None where that can't be."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    sits = [{berth: model.new_bool_var("") for berth in open_berths} for open_berths in options]
    for chosen in sits:
        model.add_exactly_one(chosen.values())
    for berth in {berth for open_berths in options for berth in open_berths}:
        model.add(sum(chosen[berth] for chosen in sits if berth in chosen) <= berths.size(berth))
    _apart_stay_apart(model, berths.ground, members, sits)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return [next(berth for berth, var in chosen.items() if solver.boolean_value(var)) for chosen in sits]


def _apart_stay_apart(
    model: "cp_model.CpModel", ground: Ground, members: Sequence[int], sits: Sequence[dict[int, "cp_model.IntVar"]]
) -> None:
    for one, chosen in zip(members, sits, strict=True):
        for other, theirs in zip(members, sits, strict=True):
            if one < other and (one, other) in ground.apart:
                for village in {berth // 2 for berth in chosen if berth // 2 < ground.villages}:
                    pair = [var for seat in (chosen, theirs) for berth, var in seat.items() if berth // 2 == village]
                    model.add_at_most_one(pair)


def smallest_clash(berths: Berths, members: Sequence[int], options: Options) -> list[int]:
    """Of members who can't all be seated, some (by position) who can't either, but could without any one of them."""
    kept = list(range(len(members)))
    for position in list(kept):
        fewer = [other for other in kept if other != position]
        if part(berths, [members[one] for one in fewer], [options[one] for one in fewer]) is None:
            kept = fewer
    return kept
