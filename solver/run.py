"""One solve on its way: its clock, the best roster so far, what is proven, and whom to tell."""

from collections.abc import Callable
from itertools import count
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self

import numpy as np

from solver.audit import audit
from solver.background import Background
from solver.counting import fewest_vacancies, least_unfairness
from solver.greedy import greedy_holder, legal_part
from solver.ground import NOBODY, SMALL, Array, Ground, ground_of, size_of
from solver.limits import STEPS_OF_A_ROUND, Limits, Progress
from solver.problem import Assignment, Problem
from solver.proofs import Proofs
from solver.prover import Prover
from solver.solution import Costs, Solution

if TYPE_CHECKING:
    from solver.improve import Search

__all__ = ["Run"]

LARGE = 40_000
"""Members times weeks from which an integer programme of the first stage would take too long."""
STEPS_OF_SMALL = 12_000_000
"""Steps of each searcher that are enough for a small problem."""
TICK = 0.1
PATIENCE = 0.25
"""The share of the time that the first stage may take before the search begins without it."""
PATIENCE_IN_REPAIR = 0.8
NEWS = 3.0
"""Seconds between two rosters that are passed on."""


class Run:
    """One solve: its clock, the best roster so far, and what is proven."""

    def __init__(
        self,
        problem: Problem,
        limits: Limits,
        on_progress: Callable[[Progress], None] | None,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        self.begun = monotonic()
        self.problem = problem
        self.limits = limits
        self._on_progress = on_progress
        self._should_stop = should_stop
        self.ground = ground_of(problem)
        self.fixed = _fixed_costs(problem, self.ground)
        self.proofs = Proofs()
        self.holder = np.full(len(self.ground.seat_place), NOBODY)
        self.costs = Costs()
        self.kernel = Background(_load_search)
        self.prover: Prover | None = None
        self.is_proving = False
        self.wishes_of: tuple[int, ...] | None = None
        self.told = 0.0
        self.told_costs: Costs | None = None

    def remaining(self) -> float:
        """Seconds left, keeping a little for the last audit."""
        spare = 0.2 + len(self.ground.seat_place) / 20_000
        return self.limits.seconds - spare - (monotonic() - self.begun)

    def over(self) -> bool:
        """Whether time is up, the caller wants no more, or nothing is left to gain."""
        if self.remaining() <= 0 or (self._should_stop is not None and self._should_stop()):
            return True
        return self.costs == self.bounds()

    def bounds(self) -> Costs:
        """What is proven for a roster that costs what the best one costs."""
        return self.proofs.of(self.costs)

    def begin(self, start: Solution | None) -> None:
        """A legal roster at once, or what is legal of the one to start with."""
        self.proofs.add((), fewest_vacancies(self.ground))
        holders = [greedy_holder(self.ground)]
        if start is not None:
            holders.append(legal_part(self.ground, self._holder_of(start)))
        self.holder = min(holders, key=self._judged)
        self.costs = self._judged(self.holder)
        self._count_proofs()
        if size_of(self.ground) == 0:
            self._only_roster()
        self.tell("start")

    def prove_terms(self) -> None:
        """First stage, unless the problem is too large: who serves in which week."""
        if self.is_large:
            return
        self.prover = Prover(self.problem.to_json())
        self.ask("terms")
        until = monotonic() + self._patience() * self.remaining()
        while self.is_proving and not self.over() and monotonic() < until and not self._may_search():
            self._collect(TICK)
            self.tell("terms")

    def _patience(self) -> float:
        """The share of the time that the search waits: longer where few of its steps keep to the baseline."""
        if self.limits.steps is not None:
            return 1.0
        return PATIENCE if self.problem.baseline is None else PATIENCE_IN_REPAIR

    def _may_search(self) -> bool:
        """Whether changes from the baseline are the fewest already: the rest of a repair is quicker found by search."""
        is_repaired = _tiers(self.costs)[:2] == _tiers(self.bounds())[:2]
        return self.limits.steps is None and self.problem.baseline is not None and is_repaired

    def search(self) -> None:
        """Second stage: who serves where, and with whom; the bound on it is looked for meanwhile."""
        while not self.kernel.wait(TICK) and not self.over():
            self.tell("loading")
        kind = self.kernel.result()
        if kind is None or not len(self.ground.seat_place) or not len(self.ground.lead):
            return
        searchers = kind(self.ground, self.limits.seed, self.limits.workers)
        searchers.start(self.holder, self.tally())
        self._even_out(searchers)
        clock = self._clock()
        while not self.over() and (progress := clock()) < 1:
            self.bound_wishes()
            if self.tally() < searchers.best:
                searchers.start(self.holder, self.tally())
            if searchers.run(progress, self._counted(self.bounds())[2]):
                self.offer(searchers.best_holder, searchers.best)
            self.tell("search")
        searchers.close()
        self._prove_exactly()

    def _even_out(self, searchers: "Search") -> None:
        """In a large problem, meet the bound on unfairness before anything else: while it is hot, that is quick."""
        until = monotonic() + PATIENCE * self.remaining()
        while self.is_large and self.costs.unfairness > self.bounds().unfairness:
            if self.over() or monotonic() > until:
                return
            if searchers.run(0.0, self._counted(self.bounds())[2]):
                self.offer(searchers.best_holder, searchers.best)
            self.tell("evening out")

    def _clock(self) -> Callable[[], float]:
        """How far (0 to 1) the search is: by rounds where these are given or few are enough, else by time."""
        steps = STEPS_OF_SMALL if self.is_small and self.limits.steps is None else self.limits.steps
        if steps is not None:
            rounds = count()
            return lambda: next(rounds) * STEPS_OF_A_ROUND / steps
        began, whole = monotonic(), max(0.01, self.remaining())
        return lambda: min(0.9999, (monotonic() - began) / whole)

    @property
    def is_large(self) -> bool:
        """Whether an integer programme of the first stage would take too long."""
        return len(self.ground.lead) * self.ground.weeks >= LARGE

    @property
    def is_small(self) -> bool:
        """Whether the wishes may be proven in one model."""
        return size_of(self.ground) <= SMALL

    def _prove_exactly(self) -> None:
        """Prove the wishes of a small problem in one model, now that a good roster is known."""
        while self.prover is not None and self.is_proving and not self.over():
            self._collect(TICK)
            self.tell("proof")
        tiers = _tiers(self.costs)[:3]
        if self.prover is None or not self.is_small or tiers != _tiers(self.bounds())[:3] or self.over():
            return
        self.wishes_of = tiers
        vacancies, changes, unfairness, wishes = self.tally()
        counted = [vacancies, changes - self.fixed.changes, unfairness]
        self.ask("exactly", tiers=counted, most=wishes)
        while self.is_proving and not self.over():
            self._collect(TICK)
            self.tell("proof")

    def finish(self) -> Solution:
        """The best roster, recounted."""
        self._collect()
        found = audit(self.problem, self._assignments())
        bounds = self.proofs.of(found.costs)
        if found.broken or found.costs != self.costs or _any_above(bounds, found.costs):
            raise RuntimeError(
                f"the solver contradicts its audit: {found.broken[:3]} {found.costs} {self.costs} {bounds}"
            )
        solution = Solution(self._assignments(), found.costs, bounds, found.wishes)
        self.tell("done")
        return solution

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing running."""
        if self.prover is not None:
            self.prover.end()

    def offer(self, holder: Array, tally: tuple[int, ...]) -> None:
        """A roster of the search, with its costs as the search counts them."""
        costs = self.real(tally)
        if costs < self.costs:
            self.holder, self.costs = holder, costs
            self._count_proofs()

    def real(self, tally: tuple[int, ...]) -> Costs:
        """Costs as the file has them."""
        vacancies, changes, unfairness, wishes = tally
        return Costs(vacancies, changes, self.fixed.unfairness + 200 * unfairness, wishes)

    def tally(self) -> tuple[int, ...]:
        """The best roster's costs as the search counts them."""
        return self._counted(self.costs)

    def _counted(self, costs: Costs) -> tuple[int, int, int, int]:
        """Costs with unfairness in units of 200, less that of nobody serving."""
        return costs.vacancies, costs.changes, (costs.unfairness - self.fixed.unfairness) // 200, costs.wishes

    def tell(self, stage: str) -> None:
        """Say how far it is, with the best roster where it is a better one, and not too often."""
        self._collect()
        if self._on_progress is None:
            return
        now = monotonic() - self.begun
        news = self.costs != self.told_costs and (now - self.told >= NEWS or self.told_costs is None)
        solution = None
        if news:
            self.told, self.told_costs = now, self.costs
            wishes = audit(self.problem, self._assignments()).wishes
            solution = Solution(self._assignments(), self.costs, self.bounds(), wishes)
        self._on_progress(Progress(now, stage, self.costs, self.bounds(), solution))

    def _collect(self, wait: float = 0.0) -> bool:
        """Take what the prover has answered by then; whether it has."""
        answer = self.prover.answer(wait) if self.prover is not None else {}
        if answer is None or self.prover is None:
            return answer is not None
        self.is_proving = not answer.get("is_last", True)
        if not answer:
            self.prover.end()
            self.prover = None
        elif answer["question"] == "terms":
            self._take_bounds(answer["bounds"])
            self._take_holder(answer["holder"])
        elif self.wishes_of is not None:
            self.proofs.add(self.wishes_of, answer["bound"])
            self._take_holder(answer.get("holder"))
        return True

    def ask(self, question: str, **details: object) -> None:
        """Ask the prover, if there is one."""
        if self.prover is not None:
            self.is_proving = True
            self.prover.ask(question, self.remaining(), **details)

    def _take_bounds(self, bounds: list[int | None]) -> None:
        """Each bound holds where the tiers before it are at theirs."""
        added = (len(self.ground.seat_place), self.fixed.changes, self.fixed.unfairness)
        proven: tuple[int, ...] = ()
        for bound, factor, more in zip(bounds, (1, 1, 200), added, strict=True):
            if bound is None:
                break
            self.proofs.add(proven, factor * bound + more)
            proven = (*proven, factor * bound + more)

    def _take_holder(self, holder: list[int] | None) -> None:
        if holder is not None:
            found = np.array(holder, dtype=np.int64)
            costs = self._judged(found)
            if costs < self.costs:
                self.holder, self.costs = found, costs

    def bound_wishes(self) -> None:
        """Look for a bound on the wishes, once the tiers before them are proven."""
        bounds = self.bounds()
        if self.wishes_of is not None or self.prover is None or _tiers(bounds)[:3] != _tiers(self.costs)[:3]:
            return
        self.wishes_of = _tiers(self.costs)[:3]
        vacancies, changes, unfairness, _ = self.tally()
        self.ask("wishes", tiers=[vacancies, changes - self.fixed.changes, unfairness])

    def _only_roster(self) -> None:
        """Nobody can serve anywhere: no roster is better than the empty one."""
        tiers = _tiers(self.costs)
        for tier, cost in enumerate(tiers):
            self.proofs.add(tiers[:tier], cost)

    def _count_proofs(self) -> None:
        costs = self.costs
        self.proofs.add((costs.vacancies, costs.changes), least_unfairness(self.ground, costs.vacancies))

    def _judged(self, holder: Array) -> Costs:
        return audit(self.problem, self._assignments(holder)).costs

    def _assignments(self, holder: Array | None = None) -> tuple[Assignment, ...]:
        places = list(self.problem.place_of)
        held = self.holder if holder is None else holder
        return tuple(
            Assignment(int(week), places[place], self.problem.members[member].id)
            for week, place, member in zip(self.ground.seat_week, self.ground.seat_place, held, strict=True)
            if member != NOBODY
        )

    def _holder_of(self, solution: Solution) -> Array:
        """The seats that a roster fills, as far as they exist."""
        member = {known: index for index, known in enumerate(self.problem.member_of)}
        place = {known: index for index, known in enumerate(self.problem.place_of)}
        holder = np.full(len(self.ground.seat_place), NOBODY)
        for line in solution.assignments:
            if line.member in member and line.place in place and 0 <= line.week < self.problem.weeks:
                where = place[line.place], line.week
                first = int(self.ground.first[where])
                free = [s for s in range(first, first + int(self.ground.seats[where])) if holder[s] == NOBODY]
                if free:
                    holder[free[0]] = member[line.member]
        return holder


def _fixed_costs(problem: Problem, ground: Ground) -> Costs:
    """What a roster costs in which nobody serves, less its vacancies: what the search does not count."""
    return Costs(0, len(problem.baseline_of), sum(int(share) ** 2 for share in ground.share), 0)


def _any_above(bounds: Costs, costs: Costs) -> bool:
    pairs = zip(_tiers(bounds), _tiers(costs), strict=True)
    return any(bound > cost for bound, cost in pairs)


def _tiers(costs: Costs) -> tuple[int, int, int, int]:
    return costs.vacancies, costs.changes, costs.unfairness, costs.wishes


def _load_search() -> type["Search"]:
    """Load Numba and compile the search, or fetch it from disk."""
    from solver.improve import Search, warm_up

    warm_up()
    return Search
