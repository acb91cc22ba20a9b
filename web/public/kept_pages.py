"""Pages that were made once and are served again as they are, as long as nothing that they are made of changes."""

from collections import OrderedDict
from threading import Lock

__all__ = ["Kept"]

MOST_BYTES = 32 * 1024 * 1024
LARGEST = 1024 * 1024


class Kept:
    """Pages that were made, by their marks: at most so many bytes, those used last; each process has its own."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def page(self, of: str) -> bytes | None:
        """The page of that mark, if it is kept."""
        with self._lock:
            if of in self._pages:
                self._pages.move_to_end(of)
            return self._pages.get(of)

    def keep(self, of: str, page: bytes) -> None:
        """Keep a page, and let go of those that were not asked for the longest."""
        if len(page) > LARGEST:
            return
        with self._lock:
            self._size += len(page) - len(self._pages.pop(of, b""))
            self._pages[of] = page
            while self._size > MOST_BYTES:
                self._size -= len(self._pages.popitem(last=False)[1])
