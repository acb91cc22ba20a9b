"""Weeks as a type, the calendar of working days, and what makes a week one in which a member is away."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache, total_ordering
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Dialect, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from rotation.errors import N_, InvalidInput
from rotation.store import Base, choice

CHINA = ZoneInfo("Asia/Shanghai")
_ISO = re.compile(r"(?!9999)(\d{4})-?W(\d{1,2})", re.IGNORECASE)  # no date can name all days of the year 9999's weeks


@total_ordering
@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week, Monday to Sunday; written 2026-W03. Known by its Monday."""

    monday: date

    def __post_init__(self) -> None:
        if self.monday.weekday() != 0:
            message = f"{self.monday} is not a Monday"
            raise ValueError(message)

    @classmethod
    def of(cls, day: date) -> "Week":
        """The week that `day` lies in."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def parse(cls, text: str) -> "Week":
        """Read 2026-W03 (or 2026W3); anything else raises InvalidInput."""
        year, number = found.groups() if (found := _ISO.fullmatch(text.strip())) else (0, 0)
        try:
            return cls(date.fromisocalendar(int(year), int(number), 1))
        except ValueError:
            raise InvalidInput(N_("“%(text)s” is not a week; write it like 2026-W03."), text=text) from None

    def __str__(self) -> str:
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02d}"

    def __add__(self, weeks: int) -> "Week":
        return Week(self.monday + timedelta(weeks=weeks))

    def __sub__(self, other: "Week") -> int:
        return (self.monday - other.monday).days // 7

    def __lt__(self, other: "Week") -> bool:
        return self.monday < other.monday

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return self.monday + timedelta(days=6)

    def days(self) -> Iterator[date]:
        """Monday to Sunday."""
        return (self.monday + timedelta(days=n) for n in range(7))


class WeekType(TypeDecorator[Week]):
    """A Week column, stored as the date of its Monday."""

    impl = Date
    cache_ok = True

    def process_bind_param(self, value: Week | None, dialect: Dialect) -> date | None:  # noqa: ARG002
        return value.monday if value else None

    def process_result_value(self, value: date | None, dialect: Dialect) -> Week | None:  # noqa: ARG002
        return _beginning(value) if value else None


@lru_cache(maxsize=4096)  # a city's terms are tens of thousands, its weeks a hundred
def _beginning(monday: date) -> Week:
    return Week(monday)


class DayKind(StrEnum):
    """What the calendar says of a day that is not as its weekday would have it."""

    HOLIDAY = "holiday"
    WORKDAY = "workday"


class CalendarDay(Base):
    """A public holiday, or a weekend day that is worked to make up for one."""

    __tablename__ = "calendar_day"
    __table_args__ = (UniqueConstraint("district_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"))
    day: Mapped[date]
    kind: Mapped[DayKind] = mapped_column(choice(DayKind))
    name: Mapped[str] = mapped_column(default="")
    provisional: Mapped[bool] = mapped_column(default=False)


def today() -> date:
    """Today in Asia/Shanghai."""
    return datetime.now(UTC).astimezone(CHINA).date()


def this_week() -> Week:
    """The week that is running in Asia/Shanghai."""
    return Week.of(today())


def works_on(day: date, calendar: Mapping[date, DayKind]) -> bool:
    """Whether `day` is a working day: Monday to Friday, unless the calendar says otherwise."""
    kind = calendar.get(day)
    return kind is DayKind.WORKDAY if kind else day.weekday() < 5  # noqa: PLR2004 - Saturday
