"""Certificates checked: their rows and columns built anew from the problem, in whole numbers.

It shares no code with what finds the multipliers, and needs nothing but the problem.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import Enum

from solver.certificates.certificate import Certificate, CertificateError, TierProof, digest
from solver.certificates.columns import Columns
from solver.certificates.rows import RowLimits
from solver.errors import N_
from solver.problem import Problem
from solver.solution import CHECKED, TIERS, Costs, Solution

__all__ = ["Verdict", "Word", "check_certificate", "recounted"]


class Word(Enum):
    """Whose word a bound is."""

    CHECKED = "checked"
    SOLVER = "solver"
    FALSE = "false"
    """The certificate, or the roster where it calls a bound checked, claims more than the multipliers give."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Of one tier: the bound that the roster states, the one that the certificate gives, and whose word it is."""

    tier: str
    stated: int
    certain: int
    word: Word


def check_certificate(problem: Problem, solution: Solution, certificate: Certificate) -> tuple[Verdict, ...]:
    """What the certificate proves of each bound of a roster. CertificateError where it is for another problem."""
    if certificate.problem != digest(problem):
        raise CertificateError("problem", N_("this certificate is for another problem"))
    return tuple(_verdicts(problem, solution, certificate))


def _verdicts(problem: Problem, solution: Solution, certificate: Certificate) -> Iterator[Verdict]:
    stated = asdict(solution.bounds)
    for tier in TIERS:
        proof = certificate.tiers.get(tier)
        certain = 0 if proof is None else recounted(problem, solution.costs, tier, proof, certificate.scale)
        claimed = stated[tier] if solution.proofs.get(tier) == CHECKED else 0
        claimed = claimed if proof is None else max(claimed, proof.bound)
        yield Verdict(tier, stated[tier], certain, _word(stated[tier], claimed, certain))


def _word(stated: int, claimed: int, certain: int) -> Word:
    if certain < claimed:
        return Word.FALSE
    return Word.CHECKED if certain >= stated else Word.SOLVER


def recounted(problem: Problem, costs: Costs, tier: str, proof: TierProof, scale: int) -> int:
    """The bound on a tier that multipliers give, with the tiers before it at these costs; at least 0."""
    limits = RowLimits(problem, costs, tier, scale)
    total = limits.total(proof.multipliers) + Columns(problem, costs, tier, scale, proof.multipliers).least()
    in_units = -(-total // scale)
    if tier == "vacancies":
        return max(0, problem.seats + in_units)
    if tier == "changes":
        return max(0, len(problem.baseline_of) + in_units)
    if tier == "unfairness":
        return max(0, sum(share**2 for share in problem.shares.values()) + 200 * in_units)
    return max(0, in_units)
