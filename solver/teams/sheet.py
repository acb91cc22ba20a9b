"""The ground and one roster on a single flat sheet of numbers, for the compiled search.

One array passes quickly from function to function, compiles quickly and is copied in one go: with a tuple of thirty
arrays instead, the search was ten times slower and its compiling took a minute. The head of the sheet holds sizes,
rules and weights, then for each table where it begins and how wide its rows are. Indices are unsigned: of a signed
one Numba asks at each access whether it counts from the end, which took a fifth of the search's time.
"""

import numpy as np

from solver.engine.ground import NOBODY, NOWHERE, Array, Ground
from solver.teams.compiled import compiled_for
from solver.teams.nearness import near_places
from solver.teams.partner_rows import partner_rows

WEEKS, VILLAGES, TEAM_SIZE, REST, SPACING, MEMORY, MEMBERS, SEATS_IN_ALL = range(8)
UNMET_SKILL, REPEAT_PARTNER, NO_CONTINUITY, REPEAT_VILLAGE, CROWDING, HAS_BASELINE = range(8, 14)

SEAT_PLACE, SEAT_WEEK, WEEK_FIRST, FIRST, SEATS, MAY, FREE, LEAD, LIMIT, SHARE = range(14, 34, 2)
POINTS, WEEK_POINTS, LAST_WEEK, WANTS_FIRST, WANTS, HAS, SERVED, PINNED, BASELINE = range(34, 52, 2)
NEAR = 52
HOLDER, PLACE, TERMS, VISITS, MET, LINKS, FILLED, DEBUT, SEAT_SIDE, MEMBER_SIDE = range(54, 74, 2)
HEAD = 74

MOST = 10**9
"""Numbers on the sheet are cut to this: no search needs a finer sense of them."""


def blank_sheet(ground: Ground) -> Array:
    """The sheet on which nobody serves."""
    tables = [*_fixed(ground), *_roster(ground)]
    starts = HEAD + np.concatenate(([0], np.cumsum([table.size for table in tables])))
    head = [*_numbers(ground)]
    for table, start in zip(tables, starts[:-1], strict=True):
        head += [int(start), table.shape[-1]]
    sheet = np.empty(starts[-1], dtype=np.int32)
    sheet[:HEAD] = head
    for table, start in zip(tables, starts[:-1], strict=True):
        sheet[start : start + table.size] = np.clip(table, -MOST, MOST).ravel()
    return sheet


def table(sheet: Array, name: int, rows: int) -> Array:
    """One table of so many entries, to look at."""
    return sheet[sheet[name] : sheet[name] + rows]


def _numbers(ground: Ground) -> tuple[int, ...]:
    sizes = (ground.weeks, ground.villages, ground.team_size, ground.rest, ground.spacing, ground.memory)
    weights = (ground.unmet_skill, ground.repeat_partner, ground.no_continuity, ground.repeat_village, ground.crowding)
    return (*sizes, len(ground.lead), len(ground.seat_place), *weights, int(ground.has_baseline))


def _fixed(ground: Ground) -> tuple[Array, ...]:
    """In the order of their names above."""
    return (
        *(ground.seat_place, ground.seat_week, ground.week_first, ground.first, ground.seats),
        *(ground.may, ground.free, ground.lead, ground.limit, ground.share, ground.points, ground.week_points),
        *(ground.last_week, ground.wants_first, ground.wants, ground.has, ground.served),
        *(ground.pinned, ground.baseline, near_places(ground)),
    )


def _roster(ground: Ground) -> tuple[Array, ...]:
    """In the order of their names above."""
    members, places = ground.may.shape
    return (
        np.full(len(ground.seat_place), NOBODY),
        np.full((members, ground.weeks), NOWHERE),
        np.zeros(members),
        ground.visited,
        partner_rows(ground),
        np.zeros((ground.villages, ground.weeks)),
        np.zeros((places, ground.weeks)),
        np.where(ground.known, -1, ground.weeks),
        np.zeros(len(ground.seat_place)),
        np.zeros(members),
    )


@compiled_for("int64(int32[::1], int64)")
def number(sheet: Array, name: int) -> int:
    """A size, a rule or a weight."""
    return int(sheet[name])


@compiled_for("int64(int32[::1], int64, int64)")
def at(sheet: Array, name: int, index: int) -> int:
    """An entry of a table with one index."""
    return int(sheet[np.uint64(sheet[name] + index)])


@compiled_for("int64(int32[::1], int64, int64, int64)")
def cell(sheet: Array, name: int, row: int, column: int) -> int:
    """An entry of a table with two."""
    return int(sheet[np.uint64(sheet[name] + row * sheet[name + 1] + column)])


@compiled_for("void(int32[::1], int64, int64, int64)")
def put(sheet: Array, name: int, index: int, value: int) -> None:
    """Set an entry of a table with one index."""
    sheet[np.uint64(sheet[name] + index)] = value


@compiled_for("void(int32[::1], int64, int64, int64, int64)")
def put_cell(sheet: Array, name: int, row: int, column: int, value: int) -> None:
    """Set an entry of a table with two."""
    sheet[np.uint64(sheet[name] + row * sheet[name + 1] + column)] = value


@compiled_for("void(int32[::1], int64, int64, int64, int64)")
def add(sheet: Array, name: int, row: int, column: int, change: int) -> None:
    """Add to an entry of a table with two indices."""
    sheet[np.uint64(sheet[name] + row * sheet[name + 1] + column)] += change
