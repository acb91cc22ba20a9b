"""The tables of a village's day: the hearing with its complaints, the inspection with its findings."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.errors import N_, NotFound
from rotation.record.items import DayList, I, Item
from rotation.store import Base


class Obstacle(StrEnum):
    """What stands in the way of mending it."""

    MONEY = "money"
    POWERS = "powers"
    PEOPLE = "people"
    TIME = "time"


class Hearing(DayList, Base):
    """The morning meeting of one day: where, when, and how many came; nobody is listed."""

    __tablename__ = "hearing"
    absent = N_("There was no hearing on this day.")

    place: Mapped[str] = mapped_column(default="")
    time: Mapped[str] = mapped_column(String(5), default="")
    came: Mapped[int | None]


class Inspection(DayList, Base):
    """The officials' round of one day."""

    __tablename__ = "inspection"
    absent = N_("There was no inspection on this day.")


class Complaint(Item, Base):
    """What a villager says; `slip` is the mark of the slip that leads its teller back to it.

    `office` is the code of the committee at whose counter it was said; None for what was said at the hearing.
    """

    __tablename__ = "complaint"

    slip: Mapped[str | None] = mapped_column(ForeignKey("slip.mark"), index=True)
    office: Mapped[str | None] = mapped_column(String(40))


class Teller(Base):
    """How to reach somebody who wants an answer; kept apart from what was said, and erased in time."""

    __tablename__ = "teller"

    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(String(40))


class Finding(Item, Base):
    """What an official identified, and what stands in the way: kinds of obstacle, and words (a commitment)."""

    __tablename__ = "finding"

    obstacles: Mapped[list[Any]] = mapped_column(default=list)
    obstacle: Mapped[str | None] = mapped_column(String(64))


def item_of(session: Session, code: str) -> Complaint | Finding:
    """The complaint or finding of that code."""
    found = _by_code(session, Complaint, code) or _by_code(session, Finding, code)
    if found is None:
        raise NotFound(N_("There is no complaint or finding “%(code)s”."), code=code)
    return found


def _by_code(session: Session, kind: type[I], code: str) -> I | None:
    return session.scalar(select(kind).where(kind.code == code))
