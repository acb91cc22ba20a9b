"""A village's rhythm: open every n-th week, staggered so that not all are open in the same one."""

from collections import Counter
from collections.abc import Iterator

from rotation.district.weeks import Week
from rotation.errors import N_, InvalidInput

MOST_WEEKS = 52
_FIRST_MONDAY = 719167  # the ordinal of 1970-01-05


def is_open(week: Week, every: int, offset: int) -> bool:
    """Whether a village open in each `every`-th week is open in `week`; 1 is every week."""
    return ((week.monday.toordinal() - _FIRST_MONDAY) // 7) % every == offset


def offset_open_in(week: Week, every: int) -> int:
    """The offset with which `week` is one of the open weeks."""
    return ((week.monday.toordinal() - _FIRST_MONDAY) // 7) % every


def least_used_offset(every: int, used: Counter[tuple[int, int]]) -> int:
    """Automatic staggering: the offset that fewest of the others (every, offset) with the same rhythm have.

    Given one after the other by code, villages take 0, 1, … n-1, 0, 1, … by turns.
    """
    return min(range(every), key=lambda offset: (used[every, offset], offset))


def faults(every: int, offset: int) -> Iterator[InvalidInput]:
    """What is wrong with a rhythm."""
    if not 1 <= every <= MOST_WEEKS:
        yield InvalidInput(
            N_("A village is open every week (1) or every n-th week, up to %(most)s."),
            field="open_every",
            most=MOST_WEEKS,
        )
    elif not 0 <= offset < every:
        yield InvalidInput(
            N_("The offset must be from 0 to %(most)s for this rhythm."), field="open_offset", most=every - 1
        )
