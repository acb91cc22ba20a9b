"""A linear programme whose rows are those of a certificate, told apart by family and key."""

import numpy as np

from solver.bounds.multipliers import Multipliers, zeros
from solver.bounds.pricing import Pricing
from solver.engine.ground import Array, Ground
from solver.engine.linear import Programme

__all__ = ["Formulation"]

Keys = tuple[Array, ...]


class Formulation:
    """The programme, what its columns cost, and which multipliers its rows have got."""

    def __init__(self, pricing: Pricing) -> None:
        self.pricing = pricing
        self.ground: Ground = pricing.ground
        self.programme = Programme()
        self._cost: list[Array] = []
        self._rows: list[tuple[str, Keys, Array]] = []
        """Family, keys and numbers of rows."""

    @property
    def cost(self) -> Array:
        """By column."""
        return np.concatenate(self._cost)

    def multipliers(self, values: Array) -> Multipliers:
        """What the rows are worth by family, given what the solver says of each."""
        found = zeros(self.ground)
        for family, keys, rows in self._rows:
            if keys:
                np.add.at(getattr(found, family), keys, values[rows])
            else:
                setattr(found, family, float(values[rows].sum()))
        return found

    def values(self, multipliers: Multipliers) -> Array:
        """What each row is worth by number, where each has a key of its own."""
        values = np.zeros(self.programme.height)
        for family, keys, rows in self._rows:
            known = getattr(multipliers, family)
            values[rows] = known[keys] if keys else known
        return values

    def priced(self, count: int, upper: object, cost: object, *, lower: object = 0) -> Array:
        """Add columns at a cost; their numbers."""
        self._cost.append(np.broadcast_to(np.asarray(cost, dtype=np.int64), count))
        return self.programme.columns(count, lower, upper)

    def rows(self, family: str, keys: Keys, lower: object, upper: object) -> Array:
        """Add rows of a family, one for each of its keys; their numbers."""
        numbers = self.programme.rows(len(keys[0]) if keys else 1, lower, upper)
        self.known_as(family, keys, numbers)
        return numbers

    def known_as(self, family: str, keys: Keys, numbers: Array) -> None:
        """These rows, which may stand for several keys each, are worth the same for each."""
        self._rows.append((family, keys, numbers))
