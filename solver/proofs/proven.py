"""What is proven so far, and whose word it is."""

from collections.abc import Iterator

from solver.bounds.multipliers import SCALE
from solver.certificates.certificate import TierProof
from solver.solution import TIERS, Costs

__all__ = ["Proofs"]

Before = tuple[int, ...]
NOTHING = TierProof(0, {})


class Proofs:
    """Bounds proven so far. Each holds where the tiers before it cost exactly what they cost in its proof."""

    def __init__(self) -> None:
        self._known: dict[Before, int] = {}
        self._certain: dict[Before, TierProof] = {}

    def add(self, before: Before, bound: int) -> None:
        """A bound on the tier that comes after these."""
        self._known[before] = max(bound, self._known.get(before, 0))

    def certify(self, before: Before, proof: TierProof) -> None:
        """A bound on the tier that comes after these, with its proof."""
        if before not in self._certain or proof.bound > self._certain[before].bound:
            self._certain[before] = proof

    def __contains__(self, before: Before) -> bool:
        """Whether anything is proven of the tier that comes after these."""
        return before in self._known

    def of(self, costs: Costs) -> Costs:
        """The bounds that hold for a roster of these costs; 0 where nothing is proven."""
        return Costs(*(max(self._known.get(before, 0), self._proof(before).bound) for before in _befores(costs)))

    def certain(self, costs: Costs) -> dict[str, TierProof]:
        """By tier: the best bound for a roster of these costs that comes with a proof."""
        return {tier: self._proof(before) for tier, before in zip(TIERS, _befores(costs), strict=True)}

    def _proof(self, before: Before) -> TierProof:
        proofs = (_carried(proof, known, before) for known, proof in self._certain.items())
        return max((proof for proof in proofs if proof is not None), key=lambda proof: proof.bound, default=NOTHING)


def _befores(costs: Costs) -> Iterator[Before]:
    tiers = (costs.vacancies, costs.changes, costs.unfairness, costs.wishes)
    return (tiers[:tier] for tier in range(len(tiers)))


def _carried(proof: TierProof, known: Before, before: Before) -> TierProof | None:
    """The proof for these tiers before it: of the wishes, it goes for any unfairness, by what that is worth."""
    if known == before:
        return proof
    if len(before) <= TIERS.index("unfairness") or len(known) != len(before) or known[:-1] != before[:-1]:
        return None
    if not proof.bound:  # it may have been below 0, and nobody knows by how much
        return None
    worth = proof.multipliers.get(("unfairness",), 0) * ((before[-1] - known[-1]) // 200)
    return TierProof(max(0, proof.bound + worth // SCALE), proof.multipliers)
