"""The search: annealers side by side, which meet at fixed numbers of steps.

Each has the whole roster to itself and the better one counts; of a large problem each has a part of the one roster.

Annealing (Kirkpatrick, Gelatt and Vecchi 1983) takes steps that make the wishes worse, the more rarely the colder
it is. The same seed and the same number of rounds give the same roster, whatever else the machine does.
Weeks, villages or a few members solved anew by CP-SAT instead were slower by far; where annealing had ended on
`qixia39-1`, 36 of 43 such parts drawn by lot were proven best as they stood, and none was bettered.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from solver.engine.ground import SMALL, Array, Ground, size_of
from solver.limits import STEPS_OF_A_ROUND
from solver.teams.evening import even_out, fill_seats
from solver.teams.moves import anneal
from solver.teams.seating import seat_all
from solver.teams.sheet import HAS_BASELINE, HOLDER, SEATS_IN_ALL, blank_sheet, table
from solver.teams.sides import Borders, take_sides
from solver.teams.tally import CHANGES, DICE, FAIREST, FEWEST, SIDE, UNFAIRNESS, VACANCIES, WISHES, new_tally

__all__ = ["Schedule", "Search", "warm_up"]


LARGE = 10_000
"""Seats from which a search has no time to waste on great heat, or on beginning twice."""
SEATS_OF_A_ROUND = 5
"""Empty seats that are tried to be filled in a round, by looking at everybody."""
COOL = 0.1
"""The heat from which a roster that is good already is bettered, as a share of the dearest wish."""
LONG = (0.1, 1.0)
MEMBERS_OF_A_SIDE = 500
"""At least."""
WORTH = 0.5
"""The share of seats that must be some side's own."""
SHORT = (1 / 6, 2 / 6, 3 / 6, 4 / 6, 5 / 6, 1.0)
_COSTS = [VACANCIES, CHANGES, UNFAIRNESS, WISHES]


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
    """The roster that it changes, which others may change elsewhere, and its tally."""

    sheet: Array
    tally: Array

    def costs(self) -> tuple[int, ...]:
        return tuple(self.tally[_COSTS].tolist())


class Search:
    """Searchers that all begin with one roster: each on its own, or all on one, a side for each."""

    def __init__(self, ground: Ground, seed: int, workers: int) -> None:
        self.ground = ground
        self.schedule = Schedule.of(ground)
        self.best: tuple[int, ...] = ()
        self.best_holder = np.zeros(0)
        self._workers = workers
        self._borders = Borders(ground, seed, _sides(ground, workers)) if _sides(ground, workers) > 1 else None
        count = workers if self._borders is None else self._borders.sides
        dice = np.random.SeedSequence(seed).generate_state(count, np.uint64).astype(np.int64)
        blank = blank_sheet(ground)
        sheets = [blank if self._borders else blank.copy() for _ in range(count)]
        self._searchers = [_Searcher(sheet, new_tally(int(state))) for sheet, state in zip(sheets, dice, strict=True)]
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="search")

    def start(self, holder: Array, costs: tuple[int, ...]) -> None:
        """Begin with this roster, which costs so much (unfairness in units of 200, to any constant)."""
        blank = blank_sheet(self.ground)
        seat_all(blank, holder)
        for side, searcher in enumerate(self._searchers):
            searcher.sheet[:] = blank
            searcher.tally[_COSTS] = costs
            searcher.tally[SIDE] = side if self._borders else 0
        self.best = ()
        self._keep_best()

    def run(self, heat: float, least: tuple[int, ...], steps: int = STEPS_OF_A_ROUND) -> bool:
        """One round of all searchers, `steps` for each worker; whether they found a better roster than ever.

        `least` are bounds on the tiers: seats are filled and terms evened out until these are reached.
        """
        searchers = self._searchers if self._borders is None else self._take_sides(self._borders)
        each = steps * min(self._workers, len(searchers)) // len(searchers)
        before = searchers[0].tally[_COSTS].copy()
        for searcher in searchers:
            searcher.tally[[FEWEST, FAIREST]] = least[VACANCIES], least[UNFAIRNESS]
        rounds = [self._pool.submit(_round, searcher.sheet, searcher.tally, heat, each) for searcher in searchers]
        for done in rounds:
            done.result()
        if self._borders is not None:
            self._add_up(before)
        return self._keep_best()

    def close(self) -> None:
        """Let the threads go."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _take_sides(self, borders: Borders) -> list[_Searcher]:
        """Who searches this round: each on a side; but one of them on the whole while sides would leave out much."""
        sheet = self._searchers[0].sheet
        if take_sides(sheet, *borders.drawn(self._holder_on(sheet))) >= WORTH * len(self.ground.seat_place):
            return self._searchers
        take_sides(sheet, *borders.none())
        return self._searchers[:1]

    def _add_up(self, before: Array) -> None:
        """What all sides have changed together, since that was counted."""
        after = before + sum(searcher.tally[_COSTS] - before for searcher in self._searchers)
        for searcher in self._searchers:
            searcher.tally[_COSTS] = after

    def _keep_best(self) -> bool:
        leader = min(self._searchers, key=_Searcher.costs)
        if self.best and leader.costs() >= self.best:
            return False
        self.best = leader.costs()
        self.best_holder = self._holder_on(leader.sheet).copy()
        return True

    def _holder_on(self, sheet: Array) -> Array:
        return table(sheet, HOLDER, len(self.ground.seat_place))


def _sides(ground: Ground, workers: int) -> int:
    """How many sides a large problem has: as many as there are workers, or more, so that each is quick; 1 otherwise."""
    if len(ground.seat_place) < LARGE or workers == 1:
        return 1
    return 1 << max(len(ground.lead) // MEMBERS_OF_A_SIDE, workers).bit_length() - 1


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
    take_sides(sheet, np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32))
