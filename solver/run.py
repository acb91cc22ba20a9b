"""One solve on its way: its clock, its stages, and whom to tell."""

from collections.abc import Callable
from itertools import count
from math import inf
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Self

from solver.designs.perfect import perfect_holder
from solver.engine.background import Background
from solver.engine.ground import SMALL, Array, ground_of, size_of
from solver.limits import STEPS_OF_A_ROUND, Limits, Progress
from solver.problem import Problem
from solver.proofs.proving import Proving
from solver.solution import Solution
from solver.teams.best import Best, tiers_of
from solver.teams.greedy import greedy_holder, legal_part

if TYPE_CHECKING:
    from solver.teams.improve import Search
    from solver.teams.legs import Leg

__all__ = ["Run"]

LARGE = 40_000
"""Members times weeks from which an integer programme of the first stage would take too long."""
STEPS_OF_SMALL = 12_000_000
"""Steps of each searcher that are enough for a small problem."""
TICK = 0.1
PUNCTUAL = 0.9
EVENING = 0.2
EVENING_OF_SHORT = 0.5
SHORT = 10.0
"""The share of the time in which the search looks for nothing but the first tiers: more of it in short searches."""
ROUNDS_OF_EVENING = 2_000
STEPS_OF_EVENING = 40_000
PATIENCE_IN_REPAIR = 0.8
"""The share of the time that it waits for the first stage where there is a baseline, to which few steps keep."""
CERTIFYING = 2.0
"""The most seconds to wait at the end for certificates of what is proven."""
NEWS = 3.0
"""Seconds between two rosters that are passed on."""
RARELY = 20
"""A roster is audited before it is passed on, which takes no more of the time than one part in so many."""
LAST_WORDS = 0.2
AUDITS_AT_THE_END = 1.5
"""What is kept of the time for the last recount, and for writing it down: seconds, and as many times an audit's."""


