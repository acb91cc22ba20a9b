"""Whether a password or a PIN is the right one: looked at for a few at a time.

Each look takes 64 MiB and a good part of a second, and whoever has no login can ask for one: very many who ask at once
wait for one another, and do not fill the memory.
"""

from threading import BoundedSemaphore

from flask_security.utils import hash_password, verify_password

__all__ = ["fits"]

AT_ONCE = 2  # in each process
_turns = BoundedSemaphore(AT_ONCE)


def fits(typed: str, kept: str | None) -> bool:
    """Whether `typed` is what the hash was made from; as slow where none is kept."""
    with _turns:
        if kept is None:
            hash_password(typed)
            return False
        return verify_password(typed, kept)
