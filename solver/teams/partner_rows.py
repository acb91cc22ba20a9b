"""The table of who has been in a team with whom, as it lies on the sheet before anybody serves.

Where there are few members, a row for each has a count for each. Else a row holds only those met or kept apart: it is
a small hash table with open addressing (Knuth, The Art of Computer Programming 3, 6.4), so that memory grows with the
members and not with their square. A slot is two numbers: whose it is (1 more than that member's number, 0: nobody's),
and the count.
"""

import numpy as np

from solver.engine.ground import Array, Ground

__all__ = ["partner_rows"]

TERMS_IN_PASSING = 2
"""More than a member may have, while two trade theirs."""


def partner_rows(ground: Ground) -> Array:
    """M x M, or M x twice the slots: 1 for partners before week 0, -1 for those kept apart."""
    members = len(ground.lead)
    pairs = [*((*pair, 1) for pair in sorted(ground.met)), *((*pair, -1) for pair in sorted(ground.apart))]
    slots = _slots(ground, np.bincount([one for one, _, _ in pairs], minlength=members))
    return _hashed(pairs, members, slots) if 2 * slots < members else _plain(pairs, members)


def _slots(ground: Ground, known: Array) -> int:
    """A power of 2, more than twice the most entries that a row can have."""
    terms = -(-ground.weeks // (ground.rest + 1)) + TERMS_IN_PASSING
    most = int(known.max(initial=0)) + terms * (ground.team_size - 1)
    return 1 << (2 * most).bit_length()


def _plain(pairs: list[tuple[int, int, int]], members: int) -> Array:
    rows = np.zeros((members, members), dtype=np.int32)
    for one, other, count in pairs:
        rows[one, other] = count
    return rows


def _hashed(pairs: list[tuple[int, int, int]], members: int, slots: int) -> Array:
    rows = np.zeros((members, slots, 2), dtype=np.int32)
    for one, other, count in pairs:
        slot = other % slots
        while rows[one, slot, 0]:
            slot = (slot + 1) % slots
        rows[one, slot] = other + 1, count
    return rows.reshape(members, 2 * slots)
