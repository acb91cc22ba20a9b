"""How a command that takes long is asked to end."""

import signal
from threading import Event
from types import FrameType

ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def asked_to_end() -> Event:
    """An event that is set when somebody asks this process to end; asked a second time, it ends at once."""
    asked = Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        asked.set()
        for ending in ENDINGS:
            signal.signal(ending, signal.SIG_DFL)

    for ending in ENDINGS:
        if ending != signal.SIGHUP or signal.getsignal(ending) != signal.SIG_IGN:  # nohup means it
            signal.signal(ending, ask)
    return asked
