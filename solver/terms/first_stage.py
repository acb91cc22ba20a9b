"""First stage: who serves in which week, so that vacancies, changes and unfairness are the least that can be.

The linear relaxation bounds each tier; the integer programme then looks for terms that meet the bounds, and the
weeks are seated one by one. A week whose members do not fit its places adds a row, and the programme is asked again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from solver.bounds.counting import fewest_vacancies
from solver.engine.ground import NOBODY, Array, Ground
from solver.engine.linear import Answer, Method, Programme
from solver.terms.apart import clash, part, smallest_clash
from solver.terms.seats import Berths, fit, seat_numbers
from solver.terms.settled import settled
from solver.terms.week_choices import Choices, disturbed_weeks
from solver.terms.weeks import Weeks

__all__ = ["Terms", "find_terms"]

ROUNDS = 200
HALF = 0.5
FEW_CHOICES, MANY_CHOICES = 10_000, 60_000
"""Members and places that go together in weeks that are asked closely: at first, and where more are disturbed."""
FEW_MORE = 4
"""Changes by which a bound is raised one by one; if that is not enough, whole terms are quicker."""
VACANCIES, CHANGES, UNFAIRNESS = range(3)


@dataclass(frozen=True)
class Terms:
    """A legal roster, if one was found, and what is proven of each tier where the tiers before it meet their bounds."""

    holder: Array | None
    """By seat: the member, or NOBODY."""
    bounds: tuple[int | None, int | None, int | None]
    """As the programme counts: vacancies less all seats, changes less the baseline's, unfairness in units of 200
    less that of nobody serving. None where nothing is proven."""


def find_terms(ground: Ground, remaining: Callable[[], float], report: Callable[[Terms], None] | None = None) -> Terms:
    """Solve the first stage in the seconds that remain; bounds are reported as they are found."""
    return _Stage(ground, remaining, report).solve()


class _Stage:
    def __init__(self, ground: Ground, remaining: Callable[[], float], report: Callable[[Terms], None] | None) -> None:
        self.ground = ground
        self.remaining = remaining
        self.report = report
        few, self.disturbed = (disturbed_weeks(ground, most) for most in (FEW_CHOICES, MANY_CHOICES))
        self.is_rough = bool((few != self.disturbed).any())
        self.weeks = Weeks(ground, Choices.of(ground, few))
        self.bounds: list[int | None] = [None, None, None]
        self.proven_with = 0
        self.narrow: Weeks | None = None
        """The programme without what changes as few as their bound leave no choice in."""
        self.priced: tuple[Programme, Array] | None = None
        """The relaxation that bounds the changes, with the multipliers that do."""
        self.raised = 0

    def solve(self) -> Terms:
        if not len(self.weeks.choices.member):
            return Terms(np.full(len(self.ground.seat_place), NOBODY), (0, 0, 0))
        if not self._prove_by(self._counted):
            self._prove_by(self._relaxed)
        if self.is_rough and self.bounds[CHANGES] is not None:
            self._look_closer()
        holder = self._settle() if self.bounds[VACANCIES] is not None else None
        return self._terms(holder)

    def _look_closer(self) -> None:
        """Bound the changes once more, by places in all weeks that are disturbed; as before if that takes too long."""
        before = self.weeks, self.bounds, self.narrow, self.priced, self.proven_with
        self.weeks = Weeks(self.ground, Choices.of(self.ground, self.disturbed))
        if not self._prove_by(lambda weeks, tier: before[1][tier] if tier == VACANCIES else self._relaxed(weeks, tier)):
            self.weeks, self.bounds, self.narrow, self.priced, self.proven_with = before

    def _settle(self) -> Array | None:
        """Ask for terms and seat them, until all weeks fit."""
        for _ in range(ROUNDS):
            answer = self._ask(self._kept(UNFAIRNESS), UNFAIRNESS, Method.INTEGER)
            if not answer.feasible:
                self._raise_bounds()
                continue
            if answer.values is None:
                return None
            holder = self._seat_weeks(np.nonzero(answer.values[self.last.serves] > HALF)[0])
            if holder is not None:
                self.bounds[UNFAIRNESS] = self._better(self.bounds[UNFAIRNESS], answer)
                return holder
        return None

    def _raise_bounds(self) -> None:
        """No terms meet the bounds: one change more, or what the rows added since raise them to, else whole terms."""
        if self.priced is not None and self.raised < FEW_MORE:
            self._change_once_more(*self.priced)
            return
        if self.proven_with < self.weeks.programme.height and self._prove_by(self._counted):
            return
        self._prove_by(self._whole)

    def _change_once_more(self, programme: Programme, multipliers: Array) -> None:
        """Where no terms have so few changes, all rosters with as few empty seats have at least one more."""
        self.raised += 1
        changes = (self.bounds[CHANGES] or 0) + 1
        self.narrow = self.weeks.narrowed(settled(programme, self.weeks.tiers[CHANGES], multipliers, changes))
        self.bounds[CHANGES:] = changes, None
        self._say()

    def _better(self, bound: int | None, answer: Answer) -> int | None:
        """The integer solver's word, where it goes beyond the bound that was recounted."""
        if not answer.optimal or answer.values is None:
            return bound
        value = round(float(self.last.tiers[UNFAIRNESS] @ answer.values))
        return value if bound is None else max(bound, value)

    def _prove_by(self, least: Callable[[Weeks, int], int | None]) -> bool:
        """Bound one tier after the other, each with those before it at their bounds; whether that can be."""
        self.bounds = [None, None, None]
        self.narrow = self.priced = None
        self.proven_with = self.weeks.programme.height
        for tier in (VACANCIES, CHANGES, UNFAIRNESS):
            if tier == CHANGES and not self.ground.has_baseline:
                self.bounds[tier] = 0
                continue
            self.bounds[tier] = least(self._kept(tier), tier)
            if self.bounds[tier] is None:
                return False
            if tier > VACANCIES:
                self._say()
        return True

    def _say(self) -> None:
        """Report what is proven so far."""
        if self.report is not None:
            self.report(self._terms(None))

    def _terms(self, holder: Array | None) -> Terms:
        vacancies, changes, unfairness = self.bounds
        return Terms(holder, (vacancies, changes, unfairness))

    def _kept(self, tier: int) -> Weeks:
        """The programme with all tiers before this one at their bounds."""
        weeks = (self.weeks if tier < UNFAIRNESS else self.last).copy()
        for before in range(tier):
            bound = self.bounds[before]
            if bound is not None:
                weeks.keep(before, bound)
        return weeks

    def _ask(self, weeks: Weeks, tier: int, method: Method) -> Answer:
        return weeks.programme.solve(weeks.tiers[tier], method, self.remaining())

    def _counted(self, weeks: Weeks, tier: int) -> int | None:
        """The same, but vacancies only counted: much quicker, where so few are possible."""
        if tier == VACANCIES:
            return fewest_vacancies(self.ground) - len(self.ground.seat_place)
        return self._relaxed(weeks, tier)

    def _relaxed(self, weeks: Weeks, tier: int) -> int | None:
        is_wide = self.ground.has_baseline and tier < UNFAIRNESS
        answer = self._ask(weeks, tier, Method.INTERIOR if is_wide else Method.SIMPLEX)
        if is_wide and answer.feasible and answer.multipliers is None:
            answer = self._ask(weeks, tier, Method.SIMPLEX)  # an interior point is not always found
        if answer.multipliers is None:
            return None
        bound = weeks.programme.proven(weeks.tiers[tier], answer.multipliers)
        self._narrow(weeks, tier, answer.multipliers, bound)
        return bound

    def _whole(self, weeks: Weeks, tier: int) -> int | None:
        answer = self._ask(weeks, tier, Method.INTEGER)
        if answer.values is None or not answer.optimal:
            return None
        bound = round(float(weeks.tiers[tier] @ answer.values))
        if tier == CHANGES:
            self._narrow(weeks, tier, self._ask(weeks, tier, Method.SIMPLEX).multipliers, bound)
        return bound

    @property
    def last(self) -> Weeks:
        """The programme for the last tier."""
        return self.narrow or self.weeks

    def _narrow(self, weeks: Weeks, tier: int, multipliers: Array | None, bound: int) -> None:
        """Few changes leave most of a roster no freedom, which makes what follows much quicker."""
        if tier == CHANGES and multipliers is not None:
            self.priced = weeks.programme, multipliers
            self.narrow = self.weeks.narrowed(settled(weeks.programme, weeks.tiers[tier], multipliers, bound))

    def _seat_weeks(self, chosen: Array) -> Array | None:
        """Seat each week's members; where some week does not fit, add the rows that say why."""
        holder = np.full(len(self.ground.seat_place), NOBODY, dtype=np.int64)
        all_fit = True
        for week in range(self.ground.weeks):
            seats = self._seat_week(week, chosen[self.last.choices.week[chosen] == week])
            all_fit = all_fit and seats is not None
            for seat, member in (seats or {}).items():
                holder[seat] = member
        return holder if all_fit else None

    def _seat_week(self, week: int, chosen: Array) -> dict[int, int] | None:
        berths, choices = Berths(self.ground, week), self.last.choices
        members = choices.member[chosen].tolist()
        options = [choices.allowed(self.ground, choice) for choice in chosen.tolist()]
        found = fit(berths, options)
        if found.crowded is not None:
            self._add(partial(Weeks.crowd, berths=found.crowded))  # too few seats in one week are so in every week
            return None
        seated: tuple[int | None, ...] | list[int] | None = found.berths
        if clash(self.ground, members, found.berths):
            seated = part(berths, members, options)
        if seated is None:
            clashing = chosen[smallest_clash(berths, members, options)].tolist()
            named = choices.named()
            self._add(partial(Weeks.forbid, together=frozenset(named[choice] for choice in clashing)))
            return None
        return seat_numbers(self.ground, week, members, seated)

    def _add(self, row: Callable[[Weeks], None]) -> None:
        """Rows of both programmes."""
        for weeks in {id(weeks): weeks for weeks in (self.weeks, self.last)}.values():
            row(weeks)
