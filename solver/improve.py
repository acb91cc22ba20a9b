"""The search: two annealers over whole rosters, side by side, which meet at fixed numbers of steps.

Annealing (Kirkpatrick, Gelatt and Vecchi 1983) takes steps that make the wishes worse, the more rarely the colder
it is. The same seed and the same number of rounds give the same roster, whatever else the machine does.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from solver.evening import even_out, fill_seats
from solver.ground import SMALL, Array, Ground, size_of
from solver.limits import STEPS_OF_A_ROUND
from solver.moves import anneal
from solver.seating import seat_all
from solver.sheet import HAS_BASELINE, HOLDER, SEATS_IN_ALL, blank_sheet, table
from solver.tally import CHANGES, DICE, FAIREST, FEWEST, UNFAIRNESS, VACANCIES, WISHES, new_tally

__all__ = ["Schedule", "Search", "warm_up"]


LARGE = 10_000
"""Seats from which a search has no time to waste on great heat, or on beginning twice."""
SEATS_OF_A_ROUND = 5
"""Empty seats that are tried to be filled in a round, by looking at everybody."""
COOL = 0.1
"""The heat from which a roster that is good already is bettered, as a share of the dearest wish."""
LONG = (0.1, 1.0)
SHORT = (1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1.0)


@dataclass(frozen=True)
class Schedule:
    """How warm it is: from hot to cold, several times."""

    dearest: float
    """Points of the dearest wish: nothing is out of bounds at this heat."""
    hot: float
    cold: float
    ends: tuple[float, ...]
    """How much (0 to 1) of the time is gone when it is cold again."""

    def heat(self, progress: float) -> float:
        """How many points worse a step may be, on average, when so much of the time is gone."""
        end = next((end for end in self.ends if progress < end), 1.0)
        begin = max((other for other in self.ends if other < end), default=0.0)
        return float(self.hot * (self.cold / self.hot) ** min(1.0, (progress - begin) / (end - begin)))

    def cooled(self) -> "Schedule":
        """For a roster that great heat would only spoil."""
        return Schedule(self.dearest, COOL * self.dearest, self.cold, (1.0,))

    @staticmethod
    def of(ground: Ground) -> "Schedule":
        """From what the dearest wish costs to what hardly matters.

        A first short run, so that there is something good early, and a long one; in a small problem several short ones.
        """
        weights = (ground.unmet_skill, ground.repeat_partner, ground.no_continuity, ground.repeat_village)
        dearest = float(max(*weights, ground.crowding, int(ground.points.max(initial=0)), 1))
        if len(ground.seat_place) >= LARGE:
            return Schedule(dearest, 0.1 * dearest, 0.01 * dearest, (1.0,))
        return Schedule(dearest, 0.4 * dearest, 0.01 * dearest, SHORT if size_of(ground) <= SMALL else LONG)


@dataclass
class _Searcher:
    """A roster on its sheet, and its tally."""

    sheet: Array
    tally: Array

    def costs(self) -> tuple[int, ...]:
        return tuple(self.tally[[VACANCIES, CHANGES, UNFAIRNESS, WISHES]].tolist())


class Search:
    """Searchers that all begin with one roster."""

    def __init__(self, ground: Ground, seed: int, workers: int) -> None:
        self.ground = ground
        self.schedule = Schedule.of(ground)
        self.best: tuple[int, ...] = ()
        self.best_holder = np.zeros(0)
        dice = np.random.SeedSequence(seed).generate_state(workers, np.uint64).astype(np.int64)
        blank = blank_sheet(ground)
        self._searchers = [_Searcher(blank.copy(), new_tally(int(state))) for state in dice]
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="search")

    def start(self, holder: Array, costs: tuple[int, ...]) -> None:
        """Begin with this roster, which costs so much (unfairness in units of 200, to any constant)."""
        blank = blank_sheet(self.ground)
        seat_all(blank, holder)
        for searcher in self._searchers:
            searcher.sheet[:] = blank
            searcher.tally[: len(costs)] = costs
        self.best = ()
        self._keep_best()

    def run(self, heat: float, least: tuple[int, ...], steps: int = STEPS_OF_A_ROUND) -> bool:
        """One round of all searchers; whether they found a better roster than ever.

        `least` are bounds on the tiers: seats are filled and terms evened out until these are reached.
        """
        for searcher in self._searchers:
            searcher.tally[[FEWEST, FAIREST]] = least[VACANCIES], least[UNFAIRNESS]
        rounds = [
            self._pool.submit(_round, searcher.sheet, searcher.tally, heat, steps) for searcher in self._searchers
        ]
        for done in rounds:
            done.result()
        return self._keep_best()

    def close(self) -> None:
        """Let the threads go."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _keep_best(self) -> bool:
        leader = min(self._searchers, key=_Searcher.costs)
        if self.best and leader.costs() >= self.best:
            return False
        self.best = leader.costs()
        self.best_holder = table(leader.sheet, HOLDER, len(self.ground.seat_place)).copy()
        return True


def _round(sheet: Array, tally: Array, heat: float, steps: int) -> None:
    if tally[VACANCIES] > tally[FEWEST]:
        seats = int(sheet[SEATS_IN_ALL])
        fill_seats(sheet, tally, int(tally[DICE]) % seats, SEATS_OF_A_ROUND, 1 if seats >= LARGE else 2)
    if tally[UNFAIRNESS] > tally[FAIREST] and not sheet[HAS_BASELINE]:
        even_out(sheet, tally)
    anneal(sheet, tally, steps, heat)


def warm_up() -> None:
    """Compile the search, or load it from disk."""
    sheet, tally = np.zeros(200, dtype=np.int32), new_tally(1)
    anneal(sheet, tally, 0, 1.0)
    fill_seats(sheet, tally, 0, 0, 0)
    even_out(sheet, tally)
    seat_all(sheet, np.zeros(0, dtype=np.int64))
