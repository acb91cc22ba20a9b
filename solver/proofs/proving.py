"""What is proven of the best roster, and what the prover is still asked."""

from collections.abc import Mapping
from time import monotonic
from typing import Any

import numpy as np

from solver.bounds.counting import counted, fewest_vacancies, least_unfairness
from solver.bounds.multipliers import SCALE
from solver.bounds.pricing import Pricing
from solver.bounds.stock import CHANGES, UNFAIRNESS, VACANCIES, Tiers
from solver.certificates.certificate import Certificate, TierProof, digest
from solver.engine.ground import size_of
from solver.judge.audit import Audit
from solver.proofs.proven import Proofs
from solver.proofs.prover import Prover
from solver.solution import CHECKED, SOLVER, TIERS, Costs, Solution
from solver.teams.best import Best, tiers_of

__all__ = ["Proving"]

QUICKLY_COUNTED = 400_000
"""Members, places and weeks that go together, up to which a count takes no time to speak of."""
SOON = 0.05
PATIENCE = 0.4
"""The share of the time after which bounds are asked for though the first tiers are not proven."""


class Proving:
    """The bounds so far; the prover's answers go into them, and its rosters into the best one."""

    def __init__(self, best: Best) -> None:
        self.best = best
        self._proofs = Proofs()
        self._prover: Prover | None = None
        self._has_ended = False
        self._began = monotonic()
        self._open = 0
        self._asked: set[tuple[int, ...]] = set()
        """The first tiers that bounds on the wishes were asked for."""
        self._fewest = fewest_vacancies(best.ground)
        self._proofs.add((), self._fewest)
        self._count(VACANCIES)
        if size_of(best.ground) == 0 or self._fewest == len(best.holder):
            self._nobody_can_serve()

    def bounds(self) -> Costs:
        """What is proven for a roster that costs what the best one costs."""
        costs = self.best.costs
        before = costs.vacancies, costs.changes
        if self.best.ground.has_baseline and before[:1] not in self._proofs and costs.vacancies == self._fewest:
            self._proofs.add(before[:1], 0)
            self._count(CHANGES)
        if before not in self._proofs:
            self._proofs.add(before, least_unfairness(self.best.ground, costs.vacancies))
            self._count(UNFAIRNESS)
        return self._proofs.of(costs)

    @property
    def is_busy(self) -> bool:
        """Whether a question is not answered yet."""
        return self._open > 0

    def get_ready(self) -> Prover:
        """Have somebody there to ask."""
        self._prover = self._prover or Prover(self.best.problem.to_json())
        return self._prover

    def begin(self, seconds: float) -> None:
        """Ask for the first stage."""
        self._ask("terms", seconds)

    def ask_for_wishes(self, seconds: float) -> None:
        """Ask for certificates and a bound on the wishes, once the tiers before them are proven (or long awaited)."""
        tiers = tiers_of(self.best.costs)[:3]
        if tiers not in self._asked and (tiers == tiers_of(self.bounds())[:3] or self._is_late(seconds)):
            self._asked.add(tiers)
            if self.is_busy:  # with the first tiers, of which little or nothing is open any more
                self._interrupt()
            self._ask("first", seconds, tiers=self._counted())
            self._ask("wishes", seconds, tiers=self._counted())

    def _is_late(self, seconds: float) -> bool:
        """Whether a bound must do that goes for any unfairness, though better for this one."""
        waited, is_met = monotonic() - self._began, tiers_of(self.best.costs)[:2] == tiers_of(self.bounds())[:2]
        return not self._asked and is_met and waited > PATIENCE * (waited + seconds)

    def ask_exactly(self, seconds: float) -> None:
        """Ask for the least wishes that there can be, as of the best roster."""
        self.ask_for_wishes(seconds)
        if tiers_of(self.best.costs)[:3] in self._asked:
            self._ask("exactly", seconds, tiers=self._counted(), most=self.best.costs.wishes)

    def collect(self, wait: float = 0.0) -> None:
        """Take what the prover has answered by then."""
        answer = self._prover.answer(wait) if self._prover is not None else None
        while answer:
            self._take(answer)
            answer = self._prover.answer() if self._prover is not None else None
        if answer is not None:
            self.end()

    def _take(self, answer: Mapping[str, Any]) -> None:
        if "bounds" in answer:
            self._take_bounds(answer["bounds"])
        elif "rows" in answer:
            self._certify(answer)
        elif "bound" in answer:
            self._proofs.add(tuple(answer["before"]), answer["bound"])
        if answer.get("holder") is not None:
            self.best.take(np.array(answer["holder"], dtype=np.int64))
        self._open -= answer.get("is_last", False)

    def solution(self, found: Audit) -> Solution:
        """The best roster, of which this is the audit, with what is proven of it."""
        bounds, certain = self._proofs.of(found.costs), self._proofs.certain(found.costs)
        words = {
            tier: CHECKED if proof.bound >= stated else SOLVER
            for (tier, proof), stated in zip(certain.items(), tiers_of(bounds), strict=True)
        }
        certificate = Certificate(digest(self.best.problem), SCALE, certain)
        return Solution(
            self.best.assignments(), found.costs, bounds, found.wishes, proofs=words, certificate=certificate
        )

    def await_certificates(self, seconds: float) -> None:
        """Wait at most so long for the certificates of bounds that are proven."""
        until = monotonic() + seconds
        self.collect()
        while self.is_busy and not self._is_certain() and monotonic() < until:
            self.collect(min(SOON, seconds))

    def _is_certain(self) -> bool:
        """Whether all bounds on the first tiers have certificates."""
        costs = self.best.costs
        bounds, certain = tiers_of(self._proofs.of(costs)), self._proofs.certain(costs)
        return all(certain[tier].bound >= bound for tier, bound in zip(TIERS[:3], bounds, strict=False))

    def _count(self, tier: int) -> None:
        """A certificate by counting alone; of changes it is the only one for a large problem."""
        if tier == CHANGES or size_of(self.best.ground) <= QUICKLY_COUNTED:
            bound = counted(Pricing(self.best.ground, tier, Tiers(*self._counted())))
            self._certify(bound.spelt(self.best.problem))

    def _certify(self, answer: Mapping[str, Any]) -> None:
        multipliers = {tuple(row): value for *row, value in answer["rows"]}
        self._proofs.certify(tuple(answer["before"][: answer["tier"]]), TierProof(answer["bound"], multipliers))

    def end(self) -> None:
        """Ask no more."""
        self._has_ended = True
        self._interrupt()

    def _interrupt(self) -> None:
        """Give up what is not answered yet."""
        self._open = 0
        if self._prover is not None:
            self._prover.end()
            self._prover = None

    def _ask(self, question: str, seconds: float, **details: object) -> None:
        if self._has_ended:
            return
        self._open += 1
        self.get_ready().ask(question, seconds, before=tiers_of(self.best.costs)[:3], **details)

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
