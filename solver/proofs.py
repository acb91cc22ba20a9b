"""What is proven so far."""

from solver.solution import Costs

__all__ = ["Proofs"]


class Proofs:
    """Bounds proven so far. Each holds where the tiers before it cost exactly what they cost in its proof."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, ...], int] = {}

    def add(self, before: tuple[int, ...], bound: int) -> None:
        """A bound on the tier that comes after these."""
        self._known[before] = max(bound, self._known.get(before, 0))

    def __contains__(self, before: tuple[int, ...]) -> bool:
        """Whether anything is proven of the tier that comes after these."""
        return before in self._known

    def of(self, costs: Costs) -> Costs:
        """The bounds that hold for a roster of these costs; 0 where nothing is proven."""
        tiers = (costs.vacancies, costs.changes, costs.unfairness, costs.wishes)
        return Costs(*(self._known.get(tiers[:tier], 0) for tier in range(len(tiers))))
