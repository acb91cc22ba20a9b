"""Counting on the sheet who has been in a team with whom; solver.teams.partner_rows says how the table lies there."""

import numpy as np

from solver.engine.ground import Array
from solver.teams.compiled import compiled
from solver.teams.sheet import MEMBERS, MET, number

__all__ = ["meet", "met"]


@compiled
def met(sheet: Array, one: int, other: int) -> int:
    """Weeks of two members in one team (all of history together counts 1); -1 where they are kept apart."""
    width = number(sheet, MET + 1)
    if width == number(sheet, MEMBERS):
        return int(sheet[np.uint64(sheet[MET] + one * width + other)])
    return int(sheet[np.uint64(_slot(sheet, one, other) + 1)])


@compiled
def meet(sheet: Array, one: int, other: int, change: int) -> None:
    """Count a week of one member with another in (1) or out (-1), in the row of the one."""
    width = number(sheet, MET + 1)
    if width == number(sheet, MEMBERS):
        sheet[np.uint64(sheet[MET] + one * width + other)] += change
        return
    slot = _slot(sheet, one, other)
    count = sheet[slot + 1] + change
    if count == 0:
        _forget(sheet, one, slot)
    else:
        sheet[slot] = other + 1
        sheet[slot + 1] = count


@compiled
def _slot(sheet: Array, one: int, other: int) -> int:
    """Where the other stands in the one's row, or would stand."""
    width = number(sheet, MET + 1)
    row, slot = sheet[MET] + one * width, 2 * other & (width - 1)
    while sheet[np.uint64(row + slot)] != other + 1 and sheet[np.uint64(row + slot)] != 0:
        slot = (slot + 2) & (width - 1)
    return int(row + slot)


@compiled
def _forget(sheet: Array, one: int, slot: int) -> None:
    """Free a slot, and move up those behind it that gave way to it (Knuth's algorithm R)."""
    width = number(sheet, MET + 1)
    row = sheet[MET] + one * width
    free = behind = slot - row
    while True:
        behind = (behind + 2) & (width - 1)
        whose = sheet[row + behind]
        if whose == 0:
            break
        wanted = 2 * (whose - 1) & (width - 1)
        if (behind - wanted) & (width - 1) >= (behind - free) & (width - 1):
            sheet[row + free] = whose
            sheet[row + free + 1] = sheet[row + behind + 1]
            free = behind
    sheet[row + free] = 0
    sheet[row + free + 1] = 0
