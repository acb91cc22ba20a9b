"""Leave by date, and the weeks that it makes unavailable."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from rotation.district.weeks import DayKind, Week, works_on
from rotation.store import Base


class Leave(Base):
    """Days, first to last, on which a member cannot serve."""

    __tablename__ = "leave"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="in_order"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    first_day: Mapped[date]
    last_day: Mapped[date]
    reason: Mapped[str] = mapped_column(default="")


def weeks_touched(leave: Leave) -> list[Week]:
    """Every week in which the leave has a day."""
    first = Week.of(leave.first_day)
    return [first + n for n in range(Week.of(leave.last_day) - first + 1)]


def weeks_away(leaves: Iterable[Leave], calendar: dict[date, DayKind]) -> set[Week]:
    """The weeks made unavailable: those in which leave covers a working day. A weekend alone does not count."""
    return {
        week
        for leave in leaves
        for week in weeks_touched(leave)
        if any(leave.first_day <= day <= leave.last_day and works_on(day, calendar) for day in week.days())
    }
