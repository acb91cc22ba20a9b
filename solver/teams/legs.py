"""The legs of a search: from which roster it goes on, how warm, and until when."""

from dataclasses import dataclass

from solver.engine.ground import Array
from solver.teams.best import Best
from solver.teams.greedy import greedy_holder
from solver.teams.improve import Schedule

__all__ = ["Leg", "legs_of"]

DESIGN, ORDINARY = 0.3, 0.6
"""How much of the time is gone when a design has been bent, and when the ordinary start has been tried too."""


@dataclass(frozen=True)
class Leg:
    """From `begin` to `end` (0 to 1: how much of the time is gone)."""

    schedule: Schedule
    begin: float = 0.0
    end: float = 1.0
    holder: Array | None = None
    """None: it goes on from the best roster, whatever that comes from."""
    stirs: bool = True
    """Whether terms are evened out while it is hot: often quick, but nothing is left of the roster's wishes."""

    def heat(self, progress: float) -> float:
        """How many points worse a step may be, on average, when so much of the time of all legs is gone."""
        return self.schedule.heat((progress - self.begin) / (self.end - self.begin))


def legs_of(best: Best, design: Array | None) -> tuple[Leg, ...]:
    """One from hot to cold; but where there is a design, it is bent first, then the ordinary start, then the better."""
    ordinary = Schedule.of(best.ground)
    if design is None:
        return (Leg(ordinary),)
    cool = ordinary.cooled()
    return (
        Leg(cool, 0.0, DESIGN, design, stirs=False),
        Leg(ordinary, DESIGN, ORDINARY, greedy_holder(best.ground)),
        Leg(cool, ORDINARY, 1.0, stirs=False),
    )
