"""The recipe: from a problem to a roster with its proof."""

from collections.abc import Callable

from solver.judge.pins import check_pins
from solver.limits import Limits, Progress
from solver.problem import Problem
from solver.solution import Solution

__all__ = ["get_ready", "solve"]


def solve(
    problem: Problem,
    limits: Limits | None = None,
    *,
    start: Solution | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Solution:
    """The best roster that the limits allow, with the bounds that were proven. Empty seats are a cost, never an error.

    Begins from `start` where that is better than an empty table. Raises PinConflict where the pins contradict each
    other or a rule.
    """
    check_pins(problem)
    from solver.run import Run

    with Run(problem, limits or Limits(), on_progress, should_stop) as run:
        run.begin(start)
        run.prove_terms()
        run.search()
        run.prove_wishes()
        return run.finish()


def get_ready() -> None:
    """Compile the search ahead of the first solve; what is compiled stays on disk for every later one."""
    from solver.teams.improve import warm_up

    warm_up()
