"""Pages that were made once and are served again as they are, as long as nothing that they are made of changes."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

__all__ = ["Kept", "Page"]

MOST_BYTES = 32 * 1024 * 1024
LARGEST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Page:
    """What was sent, and what it is."""

    body: bytes
    content_type: str

    @property
    def size(self) -> int:
        """How many bytes it takes."""
        return len(self.body)


class Kept:
    """Pages that were made, by their marks: at most so many bytes, those used last; each process has its own."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def page(self, of: str) -> Page | None:
        """The page of that mark, if it is kept."""
        with self._lock:
            if of in self._pages:
                self._pages.move_to_end(of)
            return self._pages.get(of)

    def keep(self, of: str, page: Page) -> None:
        """Keep a page, and let go of those that were not asked for the longest."""
        if page.size > LARGEST:
            return
        with self._lock:
            before = self._pages.pop(of, None)
            self._size += page.size - (before.size if before else 0)
            self._pages[of] = page
            while self._size > MOST_BYTES:
                self._size -= self._pages.popitem(last=False)[1].size
