"""Districts, zones and villages: the places where members serve, and when a village is closed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from rotation.district import rhythm, values
from rotation.district.keeping import Facts, Kept, Known, set_active
from rotation.district.weeks import Week
from rotation.errors import N_, Conflict, InvalidInput, NotFound
from rotation.store import Base

EVERY_WEEK = "*"
MOST_TROUBLESHOOTERS = 20
MOST_PEOPLE = 1_000_000


class District(Base):
    """A district: planners belong to one, and every other thing does too."""

    __tablename__ = "district"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")


class Zone(Kept, Base):
    """Several villages that share troubleshooters."""

    __tablename__ = "zone"

    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    troubleshooters: Mapped[int] = mapped_column(default=0)


class Village(Kept, Base):
    """A village (or community): where a team serves, and what the public must know of it.

    `open_every` n > 1 is a rhythm: the village is open every n-th week only, in those whose ordinal
    (weeks since 1970-01-05) leaves the remainder `open_offset`; all others are closed weeks.
    `closed_weeks` lists single closed weeks ("2026-W03"); `wants` maps a week to a list of skills,
    the key "*" standing for every week. `hearing_days` are ISO weekdays, 1 = Monday.
    """

    __tablename__ = "village"

    zone_id: Mapped[int | None] = mapped_column(ForeignKey("zone.id"), index=True)
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

    def is_closed(self, week: Week) -> bool:
        """Whether no team serves here in `week`."""
        return not rhythm.is_open(week, self.open_every, self.open_offset) or str(week) in self.closed_weeks

    def wanted(self, week: Week) -> list[str]:
        """The skills that the village wants in its team of `week`, sorted."""
        return sorted({*self.wants.get(EVERY_WEEK, ()), *self.wants.get(str(week), ())})


@dataclass(frozen=True, kw_only=True)
class ZoneFacts(Facts):
    """What can be said of a zone."""

    name: str
    name_en: str = ""
    lat: float | None = None
    lon: float | None = None
    troubleshooters: int = 0

    def faults(self, known: Known) -> Iterator[InvalidInput]:  # noqa: ARG002 - a zone refers to nothing
        """Everything that is wrong, each with its field."""
        yield from values.text("name", self.name, most=values.NAME, needed=True)
        yield from values.text("name_en", self.name_en, most=values.NAME)
        yield from values.coordinates(self.lat, self.lon)
        yield from values.number("troubleshooters", self.troubleshooters, least=0, most=MOST_TROUBLESHOOTERS)


@dataclass(frozen=True, kw_only=True)
class VillageFacts(Facts):
    """What can be said of a village."""

    name: str
    name_en: str = ""
    zone_id: int | None = None
    lat: float | None = None
    lon: float | None = None
    population: int | None = None
    hearing_place: str = ""
    hearing_days: tuple[int, ...] = (1, 2, 3, 4, 5)
    hearing_time: str = "08:30"
    committee_room: str = ""
    committee_hours: str = ""
    committee_phone: str = ""
    open_every: int = 1
    open_offset: int = 0
    closed_weeks: tuple[str, ...] = ()
    wants: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def faults(self, known: Known) -> Iterator[InvalidInput]:
        """Everything that is wrong, each with its field."""
        yield from values.text("name", self.name, most=values.NAME, needed=True)
        yield from values.text("name_en", self.name_en, most=values.NAME)
        if self.zone_id is not None and self.zone_id not in known.zones.values():
            yield InvalidInput(N_("There is no such zone in this district."), field="zone_id")
        yield from values.coordinates(self.lat, self.lon)
        yield from values.number("population", self.population, least=0, most=MOST_PEOPLE)
        yield from self._faults_for_the_public()
        yield from rhythm.faults(self.open_every, self.open_offset)
        yield from values.weeks("closed_weeks", self.closed_weeks)
        yield from self._faults_of_wants(known)

    def _faults_for_the_public(self) -> Iterator[InvalidInput]:
        for name in ("hearing_place", "committee_room", "committee_hours"):
            yield from values.text(name, getattr(self, name))
        yield from values.each_once("hearing_days", map(str, self.hearing_days), [str(day) for day in range(1, 8)])
        yield from values.time_of_day("hearing_time", self.hearing_time)
        yield from values.phone("committee_phone", self.committee_phone)

    def _faults_of_wants(self, known: Known) -> Iterator[InvalidInput]:
        yield from values.weeks("wants", [week for week in self.wants if week != EVERY_WEEK])
        for skills in self.wants.values():
            yield from values.each_once("wants", skills, known.skills)

    def columns(self, known: Known) -> dict[str, Any]:
        """The values as the table holds them, lists in order, weeks without a wish left out."""
        wants = {week: sorted(skills) for week, skills in sorted(self.wants.items()) if skills}
        return super().columns(known) | {"wants": wants}


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


def village(session: Session, district_id: int, code: str) -> Village:
    """The village of that code, served or not."""
    found = session.scalar(select(Village).where(Village.district_id == district_id, Village.code == code))
    if found is None:
        raise NotFound(N_("There is no village “%(code)s”."), code=code)
    return found


def zones(session: Session, district_id: int, *, inactive: bool = False) -> list[Zone]:
    """The zones of a district by code."""
    query = select(Zone).where(Zone.district_id == district_id).order_by(Zone.code)
    return list(session.scalars(query if inactive else query.where(Zone.active)))


def zone(session: Session, district_id: int, code: str) -> Zone:
    """The zone of that code, in use or not."""
    found = session.scalar(select(Zone).where(Zone.district_id == district_id, Zone.code == code))
    if found is None:
        raise NotFound(N_("There is no zone “%(code)s”."), code=code)
    return found


def places(session: Session, district_id: int) -> dict[str, Village | Zone]:
    """The district's zones and villages by code, also those no longer served."""
    rows: list[Village | Zone] = [*zones(session, district_id, inactive=True)]
    rows += villages(session, district_id, inactive=True)
    return {row.code: row for row in rows}


def known(session: Session, district_id: int, skills: Iterable[str]) -> Known:
    """What the facts of a district may refer to; `skills` are the codes in config.toml."""
    return Known(
        frozenset(skills),
        {row.code: row.id for row in villages(session, district_id, inactive=True)},
        {row.code: row.id for row in zones(session, district_id, inactive=True)},
    )


def close_zone(session: Session, row: Zone) -> None:
    """Make a zone inactive; Conflict while villages that are served belong to it."""
    left = session.scalars(
        select(Village.name).where(Village.zone_id == row.id, Village.active).order_by(Village.code)
    ).all()
    if left:
        raise Conflict(
            N_("These villages still belong to the zone: %(villages)s. Give them another zone first."),
            villages=tuple(left),
        )
    set_active(session, row, active=False)
