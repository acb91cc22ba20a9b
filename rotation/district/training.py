"""Training: who may serve from when, and who is qualified to lead."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from rotation.district.weeks import Week
from rotation.store import Base, choice


class Course(StrEnum):
    """The basic training that everybody needs, and the qualification to lead a team."""

    BASIC = "basic"
    LEAD = "lead"


class Training(Base):
    """A course that a member completed on a day."""

    __tablename__ = "training"
    __table_args__ = (UniqueConstraint("member_id", "course"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    course: Mapped[Course] = mapped_column(choice(Course))
    completed: Mapped[date]


def first_week_to_serve(trainings: Iterable[Training]) -> Week | None:
    """The week after the basic training was completed; None where it has not been."""
    done = [t.completed for t in trainings if t.course == Course.BASIC]
    return Week.of(min(done)) + 1 if done else None


def is_lead(trainings: Iterable[Training], before: Week) -> bool:
    """Whether the qualification to lead was completed before the week `before` begins."""
    return any(t.course == Course.LEAD and t.completed < before.monday for t in trainings)
