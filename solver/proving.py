"""What is proven of the best roster, and what the prover is still asked."""

import numpy as np

from solver.best import Best, tiers_of
from solver.counting import fewest_vacancies, least_unfairness
from solver.ground import size_of
from solver.proofs import Proofs
from solver.prover import Prover
from solver.solution import Costs

__all__ = ["Proving"]


class Proving:
    """The bounds so far; the prover's answers go into them, and its rosters into the best one."""

    def __init__(self, best: Best) -> None:
        self.best = best
        self._proofs = Proofs()
        self._prover: Prover | None = None
        self._open = 0
        self._bounded: tuple[int, ...] | None = None
        self._proofs.add((), fewest_vacancies(best.ground))
        if size_of(best.ground) == 0:
            self._nobody_can_serve()

    def bounds(self) -> Costs:
        """What is proven for a roster that costs what the best one costs."""
        costs = self.best.costs
        before = costs.vacancies, costs.changes
        if before not in self._proofs:
            self._proofs.add(before, least_unfairness(self.best.ground, costs.vacancies))
        return self._proofs.of(costs)

    @property
    def is_busy(self) -> bool:
        """Whether a question is not answered yet."""
        return self._open > 0

    def begin(self, seconds: float) -> None:
        """Ask for the first stage."""
        self._prover = Prover(self.best.problem.to_json())
        self._ask("terms", seconds)

    def ask_for_wishes(self, seconds: float) -> None:
        """Ask for a bound on the wishes, once the tiers before them are proven."""
        tiers = tiers_of(self.best.costs)[:3]
        if self._prover is not None and self._bounded is None and tiers == tiers_of(self.bounds())[:3]:
            self._bounded = tiers
            self._ask("wishes", seconds, tiers=self._counted())

    def ask_exactly(self, seconds: float) -> None:
        """Ask for the least wishes that there can be, as of the best roster."""
        if self._bounded is not None and self._bounded == tiers_of(self.best.costs)[:3]:
            self._ask("exactly", seconds, tiers=self._counted(), most=self.best.costs.wishes)

    def collect(self, wait: float = 0.0) -> None:
        """Take what the prover has answered by then."""
        answer = self._prover.answer(wait) if self._prover is not None else None
        if answer is None:
            return
        if not answer:
            self.end()
        elif answer["question"] == "terms":
            self._take_bounds(answer["bounds"])
        elif self._bounded is not None:
            self._proofs.add(self._bounded, answer["bound"])
        if answer.get("holder") is not None:
            self.best.take(np.array(answer["holder"], dtype=np.int64))
        self._open -= answer.get("is_last", False)

    def end(self) -> None:
        """Ask no more."""
        self._open = 0
        if self._prover is not None:
            self._prover.end()
            self._prover = None

    def _ask(self, question: str, seconds: float, **details: object) -> None:
        if self._prover is not None:
            self._open += 1
            self._prover.ask(question, seconds, **details)

    def _counted(self) -> tuple[int, int, int]:
        """The first tiers as the programmes count them: changes less the lines of the baseline."""
        vacancies, changes, unfairness, _ = self.best.tally()
        return vacancies, changes - len(self.best.problem.baseline_of), unfairness

    def _take_bounds(self, bounds: list[int | None]) -> None:
        """Each bound holds where the tiers before it are at theirs."""
        problem = self.best.problem
        uncounted = problem.seats, len(problem.baseline_of), self.best.unfairness_of_nobody
        proven: tuple[int, ...] = ()
        for bound, unit, more in zip(bounds, (1, 1, 200), uncounted, strict=True):
            if bound is None:
                break
            self._proofs.add(proven, unit * bound + more)
            proven = (*proven, unit * bound + more)

    def _nobody_can_serve(self) -> None:
        """Then no roster is better than the empty one."""
        tiers = tiers_of(self.best.costs)
        for tier, cost in enumerate(tiers):
            self._proofs.add(tiers[:tier], cost)
