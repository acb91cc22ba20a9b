"""How an answer is sent: piece by piece, to those who take it in time.

Who reads slowly, or nothing, is let go, as who sends slowly is (receiving): a piece has a time within which it must
have been taken. How long the site takes to make the next one does not count.
"""

import time
from collections.abc import Iterable, Iterator
from socket import socket

from rotation.cli.deadlines import Deadlines

__all__ = ["PIECE", "sent"]

PIECE = 64 * 1024


def sent(answer: Iterable[bytes], peer: socket, deadlines: Deadlines, seconds: float) -> Iterator[bytes]:
    """The same answer for whoever hands it on to `peer`: each `PIECE` bytes of it must be taken within `seconds`."""
    left, taken = seconds, 0
    for piece in _pieces(answer):
        began = time.monotonic()
        deadlines.give(peer, left)
        yield piece
        deadlines.lift(peer)
        left, taken = left - (time.monotonic() - began), taken + len(piece)
        if taken >= PIECE:
            left, taken = seconds, 0
    deadlines.give(peer, seconds)  # what says that this was all must be taken, too


def _pieces(answer: Iterable[bytes]) -> Iterator[bytes]:
    for part in answer:
        for first in range(0, len(part), PIECE):
            yield part[first : first + PIECE]
