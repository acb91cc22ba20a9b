"""Training: who may serve from when, and who is qualified to lead."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district import values
from rotation.district.keeping import hold
from rotation.district.members import Member
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


def first_week_to_lead(trainings: Iterable[Training]) -> Week | None:
    """The first week that a plan may begin with for the member to be a lead in it; None where not qualified."""
    done = [t.completed for t in trainings if t.course == Course.LEAD]
    return Week.of(min(done)) + 1 if done else None


def training_of(session: Session, member: Member) -> list[Training]:
    """The courses that the member has completed."""
    return list(session.scalars(select(Training).where(Training.member_id == member.id)))


def trainings(session: Session, district_id: int) -> list[Training]:
    """The courses that all members of a district have completed."""
    query = select(Training).join(Member, Member.id == Training.member_id).where(Member.district_id == district_id)
    return list(session.scalars(query.order_by(Training.member_id)))


def complete(session: Session, member: Member, course: Course, completed: date | None) -> bool:
    """Store on which day the member completed a course, or that it is not completed; says whether that differs."""
    for fault in values.day("completed", completed) if completed else ():
        raise fault
    hold(session, member)
    row = session.scalar(select(Training).where(Training.member_id == member.id, Training.course == course))
    if (row.completed if row else None) == completed:
        return False
    if row and completed:
        row.completed = completed
    elif row:
        session.delete(row)
    else:
        session.add(Training(member_id=member.id, course=course, completed=completed))
    session.flush()
    return True
