"""How long a search may take, and what it says on its way."""

from dataclasses import dataclass

from solver.solution import Costs, Solution

__all__ = ["STEPS_OF_A_ROUND", "Limits", "Progress"]

STEPS_OF_A_ROUND = 400_000
"""Steps that each searcher takes before it meets the others."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Wall seconds, building included. The same seed and the same number of steps give the same roster."""

    seconds: float = 60.0
    seed: int = 0
    workers: int = 2
    steps: int | None = None
    """Steps of each searcher; None: as many as the seconds allow."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is. `solution` is the best roster, given when it got better, at most every few seconds."""

    seconds: float
    stage: str
    costs: Costs | None
    bounds: Costs
    solution: Solution | None = None
