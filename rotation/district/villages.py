"""Districts, zones and villages: the places where members serve, and when a village is closed."""

from typing import Any

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district.weeks import Week
from rotation.errors import N_, NotFound
from rotation.store import Base


class District(Base):
    """A district: planners belong to one, and every other thing does too."""

    __tablename__ = "district"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")


class Zone(Base):
    """Several villages that share troubleshooters."""

    __tablename__ = "zone"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), index=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    troubleshooters: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)


class Village(Base):
    """A village (or community): where a team serves, and what the public must know of it.

    `open_every` n > 1 is a rhythm: the village is open every n-th week only, in those whose ordinal
    (weeks since 1970-01-05) leaves the remainder `open_offset`; all others are closed weeks.
    `closed_weeks` lists single closed weeks ("2026-W03"); `wants` maps a week to a list of skills,
    the key "*" standing for every week. `hearing_days` are ISO weekdays, 1 = Monday.
    """

    __tablename__ = "village"

    id: Mapped[int] = mapped_column(primary_key=True)
    district_id: Mapped[int] = mapped_column(ForeignKey("district.id"), index=True)
    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"), index=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    population: Mapped[int | None]
    hearing_place: Mapped[str] = mapped_column(default="")
    hearing_days: Mapped[list[Any]] = mapped_column(default=lambda: [1, 2, 3, 4, 5])
    hearing_time: Mapped[str] = mapped_column(String(5), default="08:30")
    committee_room: Mapped[str] = mapped_column(default="")
    committee_hours: Mapped[str] = mapped_column(default="")
    committee_phone: Mapped[str] = mapped_column(default="")
    open_every: Mapped[int] = mapped_column(default=1)
    open_offset: Mapped[int] = mapped_column(default=0)
    closed_weeks: Mapped[list[str]] = mapped_column(default=list)
    wants: Mapped[dict[str, Any]] = mapped_column(default=dict)
    active: Mapped[bool] = mapped_column(default=True)

    def is_closed(self, week: Week) -> bool:
        """Whether no team serves here in `week`."""
        ordinal = (week.monday.toordinal() - 719167) // 7  # Monday 1970-01-05 has the ordinal 719167
        return ordinal % self.open_every != self.open_offset or str(week) in self.closed_weeks

    def wanted(self, week: Week) -> list[str]:
        """The skills that the village wants in its team of `week`, sorted."""
        return sorted({*self.wants.get("*", ()), *self.wants.get(str(week), ())})


def district(session: Session, code: str) -> District:
    """The district of that code."""
    found = session.scalar(select(District).where(District.code == code))
    if found is None:
        raise NotFound(N_("There is no district “%(code)s”."), code=code)
    return found


def villages(session: Session, district_id: int, *, inactive: bool = False) -> list[Village]:
    """The villages of a district by code; those no longer served only where asked for."""
    query = select(Village).where(Village.district_id == district_id).order_by(Village.code)
    return list(session.scalars(query if inactive else query.where(Village.active)))


def zones(session: Session, district_id: int, *, inactive: bool = False) -> list[Zone]:
    """The zones of a district by code."""
    query = select(Zone).where(Zone.district_id == district_id).order_by(Zone.code)
    return list(session.scalars(query if inactive else query.where(Zone.active)))
