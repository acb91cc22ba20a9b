"""Work beside the main thread, which a solver that can't be interrupted may outlive."""

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

__all__ = ["Background"]

Result = TypeVar("Result")


class Background(Generic[Result]):
    """A function that runs in a thread of its own. Nobody waits for it at the end of the process."""

    def __init__(self, work: Callable[[], Result]) -> None:
        self._work = work
        self._result: Result | None = None
        self._error: BaseException | None = None
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._result = self._work()
        except BaseException as error:  # noqa: BLE001 - raised again in the thread that asks
            self._error = error

    @property
    def is_done(self) -> bool:
        """Whether there is a result, or an error."""
        return not self._thread.is_alive()

    def wait(self, seconds: float) -> bool:
        """Wait at most so long; whether it is done."""
        self._thread.join(max(0.0, seconds))
        return self.is_done

    def result(self) -> Result | None:
        """What came of it; None while it runs. Its error is raised here."""
        if not self.is_done:
            return None
        if self._error is not None:
            raise self._error
        return self._result