class Run:
    """One solve. Its stages are called in their order; each ends early where nothing is left to gain."""

    def __init__(
        self,
        problem: Problem,
        limits: Limits,
        on_progress: Callable[[Progress], None] | None,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        self._begun = monotonic()
        self._limits = limits
        self._on_progress = on_progress
        self._should_stop = should_stop
        self._ground = ground_of(problem)
        self._best = Best(problem, self._ground)
        self._proving = Proving(self._best)
        self._design: Array | None = None
        self._kernel: Background[type[Search]] | None = None
        self._told = 0.0
        self._told_costs = self._best.costs

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing running."""
        self._proving.end()

    def begin(self, start: Solution | None) -> None:
        """A legal roster at once, or what is legal of the one to start with."""
        if self._is_to_be_proven:
            self._proving.get_ready()
        self._tell("start")
        self._best.take(greedy_holder(self._ground))
        if start is not None:
            self._best.take(legal_part(self._ground, self._best.holder_of(start.assignments)))
        self._design = perfect_holder(self._ground)
        if self._design is not None:
            self._best.take(self._design)
        self._tell("start", is_news=True)

    def prove_terms(self) -> None:
        """First stage, unless the problem is too large: who serves in which week. The search is loaded meanwhile."""
        if not self._over():
            self._kernel = Background(_load_search)
        if self._is_large or self._over():
            return
        self._proving.begin(self._seconds_to_answer())
        until = monotonic() + self._patience() * self._remaining()
        while self._proving.is_busy and not self._over() and monotonic() < until and not self._is_repaired():
            self._proving.collect(TICK)
            self._tell("terms")

    def search(self) -> None:
        """Second stage: who serves where, and with whom; the bound on it is looked for meanwhile."""
        kind = self._load()
        if kind is None:
            return
        searchers = kind(self._ground, self._limits.seed, self._limits.workers)
        clock = self._clock()
        for leg in self._legs():
            self._go(searchers, leg, clock)
        searchers.close()

    def prove_wishes(self) -> None:
        """Third stage, for a small problem: all of it in one model, now that a good roster is known."""
        self._await_proof()
        if size_of(self._ground) <= SMALL and not self._over():
            self._proving.ask_exactly(self._seconds_to_answer())
            self._await_proof()

    def finish(self) -> Solution:
        """The best roster, recounted."""
        self._proving.await_certificates(min(CERTIFYING, self._remaining()))
        found, bounds = self._best.audited(), self._proving.bounds()
        above = any(bound > cost for bound, cost in zip(tiers_of(bounds), tiers_of(found.costs), strict=True))
        if found.broken or found.costs != self._best.costs or above:
            raise RuntimeError(f"the solver contradicts its judge: {found} is not {self._best.costs} above {bounds}")
        self._tell("done")
        return self._proving.solution(found)

    def _remaining(self) -> float:
        """Seconds left, keeping a little for the last recount."""
        spare = LAST_WORDS + AUDITS_AT_THE_END * self._best.seconds_of_audit
        return self._limits.seconds - spare - (monotonic() - self._begun)

    def _seconds_to_answer(self) -> float:
        """What the prover is given: an answer that comes when time is up is none."""
        return PUNCTUAL * self._remaining()

    def _over(self) -> bool:
        """Whether time is up, the caller wants no more, or nothing is left to gain."""
        if self._remaining() <= 0 or (self._should_stop is not None and self._should_stop()):
            return True
        return self._best.costs == self._proving.bounds()

    @property
    def _is_large(self) -> bool:
        return len(self._ground.lead) * self._ground.weeks >= LARGE

    @property
    def _is_to_be_proven(self) -> bool:
        """Whether the first stage is sure to be asked for: counting rarely proves all of it."""
        return not self._is_large and not self._over() and size_of(self._ground) > SMALL

    def _patience(self) -> float:
        """The share of the time that the search waits for the first stage: all, where it is to be the same again."""
        if self._limits.steps is not None:
            return 1.0
        return PATIENCE_IN_REPAIR if self._ground.has_baseline else 0.0

    def _is_repaired(self) -> bool:
        """Whether changes from the baseline are the fewest already: the rest of a repair is quicker found by search."""
        is_met = tiers_of(self._best.costs)[:2] == tiers_of(self._proving.bounds())[:2]
        return self._limits.steps is None and self._ground.has_baseline and is_met

    def _load(self) -> type["Search"] | None:
        """The compiled search, unless it is over before that is there."""
        while self._kernel is not None and not self._over() and not self._kernel.wait(TICK):
            self._tell("loading")
        return None if self._kernel is None or self._over() else self._kernel.result()

    def _legs(self) -> "tuple[Leg, ...]":
        from solver.teams.legs import legs_of

        return legs_of(self._best, self._design)

    def _go(self, searchers: "Search", leg: "Leg", clock: Callable[[], float]) -> None:
        """One leg of the search."""
        if leg.holder is None:
            searchers.start(self._best.holder, self._best.tally())
        else:
            searchers.start(leg.holder, self._best.tally_of(leg.holder))
        self._even_out(searchers, leg)
        while not self._over() and (progress := clock()) < leg.end:
            self._proving.ask_for_wishes(self._seconds_to_answer())
            self._join(searchers, leg)
            self._step(searchers, leg.heat(progress), STEPS_OF_A_ROUND)
            self._tell("search")

    def _join(self, searchers: "Search", leg: "Leg") -> None:
        """Go on from a better roster that came from elsewhere."""
        if leg.holder is None and self._best.tally() < searchers.best:
            searchers.start(self._best.holder, self._best.tally())

    def _even_out(self, searchers: "Search", leg: "Leg") -> None:
        """Meet the bounds on the first tiers before anything else."""
        steps, share = self._limits.steps, EVENING_OF_SHORT if self._remaining() < SHORT else EVENING
        until = monotonic() + share * (leg.end - leg.begin) * self._remaining() if steps is None else inf
        for _ in range(ROUNDS_OF_EVENING if steps is None else max(1, steps // STEPS_OF_EVENING)):
            is_met = searchers.best[:3] == self._best.counted(self._proving.bounds())[:3]
            if is_met or self._over() or monotonic() > until:
                return
            self._join(searchers, leg)
            self._step(searchers, searchers.schedule.dearest if leg.stirs else 0.0, STEPS_OF_EVENING)
            self._tell("evening out")

    def _step(self, searchers: "Search", heat: float, steps: int) -> None:
        """One round of the search."""
        if searchers.run(heat, self._best.counted(self._proving.bounds()), steps):
            self._best.take_counted(searchers.best_holder, searchers.best)

    def _clock(self) -> Callable[[], float]:
        """How far (0 to 1) the search is: by rounds where these are given or few are enough, else by time."""
        steps = self._limits.steps
        if steps is None and size_of(self._ground) <= SMALL:
            steps = STEPS_OF_SMALL
        if steps is not None:
            rounds = count()
            return lambda: next(rounds) * STEPS_OF_A_ROUND / steps
        began, whole = monotonic(), max(0.01, self._remaining())
        return lambda: min(0.9999, (monotonic() - began) / whole)

    def _await_proof(self) -> None:
        while self._proving.is_busy and not self._over():
            self._proving.collect(TICK)
            self._tell("proof")

    def _tell(self, stage: str, *, is_news: bool = False) -> None:
        """Say how far it is, with the best roster where it is a better one, and not too often."""
        self._proving.collect()
        if self._on_progress is None:
            return
        seconds, costs = monotonic() - self._begun, self._best.costs
        solution, pause = None, max(NEWS, RARELY * self._best.seconds_of_audit)
        if is_news or (costs != self._told_costs and seconds - self._told >= pause):
            self._told, self._told_costs = seconds, costs
            solution = self._proving.solution(self._best.audited())
        self._on_progress(Progress(seconds, stage, costs, self._proving.bounds(), solution))


def _load_search() -> type["Search"]:
    """Load Numba and compile the search, or fetch it from disk."""
    from solver.teams.improve import Search, warm_up

    warm_up()
    return Search
