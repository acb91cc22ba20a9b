"""How often somebody has come lately, counted by all processes of a server together.

The counts lie in memory that is there before gunicorn's master makes its workers, and is shared by them: a flood
writes to no database. It is never more than a MiB: of very many who come at once, those who came least are forgotten.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from mmap import mmap
from struct import Struct
from tempfile import TemporaryFile
from threading import Lock

from limits.storage import Storage

__all__ = ["SharedCounts"]

_PLACE = Struct("16sdQ")  # who, until when (seconds since 1970), how often
_ROWS, _IN_A_ROW = 4096, 8
_ROW_BYTES = _IN_A_ROW * _PLACE.size


@dataclass(frozen=True, slots=True)
class _Place:
    """Where one count stands, and what it says."""

    at: int
    who: bytes
    until: float
    count: int


class _Memory:
    """The places of all counts. A lock of the kernel's guards them, which is free again when its holder is killed."""

    def __init__(self) -> None:
        with TemporaryFile() as made:
            self._lock = os.dup(made.fileno())  # for as long as the process lives
        self._places = mmap(-1, _ROWS * _ROW_BYTES)  # in no file: on a full disk the kernel ends who writes to one
        self._secret = secrets.token_bytes(32)  # nobody is to know who shares a row with whom
        self._threads = Lock()

    def name(self, key: str) -> bytes:
        """What a key is known by here."""
        return blake2b(key.encode(errors="surrogatepass"), digest_size=16, key=self._secret).digest()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """No other thread or process looks or writes meanwhile."""
        with self._threads:
            fcntl.lockf(self._lock, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._lock, fcntl.LOCK_UN)

    def row(self, who: bytes) -> list[_Place]:
        """The few places where somebody may stand."""
        first = int.from_bytes(who[:4]) % _ROWS * _ROW_BYTES
        found = _PLACE.iter_unpack(self._places[first : first + _ROW_BYTES])
        return [_Place(first + number * _PLACE.size, *said) for number, said in enumerate(found)]

    def put(self, at: int, who: bytes, until: float, count: int) -> None:
        """Write a count down."""
        _PLACE.pack_into(self._places, at, who, until, count)

    def clear(self) -> None:
        """Forget everybody."""
        self._places[:] = bytes(len(self._places))


_memory = _Memory()


class SharedCounts(Storage):
    """Where the limiter counts, as `shared://`."""

    STORAGE_SCHEME = ["shared"]  # noqa: RUF012 - as the library has it

    @property
    def base_exceptions(self) -> type[Exception]:
        return OSError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count somebody who comes; says how often that was within so many seconds of the first time."""
        who, now = _memory.name(key), time.time()
        with _memory.alone():
            place = min(_memory.row(who), key=lambda one: (one.who != who, one.until > now, one.count))
            goes_on = place.who == who and place.until > now
            count, until = (place.count + amount, place.until) if goes_on else (amount, now + expiry)
            _memory.put(place.at, who, until, count)
        return count

    def get(self, key: str) -> int:
        return found.count if (found := self._found(key)) else 0

    def get_expiry(self, key: str) -> float:
        return found.until if (found := self._found(key)) else time.time()

    def check(self) -> bool:
        return True

    def reset(self) -> None:
        with _memory.alone():
            _memory.clear()

    def clear(self, key: str) -> None:
        who = _memory.name(key)
        with _memory.alone():
            for found in _memory.row(who):
                if found.who == who:
                    _memory.put(found.at, bytes(len(who)), 0.0, 0)

    def _found(self, key: str) -> _Place | None:
        who, now = _memory.name(key), time.time()
        with _memory.alone():
            return next((one for one in _memory.row(who) if one.who == who and one.until > now), None)
