"""What is to happen in the sample, in the order of time: a deed may put further deeds on the agenda."""

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from rotation.district.weeks import CHINA

Deed = Callable[[datetime], None]
OPENS, MINUTES = time(8, 40), 8 * 60  # the hours in which people work
SATURDAY, SUNDAY = 6, 7


class Agenda:
    """Deeds and when they are done; among those of one moment the first put down is done first."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Deed]] = []
        self._numbers = count()

    def put(self, at: datetime, deed: Deed) -> None:
        """Have something done at a moment."""
        heapq.heappush(self._waiting, (at, next(self._numbers), deed))

    def play(self, until: datetime) -> None:
        """Do everything that is due by then."""
        while self._waiting and self._waiting[0][0] <= until:
            at, _number, deed = heapq.heappop(self._waiting)
            deed(at)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day there."""
    return datetime.combine(day, time(hour, minute), CHINA)


def after(random: Random, at: datetime, days: int) -> datetime:
    """A moment at work, so many days later; the Monday after where that is a weekend."""
    day = at.astimezone(CHINA).date() + timedelta(days=days)
    if day.isoweekday() >= SATURDAY:
        day += timedelta(days=SUNDAY + 1 - day.isoweekday())
    found = datetime.combine(day, OPENS, CHINA) + timedelta(minutes=random.randrange(MINUTES))
    return max(found, at + timedelta(minutes=random.randint(5, 40)))
