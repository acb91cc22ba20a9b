"""Until when whoever is spoken with must have sent, or taken, what is due; who is late is let go."""

import time
from contextlib import suppress
from socket import SHUT_RDWR, socket


class Deadlines:
    """The moments, by connection. A thread that waits for one who is late wakes up, and is free."""

    def __init__(self) -> None:
        self._until: dict[socket, float] = {}

    def give(self, peer: socket, seconds: float) -> None:
        """So long from now on, whatever was given before."""
        self._until[peer] = time.monotonic() + seconds

    def lift(self, peer: socket) -> None:
        """Nothing is due any more: what comes now takes as long as it takes."""
        self._until.pop(peer, None)

    def enforce(self) -> None:
        """Let go of all who are late."""
        now = time.monotonic()
        for peer in [one for one, until in list(self._until.items()) if until < now]:
            with suppress(OSError):
                peer.shutdown(SHUT_RDWR)
