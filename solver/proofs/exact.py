"""Everything in one model, for problems so small that the least cost of their wishes can be proven.

Each rule and wish is a function that says it to CP-SAT; the tiers before the wishes are kept at what they cost.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

import numpy as np
from ortools.sat.python import cp_model

from solver.engine.ground import LONG_AGO, NOBODY, NOWHERE, Array, Ground

__all__ = ["ExactModel"]

Literal = cp_model.IntVar


def _total(terms: Sequence[cp_model.LinearExprT]) -> cp_model.LinearExpr:
    return cp_model.LinearExpr.sum(list(terms))


class ExactModel:
    """The model; `solve` gives the least wishes and a roster that has them."""

    def __init__(self, ground: Ground, tiers: tuple[int, int, int]) -> None:
        """`tiers` are vacancies, changes (less the baseline's lines) and unfairness (in units of 200)."""
        self.ground = ground
        self.model = cp_model.CpModel()
        self.sits = self._seats()
        self.serves = self._terms()
        self._rules()
        self._keep(*tiers)
        wishes = (self._points, self._unmet_skill, self._repeat_partner, self._repeat_village, self._crowding)
        self._wishes = _total([wish() for wish in (*wishes, self._no_continuity)])
        self.model.minimize(self._wishes)

    def solve(self, seconds: float, most: int) -> tuple[int, Array | None]:
        """A bound on the wishes, of which a roster is known that has no more than this, and the best seating found."""
        self.model.add(self._wishes <= most)
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(0.01, seconds)
        solver.parameters.num_workers = 1
        solver.parameters.subsolvers.append("max_lp")
        status = solver.solve(self.model)
        found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
        bound = int(np.ceil(solver.best_objective_bound - 1e-6)) if found or status == cp_model.UNKNOWN else 0
        return bound, self._holder(solver) if found else None

    def _seats(self) -> dict[tuple[int, int, int], Literal]:
        ground = self.ground
        return {
            (member, place, week): self.model.new_bool_var(f"{member} {place} {week}")
            for member, place, week in np.argwhere(
                ground.free[:, None, :] & ground.may[:, :, None] & (ground.seats > 0)[None]
            ).tolist()
        }

    def _terms(self) -> dict[tuple[int, int], Literal]:
        """Whether a member serves in a week: in one place."""
        serves = {}
        for member, week in np.argwhere(self.ground.free).tolist():
            places = [self.sits[member, place, week] for place in self._places(member, week)]
            serves[member, week] = self.model.new_bool_var(f"{member} {week}")
            self.model.add(sum(places) == serves[member, week])
        return serves

    def _places(self, member: int, week: int) -> list[int]:
        return [place for place in range(len(self.ground.seats)) if (member, place, week) in self.sits]

    def _team(self, place: int, week: int) -> dict[int, Literal]:
        members = range(len(self.ground.lead))
        return {m: self.sits[m, place, week] for m in members if (m, place, week) in self.sits}

    def _open_weeks(self) -> Iterable[tuple[int, int]]:
        """Village and week, where there is a team."""
        return ((v, w) for v, w in np.argwhere(self.ground.seats > 0).tolist() if v < self.ground.villages)

    def _rules(self) -> None:
        ground, model = self.ground, self.model
        for place, week in np.argwhere(ground.seats > 0).tolist():
            team = self._team(place, week)
            model.add(sum(team.values()) <= int(ground.seats[place, week]))
            if place < ground.villages:
                model.add(sum(sits for m, sits in team.items() if not ground.lead[m]) <= ground.team_size - 1)
                for one, other in combinations(team, 2):
                    if (one, other) in ground.apart:
                        model.add_at_most_one(team[one], team[other])
        for member in range(len(ground.lead)):
            for week in range(max(1, ground.weeks - ground.rest)):
                model.add_at_most_one(self._window(member, week, ground.rest + 1))
        for member, week in np.argwhere(ground.pinned != NOWHERE).tolist():
            model.add(self.sits[member, int(ground.pinned[member, week]), week] == 1)

    def _window(self, member: int, first: int, length: int) -> list[Literal]:
        return [self.serves[member, w] for w in range(first, first + length) if (member, w) in self.serves]

    def _keep(self, vacancies: int, changes: int, unfairness: int) -> None:
        ground, model = self.ground, self.model
        model.add(sum(self.serves.values()) == len(ground.seat_place) - vacancies)
        if ground.has_baseline:
            old = {key: int(ground.baseline[key[0], key[2]]) for key in self.sits}
            worth = {key: int(key[1] != old[key]) - int(old[key] != NOWHERE) for key in self.sits}
            model.add(sum(worth[key] * sits for key, sits in self.sits.items()) == changes)
        steps = []
        for member in range(len(ground.lead)):
            terms = self._window(member, 0, ground.weeks)
            taken = [model.new_bool_var("") for _ in range(min(len(terms), int(ground.limit[member])))]
            model.add(sum(taken) == sum(terms))
            for fewer, more in pairwise(taken):
                model.add_implication(more, fewer)
            steps += [(50 * (2 * n + 1) - int(ground.share[member])) * step for n, step in enumerate(taken)]
        model.add(sum(steps) == unfairness)

    def _points(self) -> cp_model.LinearExprT:
        ground = self.ground
        return sum(int(ground.points[m, p] + ground.week_points[m, w]) * sits for (m, p, w), sits in self.sits.items())

    def _unmet_skill(self) -> cp_model.LinearExprT:
        ground, unmet = self.ground, []
        for village, week in self._open_weeks():
            wanted, team = village * ground.weeks + week, self._team(village, week)
            for skill in ground.wants[ground.wants_first[wanted] : ground.wants_first[wanted + 1]]:
                unmet.append(self.model.new_bool_var(""))
                self.model.add_bool_or([*(sits for m, sits in team.items() if ground.has[m, skill]), unmet[-1]])
        return ground.unmet_skill * sum(unmet)

    def _beyond_first(self, counted: Iterable[Literal], before: int, weight: int) -> cp_model.LinearExprT:
        literals = list(counted)
        if weight == 0 or len(literals) + before < 2:  # noqa: PLR2004 - one is no repeat
            return 0
        beyond = self.model.new_int_var(0, len(literals), "")
        self.model.add(beyond >= sum(literals) + before - 1)
        return weight * beyond

    def _repeat_partner(self) -> cp_model.LinearExprT:
        ground, total = self.ground, []
        together: dict[tuple[int, int], list[Literal]] = {}
        for village, week in self._open_weeks() if ground.repeat_partner else ():
            team = self._team(village, week)
            for one, other in combinations(team, 2):
                both = self.model.new_bool_var("")
                self.model.add_bool_or(~team[one], ~team[other], both)
                together.setdefault((one, other), []).append(both)
        for (one, other), weeks in together.items():
            total.append(self._beyond_first(weeks, int((one, other) in ground.met), ground.repeat_partner))
        return _total(total)

    def _repeat_village(self) -> cp_model.LinearExprT:
        ground, total = self.ground, []
        for member in range(len(ground.lead)):
            for village in range(ground.villages):
                visits = [sits for (m, p, _), sits in self.sits.items() if (m, p) == (member, village)]
                total.append(self._beyond_first(visits, int(ground.visited[member, village]), ground.repeat_village))
        return _total(total)

    def _crowding(self) -> cp_model.LinearExprT:
        """Two successive terms g < S weeks apart lie together in S - g windows of S weeks."""
        ground, total = self.ground, []
        for member in range(len(ground.lead) if ground.window > 1 else 0):
            last = int(ground.last_week[member])
            for week in range(1 - ground.window, ground.weeks):
                window = self._window(member, week, ground.window)
                total.append(self._beyond_first(window, int(last > LONG_AGO and last >= week), ground.crowding))
        return _total(total)

    def _no_continuity(self) -> cp_model.LinearExprT:
        ground, strange = self.ground, []
        for village in range(ground.villages if ground.memory and ground.no_continuity else 0):
            before: Literal | bool = bool(ground.known[village])
            for week in np.nonzero(ground.seats[village])[0].tolist():
                team = self._team(village, week)
                somebody = self.model.new_bool_var("")
                self.model.add_max_equality(somebody, [*team.values(), 0])
                known = [self._knows(member, sits, village, week) for member, sits in team.items()]
                strange.append(self.model.new_bool_var(""))
                if before is not False:
                    met = [] if before is True else [~before]
                    self.model.add_bool_or([*known, strange[-1], ~somebody, *met])
                before = self._either(before, somebody)
        return ground.no_continuity * sum(strange)

    def _either(self, one: "Literal | bool", other: Literal) -> "Literal | bool":
        if isinstance(one, bool):
            return one or other
        either = self.model.new_bool_var("")
        self.model.add_max_equality(either, [one, other])
        return either

    def _knows(self, member: int, sits: Literal, village: int, week: int) -> Literal:
        """True only if the member sits here and did so within the continuity weeks before."""
        ground, knows = self.ground, self.model.new_bool_var("")
        self.model.add_implication(knows, sits)
        if week - int(ground.served[member, village]) > ground.memory:
            lately = range(max(0, week - ground.memory), week)
            visits = [self.sits[member, village, w] for w in lately if (member, village, w) in self.sits]
            self.model.add_bool_or([*visits, ~knows])
        return knows

    def _holder(self, solver: cp_model.CpSolver) -> Array:
        holder = np.full(len(self.ground.seat_place), NOBODY, dtype=np.int64)
        for (member, place, week), sits in self.sits.items():
            if solver.boolean_value(sits):
                seat = int(self.ground.first[place, week])
                while holder[seat] != NOBODY:
                    seat += 1
                holder[seat] = member
        return holder
